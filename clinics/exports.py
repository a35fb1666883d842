"""Ledger rows as a file that spreadsheets open: the rows of a page, all of them, one at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from clinics import sources
from clinics.models import LedgerEntry

FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"  # by it a spreadsheet knows that this is UTF-8


class Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> str:
        return value


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def ledger_csv(entries: Iterable[LedgerEntry]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield BOM + writer.writerow(
        [
            _("Entri"),
            _("Kode unit"),
            _("Indikator"),
            _("Aturan"),
            _("Terjadi"),
            _("Dicatat"),
            _("Sumber"),
            _("Nomor sumber"),
            _("Jumlah"),
            _("Membalik entri"),
            _("Pengecualian"),
        ]
    )
    for entry in entries:
        kind = sources.get(entry.source_kind)
        row = [
            entry.pk,
            entry.office.code,
            entry.indicator.code,
            f"v{entry.rule.version}",
            entry.happened_on.isoformat(),
            entry.recorded_at.isoformat(timespec="seconds"),
            str(kind.label) if kind else entry.source_kind,
            entry.source_key,
            entry.quantity,
            entry.reversal_of_id,
            entry.exception.reason if entry.exception else "",
        ]
        yield writer.writerow([harmless(value) for value in row])
