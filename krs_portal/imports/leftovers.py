"""The account of a workbook: every sheet, column, row and cell that was not read, and what is read though hidden.

Nothing is left out in silence, because what is missing in a sum is only found by who knows that it is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from krs_portal.imports.enums import LeftoverPart, LeftoverReason
from krs_portal.imports.kinds import ImportKind
from krs_portal.imports.tables import ColumnHeading, SheetTable, find_table
from krs_portal.imports.values import is_blank_cell
from krs_portal.imports.workbooks import CsvWorkbook, ExcelWorkbook, SourceSheet, UnreadableWorkbook

READ_TO_COUNT = 5_000  # filled rows; a larger sheet is not read only to be counted
NAMED = 12  # so many row numbers or cells are named, the rest is counted

Leftover = dict[str, Any]  # part, reason, name, count (of filled rows), sum; plain JSON, kept with the batch


@dataclass(frozen=True)
class Reading:
    """A workbook as it was read: what its leftovers are told from."""

    book: ExcelWorkbook | CsvWorkbook
    sheet: SourceSheet
    table: SheetTable
    mapping: dict[str, str]
    kind: ImportKind
    hidden: list[int]  # rows of data that are hidden
    reads_hidden_rows: bool
    merged_once: dict[str, list[int]]


def list_leftovers(reading: Reading) -> list[Leftover]:
    """All that was left out, the largest parts first."""
    return [
        *list_other_sheets(reading),
        *list_unmapped_columns(reading),
        *list_hidden_parts(reading),
        *list_left_rows(reading.table),
        *([build_leftover("CELL", "FAR", join_some(reading.sheet.strays), None)] if reading.sheet.strays else []),
        *list_figures_counted_once(reading),
        *list_forgiven_columns(reading),
    ]


def build_leftover(part: str, reason: str, name: str, count: int | None, total: float | None = None) -> Leftover:
    return {
        "part": LeftoverPart(part).value,
        "reason": LeftoverReason(reason).value,
        "name": name,
        "count": count,
        "sum": total,
    }


def name_column(heading: ColumnHeading) -> str:
    return f"{heading.letters} {heading.title or heading.nickname}".strip()


def join_some(names: Iterable[Any]) -> str:
    listed = [str(name) for name in names]
    return ", ".join(listed[:NAMED]) + (" …" if len(listed) > NAMED else "")


def list_other_sheets(reading: Reading) -> list[Leftover]:
    return [
        build_leftover(
            LeftoverPart.SHEET,
            LeftoverReason.NOT_CHOSEN if is_visible else LeftoverReason.HIDDEN_SHEET,
            name,
            count_sheet_rows(reading, name),
        )
        for name, is_visible in reading.book.sheets
        if name != reading.sheet.name
    ]


def count_sheet_rows(reading: Reading, name: str) -> int | None:
    """The rows below the header of another sheet, of a large one all that hold anything.

    None if it is damaged, which is no reason to refuse the sheet that was chosen.
    """
    try:
        filled = reading.book.count_rows(name)
        return len(find_table(reading.book.sheet(name), reading.kind).rows) if filled <= READ_TO_COUNT else filled
    except UnreadableWorkbook:
        return None


def list_unmapped_columns(reading: Reading) -> list[Leftover]:
    """Columns with anything in them that fill nothing. No sums where they might be a person's."""
    found = []
    for heading in reading.table.headings:
        if str(heading.index) in reading.mapping:
            continue
        cells = [row[heading.index] for _number, row in reading.table.rows if heading.index < len(row)]
        filled = [cell for cell in cells if not is_blank_cell(cell)]
        if not filled:
            continue
        numbers = [cell for cell in filled if isinstance(cell, int | float) and not isinstance(cell, bool)]
        is_serial = len(filled) > 1 and numbers == list(range(1, len(filled) + 1))
        has_sum = len(numbers) == len(filled) and not is_serial and not reading.kind.private
        reason = LeftoverReason.SERIAL if is_serial else LeftoverReason.UNMAPPED
        found.append(
            build_leftover("COLUMN", reason, name_column(heading), len(filled), sum(numbers) if has_sum else None)
        )
    return found


def list_hidden_parts(reading: Reading) -> list[Leftover]:
    """Hidden columns that are read, and hidden rows, read or not."""
    found = [
        build_leftover("COLUMN", "HIDDEN_COLUMN_READ", name_column(heading), None)
        for heading in reading.table.headings
        if heading.index in reading.sheet.hidden_columns and str(heading.index) in reading.mapping
    ]
    if reading.hidden:
        reason = LeftoverReason.HIDDEN_ROW_READ if reading.reads_hidden_rows else LeftoverReason.HIDDEN_ROW
        found.append(build_leftover("ROW", reason, join_some(reading.hidden), len(reading.hidden)))
    return found


def list_left_rows(table: SheetTable) -> list[Leftover]:
    rows: dict[LeftoverReason, list[int]] = {}
    for number, reason in sorted(table.left_rows.items()):
        rows.setdefault(reason, []).append(number)
    return [build_leftover("ROW", reason, join_some(numbers), len(numbers)) for reason, numbers in rows.items()]


def list_figures_counted_once(reading: Reading) -> list[Leftover]:
    return [
        build_leftover(
            "COLUMN", "MERGED_ONCE", f"{reading.kind.by_code[code].title}: {join_some(sorted(rows))}", len(rows)
        )
        for code, rows in reading.merged_once.items()
    ]


def list_forgiven_columns(reading: Reading) -> list[Leftover]:
    """Columns whose broken formulas count as unknown: said once for the column, not at each row."""
    forgiving = {index: code for index, code in reading.mapping.items() if reading.kind.by_code[code].forgives_errors}
    found = []
    for heading in reading.table.headings:
        if str(heading.index) in forgiving:
            numbers = [number for number, _cells in reading.table.rows]
            broken = sum(heading.index in reading.sheet.broken.get(number, ()) for number in numbers)
            if broken:
                found.append(build_leftover("COLUMN", "BROKEN", name_column(heading), broken))
    return found
