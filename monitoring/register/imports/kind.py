"""The import kind `estates`: a province's or kab/kota's list of rusun and rusus, one row for each location."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as t

from krs_portal.imports.kinds import ImportKind
from monitoring.register import policies
from monitoring.register.imports.checking import build_estate_key, check_estate_rows
from monitoring.register.imports.columns import COLUMNS
from monitoring.register.imports.writing import commit_estate_rows, undo_estate_import

KIND = ImportKind(
    code="estates",
    title=t("Rusun dan rusus"),
    columns=COLUMNS,
    key=build_estate_key,
    check=check_estate_rows,
    commit=commit_estate_rows,
    undo=undo_estate_import,
    why_not_see=policies.why_not_read,
    why_not_import=policies.why_not_fill,
    rows_url=lambda batch: reverse("monitoring:estates"),
    intro=t("Satu baris untuk satu lokasi. Kosong berarti belum diketahui; nol hanya bila memang tidak ada."),
)
