"""Parses rows and decides for each whether it is ready, a duplicate, or needs a correction and why."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from krs_portal.imports import tables
from krs_portal.imports.enums import RowState
from krs_portal.imports.kinds import ImportColumn, ImportKind, ImportLine, Values
from krs_portal.imports.models import Row
from krs_portal.imports.values import (
    NOT_CALCULATED,
    UnreadableCell,
    drop_float_tail,
    format_cell,
    is_blank_cell,
    quote_cell,
)
from krs_portal.imports.workbooks import Cells, SourceSheet, convert_cell_to_json
from krs_portal.kit.sealing import hash_for_lookup
from krs_portal.offices.models import Office

Written = dict[str, Any]
ORIGIN = {"from": "sheet"}  # a hint about where a cell stands, which no correction of another cell changes
QUOTED = re.compile(r"“[^”]*”")


@dataclass(slots=True)
class RowDraft:
    """A row before it is written to the table."""

    number: int
    raw: Written
    corrections: Written = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)
    hints: list[dict[str, str]] = field(default_factory=list)
    identity: str = ""
    state: str = RowState.READY


def build_drafts(
    rows: Iterable[tuple[int, Cells]], mapping: Mapping[str, str], broken: Mapping[int, Mapping[int, str]]
):
    """Yield a draft for each row with its mapped cells; a broken formula becomes its error word (`#REF!`)."""
    plan = sorted((int(index), code) for index, code in mapping.items())
    for number, cells in rows:
        width = len(cells)
        raw = {code: cells[at] for at, code in plan if at < width and cells[at] != ""}
        for code, value in raw.items():
            if type(value) not in (str, float, int):
                raw[code] = convert_cell_to_json(value)
        if wrong := broken.get(number):
            raw.update((code, wrong[at]) for at, code in plan if at in wrong)
        yield RowDraft(number, raw)


def hint_at_origins(
    found: Iterable[RowDraft], sheet: SourceSheet, table: tables.SheetTable, mapping: Mapping[str, str]
) -> None:
    """Say of a row that it is hidden in its sheet, and which of its cells stand in a merged cell further up."""
    for draft in found:
        for index in sorted(table.merged.get(draft.number, ())):
            draft.hints.append({"column": mapping[str(index)], "text": _("Dari sel gabungan di atasnya."), **ORIGIN})
        if draft.number in sheet.hidden_rows:
            draft.hints.append({"column": "", "text": _("Baris ini tersembunyi di berkasnya."), **ORIGIN})


def parse_drafts(found: Iterable[RowDraft], kind: ImportKind) -> None:
    """Parse the cells of all drafts.

    Each distinct raw value of a column is parsed once. A cell that cannot be parsed becomes a problem of its column, or
    a hint where nothing can be made of it and the column may be empty.
    """
    known: dict[str, dict[Any, Any]] = {column.code: {} for column in kind.columns}
    nothing: Values = dict.fromkeys(known)
    required = [column.code for column in kind.columns if column.required]
    for draft in found:
        values = nothing.copy()
        problems = []
        for code, raw in (draft.raw | draft.corrections if draft.corrections else draft.raw).items():
            seen = known[code]
            if type(raw) is not bool and raw in seen:  # True == 1: as keys of a dict they would be one entry
                values[code] = seen[raw]
                continue
            column = kind.by_code[code]
            try:
                values[code] = seen[raw] = parse_cell(column, raw)
            except (ValueError, ValidationError) as error:
                told = {"column": code, "text": describe_cell_error(error, column)}
                if isinstance(error, UnreadableCell) and not (column.must_be_read or kind.changes_records):
                    draft.hints.append(told | {"text": _("%s Dibiarkan kosong.") % told["text"]})
                else:
                    problems.append(told)
        wrong = {problem["column"] for problem in problems}
        missing = [code for code in required if values[code] is None and code not in wrong]
        problems += [{"column": code, "text": _("Wajib diisi.")} for code in missing]
        draft.values, draft.problems = values, problems
        draft.identity = "" if problems else hash_identity(kind.key(values))


def hash_identity(key: str) -> str:
    """Finds equal rows of one batch and reveals nothing; 128 bits are enough among those."""
    return hash_for_lookup(key)[-32:] if key else ""


def parse_cell(column: ImportColumn, raw: Any) -> Any:
    raw = drop_float_tail(raw)
    if raw == "":
        return None
    if tables.is_broken_cell(raw):
        if column.forgives_errors:
            return None
        if raw == NOT_CALCULATED:
            raise UnreadableCell(_("Sel ini berisi rumus tanpa hasil; buka dan simpan di Excel, atau tulis nilainya."))
        raise UnreadableCell(_("Rumus di sel ini rusak (%s); tulis nilainya.") % raw)
    return column.parse(raw)


def describe_cell_error(error: Exception, column: ImportColumn) -> str:
    """The error's sentence; what was quoted from a private cell is blanked."""
    text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    return QUOTED.sub("“…”", text) if column.is_private else text


def classify_drafts(
    found: list[RowDraft], kind: ImportKind, office: Office, by: Any, taken: Callable[[str], int | None] | None = None
) -> None:
    """Set each draft's state (ready, duplicate, needs correction, skipped).

    `taken(identity)` returns the number of a row of this batch that is not among `found`, or None.
    """
    first: dict[str, int] = {}
    lines: list[tuple[RowDraft, ImportLine]] = []
    for draft in found:
        if not draft.raw and not draft.corrections:
            draft.state, draft.problems = RowState.SKIPPED, []
        elif draft.problems:
            draft.state = RowState.NEEDS_CORRECTION
        elif draft.identity and (twin := first.get(draft.identity) or (taken(draft.identity) if taken else None)):
            draft.state = RowState.DUPLICATE
            draft.problems = [{"column": "", "text": _("Sama dengan baris %d.") % twin}]
        else:
            if draft.identity:
                first[draft.identity] = draft.number
            lines.append((draft, ImportLine(draft.number, draft.values, draft.problems, hints=draft.hints)))
    if lines:
        kind.check([line for _draft, line in lines], office, by)
    for draft, line in lines:
        if verdict := line.verdict:
            draft.state, draft.problems = verdict


def build_row_columns(draft: RowDraft, kind: ImportKind) -> dict[str, Any]:
    """The database columns of a draft: private values go encrypted into `sealed`, unknown ones (None) are left out."""
    raw, corrections, sealed = draft.raw, draft.corrections, None
    cleaned = {code: value for code, value in draft.values.items() if value is not None}
    private = kind.private
    if private and not (private.isdisjoint(raw) and private.isdisjoint(corrections) and private.isdisjoint(cleaned)):
        parts = {"raw": raw, "corrections": corrections, "cleaned": cleaned}
        sealed = json.dumps({name: {c: v for c, v in part.items() if c in private} for name, part in parts.items()})
        raw, corrections, cleaned = ({c: v for c, v in part.items() if c not in private} for part in parts.values())
    return {
        "number": draft.number, "state": draft.state, "raw": raw, "corrections": corrections, "cleaned": cleaned,
        "sealed": sealed, "problems": draft.problems, "hints": draft.hints, "identity": draft.identity,
    }  # fmt: skip


def build_import_line(row: Row, kind: ImportKind) -> ImportLine:
    """The row as `commit` of its kind receives it: with every column, unknown values as None."""
    return ImportLine(row.number, {column.code: None for column in kind.columns} | row.values)


def recheck_row(row: Row, by: Any) -> None:
    """Parse and classify one row again after it was corrected on the screen, and save it."""
    batch, kind = row.batch, row.batch.import_kind
    draft = RowDraft(row.number, row.part("raw"), row.part("corrections"))
    draft.hints = [hint for hint in row.hints if hint.get("from") and hint["column"] not in draft.corrections]
    parse_drafts([draft], kind)
    others = Row.objects.filter(batch=batch).exclude(pk=row.pk).exclude(state=RowState.DUPLICATE)
    classify_drafts(
        [draft], kind, batch.office, by, lambda identity: find_first_row_number(others.filter(identity=identity))
    )
    for name, value in build_row_columns(draft, kind).items():
        setattr(row, name, value)
    row.save()


def find_first_row_number(rows: Any) -> int | None:
    return rows.order_by("number").values_list("number", flat=True).first()


def compare_totals(
    table: tables.SheetTable, mapping: Mapping[str, str], found: list[RowDraft], kind: ImportKind
) -> dict:
    """Compare the file's own totals row with the sums of all rows and of the ready rows."""
    rows, ready = (
        kind.sums([d.values for d in found]),
        kind.sums([d.values for d in found if d.state == RowState.READY]),
    )
    at = {code: int(index) for index, code in mapping.items()}
    own = {}
    for _number, cells in table.totals:
        for code in rows:
            cell = cells[at[code]] if code in at and at[code] < len(cells) else ""
            if isinstance(cell, int | float) and code not in own:
                own[code] = cell
    return {code: {"file": own.get(code), "rows": rows[code], "ready": ready[code]} for code in rows if code in at}


def list_strange_totals(table: tables.SheetTable, mapping: Mapping[str, str], kind: ImportKind) -> list[str]:
    """Numbers in a totals row that are neither the sum nor the count of their column, as sentences."""
    summed = {column.code for column in kind.columns if column.is_summed}
    notes = []
    for number, cells in table.totals:
        for heading in table.headings:
            cell = cells[heading.index] if heading.index < len(cells) else ""
            if not isinstance(cell, int | float) or mapping.get(str(heading.index)) in summed:
                continue
            below = [row[heading.index] for _n, row in table.rows if heading.index < len(row)]
            filled = [value for value in below if not is_blank_cell(value)]
            total = sum(value for value in filled if isinstance(value, int | float))
            if cell not in (len(filled), len(table.rows)) and abs(cell - total) > 0.005:
                notes.append(
                    _("Baris %(number)d menyebut %(value)s di kolom %(letters)s “%(title)s”; barisnya %(rows)s.")
                    % {
                        "number": number,
                        "value": quote_cell(format_cell(cell)),
                        "letters": heading.letters,
                        "title": heading.title or heading.nickname,
                        "rows": len(filled),
                    }
                )
    return notes


def apply_corrections(row: Row, written: Mapping[str, Any]) -> None:
    """Store corrections beside the raw cells. A value equal to the raw cell is no correction; "" empties the cell."""
    kind = row.batch.import_kind
    raw, kept = row.part("raw"), row.part("corrections")
    for code in kind.by_code.keys() & written.keys():
        kept.pop(code, None)
        if format_cell(written[code]).strip() != format_cell(raw.get(code)):
            kept[code] = written[code]
    row.corrections = {code: value for code, value in kept.items() if code not in kind.private}
    if kind.private:
        sealed = json.loads(row.sealed) if row.sealed else {"raw": {}, "cleaned": {}}
        sealed["corrections"] = {code: value for code, value in kept.items() if code in kind.private}
        row.sealed = json.dumps(sealed)
