"""What this room holds of people: the cells of a workbook, until the rows that were made of them are erased."""

from django.utils.translation import gettext_lazy as _

from krs_portal.imports.models import Row, Workbook
from krs_portal.kit.personal import Holding

SEEN_BY = _("petugas dan kepala unit yang mengunggah")

HOLDINGS = [
    Holding(
        Row,
        whose=_("orang di dalam buku kerja"),
        purpose=_("memasukkan catatan lama dan memperbaiki baris yang keliru"),
        seen_by=SEEN_BY,
        kept=_("selama catatan yang dihasilkannya"),
        stubs={
            "raw": {},
            "corrections": {},
            "cleaned": {},
            "sealed": None,
            "problems": [],
            "hints": [],
            "identity": "",
        },
    ),
    Holding(
        Workbook,
        whose=_("orang di dalam buku kerja"),
        purpose=_("membaca ulang berkas selama impor diperbaiki"),
        seen_by=SEEN_BY,
        kept=_("sampai data pertama di dalamnya dihapus, paling lama lima tahun"),
        stubs={"content": b"", "is_sealed": False},
    ),
]
