"""What this room holds of people."""

from django.utils.translation import gettext_lazy as _

from krs_portal.kit.personal import Basis, Holding
from krs_portal.rights.models import DataRequest

HOLDINGS = [
    Holding(
        DataRequest,
        whose=_("siapa pun yang meminta"),
        purpose=_("menjawab permintaan tentang data pribadi dan membuktikan bahwa dijawab"),
        basis=Basis.LEGAL_DUTY,
        seen_by=_("petugas dan kepala unit yang menjawab"),
        kept=_("isinya sampai datanya dihapus; nomor dan tanggalnya tetap"),
        columns=("answer",),
        stubs={"words": None},
    ),
]
