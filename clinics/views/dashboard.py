"""Targets against achievements: the board of those who work here, and the same for everybody."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from clinics.addresses import list_scope_offices
from clinics.forms import BOARD_PARAMETERS, BoardForm, PublicBoardForm
from clinics.views.asking import render_question_page
from clinics.views.board import build_achievement_board
from clinics.views.rates import build_rate_board
from krs_portal.kit.parameters import reads_parameters
from krs_portal.offices.models import Office


@reads_parameters(*BOARD_PARAMETERS)
def show_dashboard(request: HttpRequest) -> HttpResponse:
    """The offices the reader may see; every figure opens its rows."""
    offices = Office.objects.visible_to(request.user)
    within = list_scope_offices(request.user)
    form = BoardForm(request.GET)
    url = reverse("clinics:dashboard")
    return render_dashboard(request, offices, "clinics/dashboard.html", url, form, opens_rows=True, within=within)


@login_not_required
@reads_parameters(*BOARD_PARAMETERS)
def show_public_dashboard(request: HttpRequest) -> HttpResponse:
    """All clinics in aggregate, for everybody: what `disclosure` lets anybody read."""
    form = PublicBoardForm(request.GET)
    return render_dashboard(request, Office.objects.clinics(), "clinics/public.html", reverse("clinics:public"), form)


def render_dashboard(
    request: HttpRequest,
    offices: Any,
    template: str,
    url: str,
    form: BoardForm,
    *,
    opens_rows: bool = False,
    within: tuple[Office, ...] = (),
) -> HttpResponse:
    """`within` are the offices below which the reader sees, none for who sees all: a total is theirs by its address."""
    question = form.question and form.question.but(within=within)
    build = build_achievement_board if question is None or question.indicator.is_count else build_rate_board
    shown: Any = build(question, offices, opens_rows=opens_rows) if question else None
    context = {"board": shown, "form": form.shown(question, url), "moved": form.moved, "url": url}
    context["is_rate"] = build is build_rate_board
    return render_question_page(request, template, context, form=form, fragment="board")
