"""The import kind `consultations`: an office's logbook, one line for each consultation that was given."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as t

from consultations.counter import policies
from consultations.counter.imports.checking import build_line_key, check_logbook_rows
from consultations.counter.imports.columns import COLUMNS, list_topic_columns
from consultations.counter.services.logbooks import enter_logbook_rows, void_logbook_rows
from krs_portal.imports.kinds import ImportKind

KIND = ImportKind(
    code="consultations",
    title=t("Buku catatan konsultasi"),
    columns=COLUMNS,
    more=list_topic_columns,
    key=build_line_key,
    check=check_logbook_rows,
    commit=enter_logbook_rows,
    undo=void_logbook_rows,
    why_not_see=policies.why_not_see_logbooks,
    why_not_import=policies.why_not_import_logbook,
    rows_url=lambda batch: f"{reverse('consultations:list')}?sort=recorded",
    intro=t(
        "Satu baris satu konsultasi yang sudah selesai; satu kelas satu baris dengan jumlah orangnya. Baris yang masuk "
        "dihitung pada tanggal layanannya. NIK disimpan tersandi dan disamarkan."
    ),
)
