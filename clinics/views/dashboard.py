"""Targets against achievements: the board of those who work here, and the same for everybody."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from clinics.forms import BoardForm
from clinics.views.board import board
from krs_portal.kit.htmx import faces
from krs_portal.offices.models import Office


def dashboard(request: HttpRequest) -> HttpResponse:
    """The offices the reader may see; every figure opens its rows."""
    offices = Office.objects.visible_to(request.user)
    return answered(request, offices, "clinics/dashboard.html", reverse("clinics:dashboard"), opens_rows=True)


@login_not_required
def public(request: HttpRequest) -> HttpResponse:
    """All clinics in aggregate, for everybody."""
    offices = Office.objects.clinics()
    return answered(request, offices, "clinics/public.html", reverse("clinics:public"), opens_rows=False)


def answered(request: HttpRequest, offices: Any, template: str, url: str, *, opens_rows: bool) -> HttpResponse:
    form = BoardForm(request.GET)
    form.is_valid()
    question = form.question
    shown = board(request.user, question, offices, opens_rows=opens_rows) if question else None
    return faces(request, template, {"board": shown, "form": form.shown(question, url), "url": url}, fragment="board")
