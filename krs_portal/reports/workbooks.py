"""Tables of a document as XLSX and CSV: numbers and dates as such, text that stays text."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from krs_portal.kit.cells import create_workbook, neutralise_formula, write_cell

HEAD = 2  # the line of the column titles, counted from 0; rows begin below it
TEXT, NUMBER, EXACT, PERCENT, DAY = "text", "number", "exact", "percent", "day"
# Separators follow the reader's locale; the months are Indonesian everywhere.
DISPLAY = {NUMBER: "#,##0", EXACT: "General", PERCENT: "0.00%", DAY: "[$-421]d mmmm yyyy"}


@dataclass(frozen=True)
class SheetColumn:
    title: str
    kind: str = TEXT
    width: int = 14


@dataclass(frozen=True)
class ReportSheet:
    """`total` is the last row; notes stand below it."""

    name: str
    title: str
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[Any]]
    total: Sequence[Any] | None = None
    notes: Sequence[str] = ()


def build_xlsx(sheets: Sequence[ReportSheet], *, title: str, code: str) -> bytes:
    """One worksheet a sheet, written row by row (constant memory).

    Heads stay in sight and filter, each printed page carries the code, and a total that adds its column is a formula.
    """
    from xlsxwriter.utility import xl_range

    book, made = create_workbook(constant_memory=True)
    book.set_properties({"title": title, "comments": code})
    looks = {
        (kind, bold): book.add_format(
            {"bold": bold, "top": int(bold), "num_format": DISPLAY.get(kind, "@"), "text_wrap": kind == TEXT}
            | {"valign": "top"}
        )
        for kind in (TEXT, NUMBER, EXACT, PERCENT, DAY)
        for bold in (False, True)
    }
    quoted = book.add_format({"quote_prefix": True, "num_format": "@", "text_wrap": True, "valign": "top"})
    heading = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD)
        page.freeze_panes(HEAD + 1, 0)
        page.set_footer(f"&L{code}&C&A&R&P / &N")
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width)
        page.write_string(0, 0, sheet.title, heading)
        for place, column in enumerate(sheet.columns):
            page.write_string(HEAD, place, column.title, head)
        line = HEAD + 1
        for row in sheet.rows:
            for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
                write_sheet_cell(page, line, place, value, column.kind, looks[column.kind, False], quoted)
            line += 1
        if sheet.rows:
            page.autofilter(HEAD, 0, line - 1, len(sheet.columns) - 1)
        if sheet.total:
            for place, (column, value) in enumerate(zip(sheet.columns, sheet.total, strict=True)):
                if adds_column(sheet, place):
                    cells = xl_range(HEAD + 1, place, line - 1, place)
                    page.write_formula(line, place, f"=SUM({cells})", looks[column.kind, True], value)
                else:
                    write_sheet_cell(page, line, place, value, column.kind, looks[column.kind, True], quoted)
            line += 1
        for below, note in enumerate(sheet.notes, start=1):
            page.write_string(line + below, 0, note)
    book.close()
    return made.getvalue()


def adds_column(sheet: ReportSheet, place: int) -> bool:
    """Whether the total of a column is the sum of its rows; a percentage or a distinct count is not."""
    total, numbers = (sheet.total or ())[place], [row[place] for row in sheet.rows if row[place] is not None]
    return sheet.columns[place].kind == NUMBER and total is not None and bool(numbers) and sum(numbers) == total


def write_sheet_cell(page: Any, line: int, place: int, value: Any, kind: str, look: Any, quoted: Any) -> None:
    """Percentages are stored in points (82,34); Excel's are fractions."""
    is_share = kind == PERCENT and value is not None and not isinstance(value, str)
    write_cell(page, line, place, value / 100 if is_share else value, look, quoted)


def build_csv(sheet: ReportSheet) -> bytes:
    """One sheet for machines: decimal point, ISO days, UTF-8 with its mark so that Excel reads it."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow([column.title for column in sheet.columns])
    for row in [*sheet.rows, *([sheet.total] if sheet.total else [])]:
        writer.writerow([format_csv_value(value) for value in row])
    return made.getvalue().encode("utf-8-sig")


def format_csv_value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return neutralise_formula(value)
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
