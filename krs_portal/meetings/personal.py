"""What this room holds of people."""

from django.utils.translation import gettext_lazy as _

from krs_portal.kit.personal import Basis, Holding
from krs_portal.meetings.models import Attendance, Decision, Invitation

HOLDINGS = [
    Holding(
        model,
        whose=_("peserta rapat"),
        purpose=_("mengundang, mencatat kehadiran, dan menagih tindak lanjut"),
        basis=Basis.LEGAL_DUTY,
        seen_by=_("peserta dan unit yang mengundang"),
        kept=_("selama risalah rapatnya, menurut jadwal retensi arsip"),
        columns=columns,
    )
    for model, columns in (
        (Invitation, ("name", "email", "phone", "note")),
        (Attendance, ("organisation", "name", "position")),
        (Decision, ("owner_name",)),
    )
]
