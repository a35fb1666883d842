"""Reads the error workbook that was filled in. Rows are found by their number in the first workbook."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from krs_portal.imports import tables, workbooks
from krs_portal.imports.models import Batch
from krs_portal.imports.values import normalise_text
from krs_portal.imports.workbooks import convert_cell_to_json

NUMBER_TITLE = "Baris asal"  # as `exports.build_error_workbook` writes it; not translated, so that it is found again


def read_corrections(batch: Batch, file_name: str, content: bytes) -> dict[int, dict[str, Any]]:
    """Read an error workbook that came back: row number → values by column. A blank cell empties what was there."""
    kind = batch.import_kind
    book = workbooks.open_workbook(content, file_name)
    for name in book.sheet_names:
        table = tables.find_table(book.sheet(name), kind)
        numbers = next(
            (h.index for h in table.headings if normalise_text(h.title) == normalise_text(NUMBER_TITLE)), None
        )
        if numbers is not None:
            break
    else:
        raise workbooks.UnreadableWorkbook(
            _("Ini bukan buku perbaikan dari impor ini: kolom “%s” tidak ada.") % NUMBER_TITLE
        )
    mapping = {int(index): code for index, code in tables.guess_column_mapping(table, kind).items()}
    told = {}
    for _number, cells in table.rows:
        row = cells[numbers] if numbers < len(cells) else ""
        if isinstance(row, str) and row.strip().isdigit():
            row = int(row)
        if isinstance(row, int | float):
            told[int(row)] = {
                code: convert_cell_to_json(cells[at]) if at < len(cells) else "" for at, code in mapping.items()
            }
    if not told:
        raise workbooks.UnreadableWorkbook(_("Buku perbaikan ini tidak berisi baris."))
    return told
