"""The rows of a batch as a list, and one of them being corrected."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from krs_portal.imports import policies, services
from krs_portal.imports.checking import shown
from krs_portal.imports.enums import RowState
from krs_portal.imports.forms import RowForm
from krs_portal.imports.kinds import ImportKind
from krs_portal.imports.models import Batch, Row
from krs_portal.kit.clock import now
from krs_portal.kit.htmx import faces, wants_fragment
from krs_portal.kit.pagination import keyset

KINDS = {RowState.READY: "success", RowState.COMMITTED: "success", RowState.NEEDS_CORRECTION: "warning"}


def rows_of(request: HttpRequest, batch: Batch, state: str) -> dict[str, Any]:
    rows = Row.objects.visible_to(request.user).filter(batch=batch, state=state)
    page = keyset(rows, order=["number"], cursor=request.GET.get("cursor"))
    return {"page": page, "rows": [as_shown(row, batch.import_kind) for row in page]}


def as_shown(row: Row, kind: ImportKind) -> dict[str, Any]:
    """A row as its list shows it: what names it, and why it waits; private cells are not repeated."""
    written = row.raw | row.corrections
    required = [column.code for column in kind.columns if column.required and not column.is_private]
    naming = [code for code in required or written if written.get(code) not in (None, "")][:3]
    return {
        "row": row,
        "anchor": f"baris-{row.pk}",
        "name": " · ".join(shown(written[code]) for code in naming),
        "kind": KINDS.get(RowState(row.state), "neutral"),
        "problems": [
            {
                "title": column.title if (column := kind.by_code.get(problem["column"])) else "",
                "written": shown(written.get(problem["column"])),
                "text": problem["text"],
            }
            for problem in row.problems
        ],
    }


def row(request: HttpRequest, pk: int) -> HttpResponse:
    """A row with its cells to put right; afterwards it says what it is now."""
    found = get_object_or_404(Row.objects.visible_to(request.user).select_related("batch__office__parent"), pk=pk)
    if refusal := policies.why_not_correct_row(request.user, found):
        raise PermissionDenied(refusal)
    kind = found.batch.import_kind
    form = RowForm(request.POST or None, row=found, kind=kind)
    inside = wants_fragment(request)
    if request.method == "POST" and form.is_valid():
        found = services.correct_row(row=found, written=form.written(), by=request.user, at=now())
        if found.state == RowState.READY and not inside:
            return redirect(reverse("imports:batch", args=[found.batch_id]) + "?status=NEEDS_CORRECTION#baris")
        if found.state == RowState.READY:
            return render(request, "imports/parts/row.html", {"shown": as_shown(found, kind), "may_correct": True})
        form = RowForm(row=found, kind=kind)
    context = {"row": found, "batch": found.batch, "form": form, "shown": as_shown(found, kind)}
    status = 422 if request.method == "POST" and not inside else 200  # htmx shows only what went well
    return faces(request, "imports/row.html", context, fragment="form", status=status)
