"""Show a form about an estate, or run its service and return to the estate's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from krs_portal.kit.refusals import Refusable, refuse_if
from krs_portal.kit.submitting import Service, render_form_page, submit_form
from monitoring.register import policies
from monitoring.register.models import Estate

BASE = "monitoring/base.html"  # what a page with one form extends in this room


def handle_estate_form(
    request: HttpRequest, estate: Estate, form: Refusable, service: Service, /, *, title: str, button: str,
    anchor: str = "", **options: Any,
) -> HttpResponse:  # fmt: skip
    """`options` are those of `submit_form`: what the service is told besides the form, and what is said when done."""
    if submit_form(request, form, service, **options) is not None:
        return redirect(build_estate_url(estate) + anchor)
    return render_estate_form(request, form, estate, title=title, button=button)


def render_estate_form(
    request: HttpRequest, form: Any, estate: Estate | None = None, *, title: str, button: str
) -> HttpResponse:
    return render_form_page(
        request, form, title=title, button=button, trail=build_estate_trail(title, estate), base=BASE
    )


def build_estate_url(estate: Estate) -> str:
    return reverse("monitoring:estate", args=[estate.pk])


def build_estate_trail(here: str, estate: Estate | None = None) -> list[tuple[str, str | None]]:
    """From the register, over the estate, to the page of that title."""
    between = [(estate.name, build_estate_url(estate))] if estate else []
    return [(_("Hunian"), reverse("monitoring:estates")), *between, (here, None)]


def get_estate_to_edit(request: HttpRequest, pk: int) -> Estate:
    """An estate that the user sees (else 404) and may write about (else 403)."""
    rows = Estate.objects.visible_to(request.user).select_related("office", "region__parent")
    estate = get_object_or_404(rows, pk=pk)
    refuse_if(policies.why_not_edit_estate(request.user, estate))
    return estate
