"""Ledger rows as CSV for spreadsheets, written one row at a time so that memory does not grow with the export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from clinics.models import LedgerEntry
from clinics.sources import SOURCE_KINDS
from krs_portal.kit.cells import write_csv


def write_ledger_csv(entries: Iterable[LedgerEntry]) -> Iterator[str]:
    return write_csv(list_ledger_rows(entries))


def list_ledger_rows(entries: Iterable[LedgerEntry]) -> Iterator[list[Any]]:
    yield [
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
    for entry in entries:
        kind = SOURCE_KINDS.find(entry.source_kind)
        yield [
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
