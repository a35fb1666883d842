"""Cells of spreadsheets. Text that begins like a formula must stay text when somebody opens the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import IO, Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BLOCK = 500  # rows that are sent together: a row alone costs more to send than to write
BOM = "\ufeff"  # by it a spreadsheet knows that the file is UTF-8


def begins_like_formula(text: str) -> bool:
    """Such text is written to a workbook with a quote prefix, which does not change what is shown."""
    return text.startswith(FORMULA_STARTS)


def neutralise_formula(text: str) -> str:
    """Put a quote before text that begins like a formula; CSV has no other way."""
    return "'" + text if begins_like_formula(text) else text


def create_workbook(made: IO[bytes] | None = None, **options: Any) -> tuple[Any, Any]:
    """A workbook to write into, and where its bytes are once it is closed: in `made`, or else in memory.

    Text becomes neither formula nor link.
    """
    import xlsxwriter

    made = io.BytesIO() if made is None else made
    return xlsxwriter.Workbook(made, {"strings_to_formulas": False, "strings_to_urls": False} | options), made


def write_cell(page: Any, line: int, place: int, value: Any, look: Any, quoted: Any) -> None:
    """Write a value as what it is. `quoted` is the look of text that begins like a formula: it has a quote prefix."""
    if value is None or value == "":
        page.write_blank(line, place, None, look)
    elif isinstance(value, bool):
        page.write_boolean(line, place, value, look)
    elif isinstance(value, int | float | Decimal):
        page.write_number(line, place, value, look)
    elif isinstance(value, date):
        page.write_datetime(line, place, value, look)
    else:
        page.write_string(line, place, str(value), quoted if begins_like_formula(str(value)) else look)


def write_csv(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """CSV for spreadsheets in blocks of rows, so that memory does not grow with the file. Numbers stay numbers."""
    yield BOM
    rest = iter(rows)
    while block := list(islice(rest, BLOCK)):
        written = io.StringIO()
        csv.writer(written).writerows(
            [neutralise_formula(value) if isinstance(value, str) else value for value in row] for row in block
        )
        yield written.getvalue()
