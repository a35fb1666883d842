"""Workbooks to take away: an empty one with its lists, and the rows that wait with the reason beside each."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.imports.corrections import NUMBER_TITLE
from krs_portal.imports.kinds import Column, ImportKind
from krs_portal.imports.models import Batch, Row
from krs_portal.kit.cells import begins_like_a_formula

LISTED_ROWS = 5_000  # how far down the template offers its lists
LISTS = "Pilihan"


def book() -> tuple[Any, io.BytesIO]:
    import xlsxwriter

    made = io.BytesIO()
    return xlsxwriter.Workbook(made, {"strings_to_formulas": False, "strings_to_urls": False}), made


def template(kind: ImportKind) -> bytes:
    """Titles to fill in below, lists where only certain words are understood, and a sheet that explains each column."""
    workbook, made = book()
    page, guide = workbook.add_worksheet(_("Isian")), workbook.add_worksheet(_("Petunjuk"))
    lists = workbook.add_worksheet(LISTS)
    lists.hide()
    head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    needed = workbook.add_format(
        {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "bg_color": "#FFF4D6"}
    )
    as_text = workbook.add_format({"num_format": "@"})
    page.freeze_panes(1, 0)
    for place, column in enumerate(kind.columns):
        page.set_column(
            place, place, max(12, min(32, len(str(column.title)) + 4)), as_text if column.is_private else None
        )
        page.write_string(0, place, str(column.title), needed if column.required else head)
        if column.choices:
            for line, choice in enumerate(column.choices):
                lists.write_string(line, place, choice)
            source = f"={LISTS}!{cell(0, place)}:{cell(len(column.choices) - 1, place)}"
            page.data_validation(
                1, place, LISTED_ROWS, place,
                {"validate": "list", "source": source, "error_title": _("Tidak dikenal"),
                 "error_message": _("Pilih dari daftar."), "error_type": "warning"},
            )  # fmt: skip
    explain(guide, kind.columns, head)
    workbook.close()
    return made.getvalue()


def cell(line: int, place: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(line, place, row_abs=True, col_abs=True))


def explain(guide: Any, columns: Iterable[Column], head: Any) -> None:
    titles = (_("Kolom"), _("Wajib"), _("Penjelasan"), _("Contoh"), _("Pilihan"))
    for place, (title, width) in enumerate(zip(titles, (32, 8, 60, 28, 60), strict=True)):
        guide.set_column(place, place, width)
        guide.write_string(0, place, title, head)
    for line, column in enumerate(columns, start=1):
        told = (
            column.title,
            _("ya") if column.required else "",
            column.help,
            column.example,
            ", ".join(column.choices),
        )
        for place, text in enumerate(told):
            guide.write_string(line, place, str(text))


def errors(batch: Batch, rows: Iterable[Row]) -> bytes:
    """The rows that wait, as they stand. Filled in, it goes in again: `corrections.read` finds the rows by number."""
    kind = batch.import_kind
    workbook, made = book()
    page = workbook.add_worksheet(_("Perbaikan"))
    looks = {
        (marked, quoted): workbook.add_format(
            {"text_wrap": False, "quote_prefix": quoted} | ({"bg_color": "#FCE8E6"} if marked else {})
        )
        for marked in (False, True)
        for quoted in (False, True)
    }
    head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    page.freeze_panes(1, 2)
    page.set_column(1, 1, 60)
    page.set_column(2, len(kind.columns) + 1, 18)
    for place, title in enumerate((NUMBER_TITLE, _("Alasan"), *(column.title for column in kind.columns))):
        page.write_string(0, place, str(title), head)
    for line, row in enumerate(rows, start=1):
        written = row.written
        wrong = {problem["column"] for problem in row.problems}
        page.write_number(line, 0, row.number)
        put(page, line, 1, reason(row, kind), looks, marked=False)
        for place, column in enumerate(kind.columns, start=2):
            put(page, line, place, written.get(column.code, ""), looks, marked=column.code in wrong)
    workbook.close()
    return made.getvalue()


def reason(row: Row, kind: ImportKind) -> str:
    """ "Jumlah unit: Wajib diisi. Kabupaten: …"."""
    told = []
    for problem in row.problems:
        column = kind.by_code.get(problem["column"])
        told.append(f"{column.title}: {problem['text']}" if column else problem["text"])
    return " ".join(told)


def put(page: Any, line: int, place: int, value: Any, looks: dict[tuple[bool, bool], Any], *, marked: bool) -> None:
    if isinstance(value, bool):
        page.write_boolean(line, place, value, looks[marked, False])
    elif isinstance(value, int | float):
        page.write_number(line, place, value, looks[marked, False])
    elif value == "":
        page.write_blank(line, place, None, looks[marked, False])
    else:
        page.write_string(line, place, str(value), looks[marked, begins_like_a_formula(str(value))])
