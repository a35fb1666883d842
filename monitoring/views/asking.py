"""One way of asking for something about an estate: show the form, or do what it says and go back to the dossier."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring import policies
from monitoring.models import Estate
from monitoring.views.doors import refuse

Doing = Callable[[dict[str, Any]], Any]


def asked(
    request: HttpRequest, estate: Estate, form: Any, doing: Doing, title: str, button: str, anchor: str = ""
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            doing(form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect(reverse("monitoring:estate", args=[estate.pk]) + anchor)
    context = {
        "title": title,
        "button": button,
        "form": form,
        "estate": estate,
        "places": [
            (_("Hunian"), reverse("monitoring:estates")),
            (estate.name, reverse("monitoring:estate", args=[estate.pk])),
            (title, None),
        ],
    }
    return render(request, "monitoring/estates/form.html", context, status=422 if form.errors else 200)


def estate_of(request: HttpRequest, pk: int) -> Estate:
    """One that the reader sees and may fill in."""
    rows = Estate.objects.visible_to(request.user).select_related("office__parent__parent", "region__parent")
    estate = get_object_or_404(rows, pk=pk)
    refuse(policies.why_not_edit_estate(request.user, estate))
    return estate
