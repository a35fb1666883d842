"""What this room holds of people."""

from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.models import User
from krs_portal.kit.personal import Basis, Holding

HOLDINGS = [
    Holding(
        User,
        whose=_("pegawai yang memakai portal"),
        purpose=_("masuk, dan mengetahui siapa melakukan apa"),
        basis=Basis.LEGAL_DUTY,
        seen_by=_("rekan di unitnya, administrator, auditor"),
        kept=_("selama catatan yang ditandatanganinya"),
        columns=("email", "name", "nip", "position"),
    ),
]
