"""Workbooks to take away: an empty one with its lists, and the rows that wait with the reason beside each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.imports.corrections import NUMBER_TITLE
from krs_portal.imports.kinds import ImportColumn, ImportKind
from krs_portal.imports.models import Batch, Row
from krs_portal.kit.cells import create_workbook, write_cell

LISTED_ROWS = 5_000  # how far down the template offers its lists
LISTS = "Pilihan"


def build_template_workbook(kind: ImportKind) -> bytes:
    """Titles to fill in below, lists where only certain words are understood, and a sheet that explains each column."""
    workbook, made = create_workbook()
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
            source = f"={LISTS}!{build_cell_address(0, place)}:{build_cell_address(len(column.choices) - 1, place)}"
            page.data_validation(
                1, place, LISTED_ROWS, place,
                {"validate": "list", "source": source, "error_title": _("Tidak dikenal"),
                 "error_message": _("Pilih dari daftar."), "error_type": "warning"},
            )  # fmt: skip
    write_guide(guide, kind.columns, head)
    workbook.close()
    return made.getvalue()


def build_cell_address(line: int, place: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(line, place, row_abs=True, col_abs=True))


def write_guide(guide: Any, columns: Iterable[ImportColumn], head: Any) -> None:
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


def build_error_workbook(batch: Batch, rows: Iterable[Row]) -> bytes:
    """The waiting rows as a workbook to correct; `corrections.read_corrections` finds the rows again by number."""
    kind = batch.import_kind
    workbook, made = create_workbook()
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
        write_marked_cell(page, line, 1, describe_problems(row, kind), looks, marked=False)
        for place, column in enumerate(kind.columns, start=2):
            write_marked_cell(page, line, place, written.get(column.code, ""), looks, marked=column.code in wrong)
    workbook.close()
    return made.getvalue()


def describe_problems(row: Row, kind: ImportKind) -> str:
    """ "Jumlah unit: Wajib diisi. Kabupaten: …"."""
    told = []
    for problem in row.problems:
        column = kind.by_code.get(problem["column"])
        told.append(f"{column.title}: {problem['text']}" if column else problem["text"])
    return " ".join(told)


def write_marked_cell(
    page: Any, line: int, place: int, value: Any, looks: dict[tuple[bool, bool], Any], *, marked: bool
) -> None:
    write_cell(page, line, place, value, looks[marked, False], looks[marked, True])
