"""The error workbook, coming back: its rows by the number they have in the first workbook."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from krs_portal.imports import tables, workbooks
from krs_portal.imports.models import Batch
from krs_portal.imports.values import normal
from krs_portal.imports.workbooks import plain

NUMBER_TITLE = "Baris asal"  # as `exports.errors` writes it; not translated, so that it is found again


def read(batch: Batch, file_name: str, content: bytes) -> dict[int, dict[str, Any]]:
    """Row number → what stands in its columns now. A blank cell empties what stood there."""
    kind = batch.import_kind
    book = workbooks.opened(content, file_name)
    for name in book.sheet_names:
        table = tables.found_in(book.sheet(name), kind)
        numbers = next((h.index for h in table.headings if normal(h.title) == normal(NUMBER_TITLE)), None)
        if numbers is not None:
            break
    else:
        raise workbooks.Unreadable(_("Ini bukan buku perbaikan dari impor ini: kolom “%s” tidak ada.") % NUMBER_TITLE)
    mapping = {int(index): code for index, code in tables.guessed(table, kind).items()}
    told = {}
    for _number, cells in table.rows:
        row = cells[numbers] if numbers < len(cells) else ""
        if isinstance(row, str) and row.strip().isdigit():
            row = int(row)
        if isinstance(row, int | float):
            told[int(row)] = {code: plain(cells[at]) if at < len(cells) else "" for at, code in mapping.items()}
    if not told:
        raise workbooks.Unreadable(_("Buku perbaikan ini tidak berisi baris."))
    return told
