"""What this room holds of people. Of an erased person the bytes go as well (`services.erase_files`)."""

from django.utils.translation import gettext_lazy as _

from krs_portal.files.models import Attachment
from krs_portal.kit.personal import BLANKED, Holding

HOLDINGS = [
    Holding(
        Attachment,
        whose=_("orang yang fotonya atau berkasnya dilampirkan"),
        purpose=_("bukti layanan dan keadaan rumah"),
        seen_by=_("petugas dan kepala unit yang mencatatnya"),
        kept=_("selama catatan yang dilampirinya; 90 hari sesudah dihapus"),
        columns=("content", "thumbnail"),
        stubs={"title": BLANKED, "original_name": BLANKED, "taken_on": None},
    ),
]
