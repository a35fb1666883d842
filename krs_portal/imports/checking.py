"""Rows are understood and sorted: ready, waiting for a correction with its reason, or there already."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from krs_portal.imports import sealing, tables
from krs_portal.imports.enums import RowState
from krs_portal.imports.kinds import Column, ImportKind, Line, Values
from krs_portal.imports.models import Row
from krs_portal.imports.values import NOT_CALCULATED, is_blank, quoted
from krs_portal.imports.workbooks import Cells, plain
from krs_portal.offices.models import Office

Written = dict[str, Any]
QUOTED = re.compile(r"“[^”]*”")


@dataclass(slots=True)
class Draft:
    """A row on its way into the table."""

    number: int
    raw: Written
    corrections: Written = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)
    identity: str = ""
    state: str = RowState.READY


def drafts(rows: Iterable[tuple[int, Cells]], mapping: Mapping[str, str], broken: Mapping[int, Mapping[int, str]]):
    """What stands in the columns that are mapped; a broken formula stands as its error word."""
    plan = sorted((int(index), code) for index, code in mapping.items())
    for number, cells in rows:
        width = len(cells)
        raw = {code: cells[at] for at, code in plan if at < width and cells[at] != ""}
        for code, value in raw.items():
            if type(value) not in (str, float, int):
                raw[code] = plain(value)
        if wrong := broken.get(number):
            raw.update((code, wrong[at]) for at, code in plan if at in wrong)
        yield Draft(number, raw)


def understand(found: Iterable[Draft], kind: ImportKind) -> None:
    """Parse every cell, each different one once. What cannot be parsed is a problem of its column."""
    known: dict[str, dict[Any, Any]] = {column.code: {} for column in kind.columns}
    nothing: Values = dict.fromkeys(known)
    required = [column.code for column in kind.columns if column.required]
    for draft in found:
        values = nothing.copy()
        problems = []
        for code, raw in (draft.raw | draft.corrections if draft.corrections else draft.raw).items():
            seen = known[code]
            if type(raw) is not bool and raw in seen:  # True is 1, in a dict
                values[code] = seen[raw]
                continue
            column = kind.by_code[code]
            try:
                values[code] = seen[raw] = read(column, raw)
            except (ValueError, ValidationError) as error:
                problems.append({"column": code, "text": said(error, column)})
        wrong = {problem["column"] for problem in problems}
        missing = [code for code in required if values[code] is None and code not in wrong]
        problems += [{"column": code, "text": _("Wajib diisi.")} for code in missing]
        draft.values, draft.problems = values, problems
        draft.identity = "" if problems else sealing.identity(kind.key(values))


def read(column: Column, raw: Any) -> Any:
    if raw == "":
        return None
    if tables.is_broken(raw):
        if column.forgives_errors:
            return None
        if raw == NOT_CALCULATED:
            raise ValueError(_("Sel ini berisi rumus tanpa hasil; buka dan simpan di Excel, atau tulis nilainya."))
        raise ValueError(_("Rumus di sel ini rusak (%s); tulis nilainya.") % raw)
    return column.parse(raw)


def said(error: Exception, column: Column) -> str:
    """The sentence of a refusal; of a private cell nothing is repeated."""
    text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    return QUOTED.sub("“…”", text) if column.is_private else text


def sort(
    found: list[Draft], kind: ImportKind, office: Office, by: Any, taken: Callable[[str], int | None] | None = None
) -> None:
    """Say of each row which state it is in. `taken` knows the rows of this batch that are not among `found`."""
    first: dict[str, int] = {}
    lines: list[tuple[Draft, Line]] = []
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
            lines.append((draft, Line(draft.number, draft.values)))
    if lines:
        kind.check([line for _draft, line in lines], office, by)
    for draft, line in lines:
        if line.problems or line.twin:
            judge(draft, line)


def judge(draft: Draft, line: Line) -> None:
    draft.problems = line.problems or [{"column": "", "text": line.twin}]
    draft.state = RowState.NEEDS_CORRECTION if line.problems else RowState.DUPLICATE


def as_columns(draft: Draft, kind: ImportKind) -> dict[str, Any]:
    """What the table keeps of a draft: what is private, sealed; of what was understood, nothing that is nothing."""
    raw, corrections, sealed = draft.raw, draft.corrections, None
    cleaned = {code: value for code, value in draft.values.items() if value is not None}
    private = kind.private
    if private and not (private.isdisjoint(raw) and private.isdisjoint(corrections) and private.isdisjoint(cleaned)):
        parts = {"raw": raw, "corrections": corrections, "cleaned": cleaned}
        sealed = json.dumps({name: {c: v for c, v in part.items() if c in private} for name, part in parts.items()})
        raw, corrections, cleaned = ({c: v for c, v in part.items() if c not in private} for part in parts.values())
    return {
        "number": draft.number, "state": draft.state, "raw": raw, "corrections": corrections, "cleaned": cleaned,
        "sealed": sealed, "problems": draft.problems, "identity": draft.identity,
    }  # fmt: skip


def line_of(row: Row, kind: ImportKind) -> Line:
    """A row as its kind commits it: every column there, unknown ones as None."""
    return Line(row.number, {column.code: None for column in kind.columns} | row.values)


def recheck(row: Row, by: Any) -> None:
    """One row anew, after a correction on the screen."""
    batch, kind = row.batch, row.batch.import_kind
    draft = Draft(row.number, row.part("raw"), row.part("corrections"))
    understand([draft], kind)
    others = Row.objects.filter(batch=batch).exclude(pk=row.pk).exclude(state=RowState.DUPLICATE)
    sort([draft], kind, batch.office, by, lambda identity: first_number(others.filter(identity=identity)))
    for name, value in as_columns(draft, kind).items():
        setattr(row, name, value)
    row.save()


def first_number(rows: Any) -> int | None:
    return rows.order_by("number").values_list("number", flat=True).first()


def totals_beside(table: tables.Table, mapping: Mapping[str, str], found: list[Draft], kind: ImportKind) -> dict:
    """The named sums as the file's own totals row has them, and as the rows have them."""
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


def strange_totals(table: tables.Table, mapping: Mapping[str, str], kind: ImportKind) -> list[str]:
    """Numbers in a totals row that are neither the sum nor the count of what stands in their column."""
    summed = {column.code for column in kind.columns if column.is_summed}
    notes = []
    for number, cells in table.totals:
        for heading in table.headings:
            cell = cells[heading.index] if heading.index < len(cells) else ""
            if not isinstance(cell, int | float) or mapping.get(str(heading.index)) in summed:
                continue
            below = [row[heading.index] for _n, row in table.rows if heading.index < len(row)]
            filled = [value for value in below if not is_blank(value)]
            total = sum(value for value in filled if isinstance(value, int | float))
            if cell not in (len(filled), len(table.rows)) and abs(cell - total) > 0.005:
                notes.append(
                    _("Baris %(number)d menyebut %(value)s di kolom %(letters)s “%(title)s”; barisnya %(rows)s.")
                    % {
                        "number": number,
                        "value": quoted(int(cell) if float(cell).is_integer() else cell),
                        "letters": heading.letters,
                        "title": heading.title or heading.nickname,
                        "rows": len(filled),
                    }
                )
    return notes


def correct(row: Row, written: Mapping[str, Any]) -> None:
    """Lay what was written over what the sheet says; the same as the sheet is no correction. "" empties the cell."""
    kind = row.batch.import_kind
    raw, kept = row.part("raw"), row.part("corrections")
    for code in kind.by_code.keys() & written.keys():
        kept.pop(code, None)
        if shown(written[code]).strip() != shown(raw.get(code)):
            kept[code] = written[code]
    row.corrections = {code: value for code, value in kept.items() if code not in kind.private}
    if kind.private:
        sealed = json.loads(row.sealed) if row.sealed else {"raw": {}, "cleaned": {}}
        sealed["corrections"] = {code: value for code, value in kept.items() if code in kind.private}
        row.sealed = json.dumps(sealed)


def shown(value: Any) -> str:
    """A cell as it stands in a form or an error workbook."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
