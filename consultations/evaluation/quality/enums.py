from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class QualityKind(models.TextChoices):
    """What is looked for among the closed consultations. The values stand in addresses."""

    LATE = "terlambat", _("Terlambat dicatat")
    INEXACT = "waktu", _("Waktu tidak akurat")
    FACTS = "isian", _("Isian topik kosong")
    DOUBLE = "kembar", _("Mungkin tercatat dua kali")
    OUTLIER = "pencilan", _("Hari luar biasa")
    UNATTENDED = "tanpa-hadir", _("Kelompok tanpa daftar hadir")
    UNSEEN = "rumah", _("Rumah belum dilihat")

    @property
    def meaning(self) -> str:
        return str(MEANINGS[self])


MEANINGS = {
    QualityKind.LATE: _("ditutup lebih dari 7 hari sesudah tanggal layanannya"),
    QualityKind.INEXACT: _("waktu datangnya ditulis kemudian, bukan saat orangnya datang"),
    QualityKind.FACTS: _("ada topik yang menanyakan isian, tetapi tidak satu pun dijawab"),
    QualityKind.DOUBLE: _("ada catatan lain di unit itu pada hari yang sama dengan nama atau orang yang sama"),
    QualityKind.OUTLIER: _("pada hari itu layanan unit lima kali biasanya atau lebih, paling sedikit 10"),
    QualityKind.UNATTENDED: _("tanpa seorang pun yang tercatat hadir dan tanpa lampiran"),
    QualityKind.UNSEEN: _("rumah yang dibantu tanpa titik peta dan tanpa kunjungan lapangan"),
}
ALL, DISPUTED = "semua", "diperdebatkan"  # of an address, beside the kinds
