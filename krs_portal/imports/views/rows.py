"""The rows of a batch as a list, and one of them being corrected."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from krs_portal.imports import policies, services
from krs_portal.imports.enums import RowState
from krs_portal.imports.forms import RowForm
from krs_portal.imports.kinds import ImportKind
from krs_portal.imports.models import Batch, Row
from krs_portal.imports.values import format_cell
from krs_portal.kit.badges import build_badge
from krs_portal.kit.htmx import render_page_or_fragment, wants_fragment
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import submit_form


def describe_rows_page(request: HttpRequest, batch: Batch, state: str, *, only_hinted: bool) -> dict[str, Any]:
    rows = Row.objects.visible_to(request.user).filter(batch=batch, state=state)
    if only_hinted:
        rows = rows.hinted()
    page = fetch_keyset_page(rows, order=["number"], cursor=request.GET.get("cursor"))
    return {"page": page, "rows": [describe_row(row, batch.import_kind) for row in page]}


def describe_row(row: Row, kind: ImportKind) -> dict[str, Any]:
    """A row for the list: the cells that name it, and why it waits. Private cells are left out."""
    written = row.raw | row.corrections
    required = [column.code for column in kind.columns if column.required and not column.is_private]
    naming = [code for code in required or written if written.get(code) not in (None, "")][:3]
    return {
        "row": row,
        "anchor": f"baris-{row.pk}",
        "name": " · ".join(format_cell(written[code]) for code in naming),
        "badge": build_badge(RowState(row.state)),
        "problems": [describe_finding(problem, written, kind) for problem in row.problems],
        "hints": [describe_finding(hint, written, kind) for hint in row.hints],
    }


def describe_finding(found: dict[str, str], written: dict[str, Any], kind: ImportKind) -> dict[str, Any]:
    """A problem or a hint of a row, with the title of its column and what is written there."""
    column = kind.by_code.get(found["column"])
    return {
        "title": column.title if column else "",
        "written": format_cell(written.get(found["column"])),
        "text": found["text"],
    }


def correct_row(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the cells of a row, then show its new state."""
    found = get_object_or_404(Row.objects.visible_to(request.user).select_related("batch__office__parent"), pk=pk)
    refuse_if(policies.why_not_correct_row(request.user, found))
    kind = found.batch.import_kind
    form = RowForm(request.POST or None, row=found, kind=kind)
    inside = wants_fragment(request)
    typed = lambda: {"written": form.written()}  # noqa: E731 called once the form is valid
    if corrected := submit_form(request, form, services.correct_row, row=found, typed=typed):
        found = corrected
        if found.state == RowState.READY and not inside:
            return redirect(reverse("imports:batch", args=[found.batch_id]) + "?status=NEEDS_CORRECTION#baris")
        if found.state == RowState.READY:
            return render(request, "imports/parts/row.html", {"shown": describe_row(found, kind), "may_correct": True})
        form = RowForm(row=found, kind=kind)
    context = {"row": found, "batch": found.batch, "form": form, "shown": describe_row(found, kind)}
    status = 422 if request.method == "POST" and not inside else 200  # htmx shows only what went well
    return render_page_or_fragment(request, "imports/row.html", context, fragment="form", status=status)
