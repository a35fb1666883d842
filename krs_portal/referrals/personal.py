"""What this room holds of people."""

from django.utils.translation import gettext_lazy as _

from krs_portal.kit.personal import BLANKED, ERASED, Basis, Holding
from krs_portal.referrals.models import Partner, Referral, ReferralStep

SEEN_BY = _("petugas unit yang merujuk; mitra melihat hanya yang disetujui")
KEPT = _("lima tahun sesudah layanan terakhir")

HOLDINGS = [
    Holding(
        Partner,
        whose=_("narahubung mitra"),
        purpose=_("mengirim rujukan dan menanyakan jawabannya"),
        seen_by=_("petugas klinik"),
        kept=_("selama mitranya menerima rujukan"),
        columns=("contact", "email", "phone", "note"),
    ),
    Holding(
        Referral,
        whose=_("orang yang dirujuk"),
        purpose=_("menyerahkan permohonan kepada mitra dan mengetahui jawabannya"),
        basis=Basis.CONSENT,
        seen_by=SEEN_BY,
        kept=KEPT,
        stubs={
            "name": ERASED,
            "phone": "",
            "address": None,
            "nik_ciphertext": None,
            "note": ERASED,
            "reason": BLANKED,
        },
    ),
    Holding(
        ReferralStep,
        whose=_("orang yang dirujuk"),
        purpose=_("mencatat jalannya rujukan"),
        basis=Basis.CONSENT,
        seen_by=SEEN_BY,
        kept=KEPT,
        stubs={"remark": BLANKED},
        guards=("append_only",),
    ),
]
