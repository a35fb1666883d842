"""The list of assistances as a file for spreadsheets: what the filter shows, written row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _

from consultations.counter.assistance.querysets import AssistanceQuerySet
from krs_portal.kit.cells import create_workbook, write_cell, write_csv
from krs_portal.kit.formats import format_person_name

CHUNK, MOST_ROWS = 2_000, 100_000
WIDTHS = (9, 8, 28, 28, 34, 24, 13, 18, 13, 13, 13, 11, 13, 24)


def list_assistance_heads() -> list[str]:
    return [
        _("Nomor"), _("Kode unit"), _("Bantuan"), _("Pemohon"), _("Alamat rumah"), _("Kab/kota rumah"),
        _("Diminta pada"), _("Status"), _("Rencana selesai"), _("Mulai dikerjakan"), _("Selesai"),
        _("Kemajuan (%)"), _("Rumah membaik pada"), _("Petugas"),
    ]  # fmt: skip


def list_assistance_rows(assistances: AssistanceQuerySet, served: Collection[int]) -> Iterator[list[Any]]:
    """One row an assistance, in the order of the queryset; names and addresses only of the offices served."""
    rows: Iterator[Any] = assistances.with_lines().iterator(CHUNK)
    for row in rows:
        known = row.office_id in served
        improvement = getattr(row, "improvement", None)
        yield [
            row.pk, row.office.code, row.get_kind_display(), format_person_name(row.applicant, known=known),
            row.house.address if known else "", str(row.house.region or ""), row.asked_on, row.get_state_display(),
            row.due_on, row.started_on, row.finished_on, row.progress,
            improvement.seen_on if improvement else None, str(row.officer),
        ]  # fmt: skip


def write_assistances_csv(rows: Iterable[list[Any]]) -> Iterator[str]:
    return write_csv(chain([list_assistance_heads()], rows))


def write_assistances_xlsx(rows: Iterable[list[Any]]) -> IO[bytes]:
    """A workbook with a frozen head and a filter over every column, in a file that goes away once it is closed."""
    # The answer that sends the file closes it.
    book, made = create_workbook(TemporaryFile(), constant_memory=True)  # noqa: SIM115
    page = book.add_worksheet(_("Bantuan rumah"))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    day, quoted = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"quote_prefix": True})
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    page.write_row(0, 0, list_assistance_heads(), bold)
    page.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            write_cell(page, last, column, value, day if isinstance(value, date) else None, quoted)
    page.autofilter(0, 0, last, len(WIDTHS) - 1)
    book.close()
    made.seek(0)
    return made
