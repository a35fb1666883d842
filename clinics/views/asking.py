"""Pages that answer the question of a filter bar, or say what in it cannot be answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from clinics.forms import BoardForm
from krs_portal.kit.htmx import render_page_or_fragment, wants_fragment


def render_question_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, form: BoardForm, fragment: str
) -> HttpResponse:
    """A year that is not there is 404 under its own address. htmx shows what it gets only with status 200."""
    faults = [(form.fields[name].label or name, error) for name, errors in form.errors.items() for error in errors]
    status = 200 if wants_fragment(request) else form.status
    return render_page_or_fragment(request, template, context | {"faults": faults}, fragment=fragment, status=status)
