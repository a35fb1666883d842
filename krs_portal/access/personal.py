"""What this room holds of people."""

from django.utils.translation import gettext_lazy as _

from krs_portal.access.models import KnownDevice
from krs_portal.kit.personal import Holding

HOLDINGS = [
    Holding(
        KnownDevice,
        whose=_("pegawai yang memakai portal"),
        purpose=_("memberi tahu bila akun dipakai dari perangkat baru"),
        seen_by=_("pemilik akun dan administrator"),
        kept=_("sampai setahun tidak dipakai"),
        columns=("browser", "first_seen_at", "last_seen_at"),
    ),
]
