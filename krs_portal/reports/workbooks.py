"""Tables of a document as XLSX and CSV: real numbers and dates, and text that stays text."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from krs_portal.kit.cells import begins_like_a_formula, neutral

TEXT, NUMBER, PERCENT, DAY = "text", "number", "percent", "day"
# Separators follow the reader's locale; the months are Indonesian everywhere.
DISPLAY = {NUMBER: "#,##0", PERCENT: "0.00%", DAY: "[$-421]d mmmm yyyy"}


@dataclass(frozen=True)
class Column:
    title: str
    kind: str = TEXT
    width: int = 14


@dataclass(frozen=True)
class Sheet:
    """`total` is the last row, set apart; notes stand below."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    total: Sequence[Any] | None = None
    notes: Sequence[str] = ()


def xlsx(sheets: Sequence[Sheet], *, title: str, code: str) -> bytes:
    """One worksheet a sheet, written row by row (constant memory)."""
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "comments": code})
    looks = {
        (kind, bold): book.add_format({"bold": bold, "top": int(bold), "num_format": DISPLAY.get(kind, "@")})
        for kind in (TEXT, NUMBER, PERCENT, DAY)
        for bold in (False, True)
    }
    quoted = book.add_format({"quote_prefix": True, "num_format": "@"})
    heading = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(2)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width)
        page.write_string(0, 0, sheet.title, heading)
        for place, column in enumerate(sheet.columns):
            page.write_string(2, place, column.title, head)
        rows = [(row, False) for row in sheet.rows] + ([(sheet.total, True)] if sheet.total else [])
        line = 3
        for row, bold in rows:
            for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
                put(page, line, place, value, column.kind, looks[column.kind, bold], quoted)
            line += 1
        for below, note in enumerate(sheet.notes, start=1):
            page.write_string(line + below, 0, note)
    book.close()
    return made.getvalue()


def put(page: Any, line: int, place: int, value: Any, kind: str, look: Any, quoted: Any) -> None:
    """A blank stays blank; text that looks like a formula is marked as text."""
    if value is None:
        page.write_blank(line, place, None, look)
    elif isinstance(value, str):
        page.write_string(line, place, value, quoted if begins_like_a_formula(value) else look)
    elif isinstance(value, date):
        page.write_datetime(line, place, value, look)
    else:
        page.write_number(line, place, value / 100 if kind == PERCENT else value, look)


def comma_separated(sheet: Sheet) -> bytes:
    """One sheet for machines: decimal point, ISO days, UTF-8 with its mark so that Excel reads it."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow([column.title for column in sheet.columns])
    for row in [*sheet.rows, *([sheet.total] if sheet.total else [])]:
        writer.writerow([plain(value) for value in row])
    return made.getvalue().encode("utf-8-sig")


def plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
