"""The import kind `occupants`: who lives in which unit, one row for each household."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as t

from krs_portal.imports.kinds import ImportKind
from monitoring.occupants import policies
from monitoring.occupants.imports.checking import build_household_key, check_occupant_rows
from monitoring.occupants.imports.columns import COLUMNS
from monitoring.occupants.imports.writing import commit_occupant_rows, undo_occupant_import

KIND = ImportKind(
    code="occupants",
    title=t("Penghuni rusun dan rusus"),
    columns=COLUMNS,
    key=build_household_key,
    check=check_occupant_rows,
    commit=commit_occupant_rows,
    undo=undo_occupant_import,
    why_not_see=policies.why_not_see_occupant_rows,
    why_not_import=policies.why_not_import_occupants,
    rows_url=lambda batch: reverse("monitoring:people"),
    intro=t(
        "Satu baris satu rumah tangga. Unitnya harus sudah ada pada daftar unit. NIK, KK, dan data keuangan disimpan "
        "tersandi dan disamarkan. Kode wilayah NIK yang tidak dikenal tidak menahan baris; ia ditandai pada halaman "
        "rumah tangganya."
    ),
)
