"""What this wing holds of people. Of an erased household its stay, its number of members and its estate stay."""

from django.utils.translation import gettext_lazy as _

from krs_portal.kit.personal import BLANKED, ERASED, Basis, Holding
from monitoring.occupants.models import Disclosure, Household, Member, Tenancy
from monitoring.occupants.objections import Objection
from monitoring.occupants.readiness.models import Referral

WHOSE = _("penghuni")
SEEN_BY = _("operator dinas pengelola; yang lain melihat inisial; data spesifik hanya untuk keperluan yang dicatat")
KEPT = _("selama tinggal dan lima tahun sesudahnya")

HOLDINGS = [
    Holding(
        Household,
        whose=WHOSE,
        purpose=_("mengetahui keadaan penghuni dan kesiapannya memiliki rumah"),
        basis=Basis.CONSENT,
        seen_by=SEEN_BY,
        kept=KEPT,
        columns=(
            "origin",
            "member_count",
            "marital_status",
            "education",
            "owns_house",
            "has_land",
            "wants_to_own",
            "in_welfare_data",
            "has_tapera",
        ),
        stubs={
            "name": ERASED,
            "kk_ciphertext": None,
            "kk_lookup": "",
            "phone": "",
            "occupation": "",
            "workplace": "",
            "income": None,
            "spouse_income": None,
            "savings": None,
            "instalment": None,
            "land_width": None,
            "land_length": None,
            "scheme": "",
            "decile": None,
            "documents": None,
            "doubts": [],
        },
    ),
    Holding(
        Member,
        whose=_("anggota rumah tangga, anak termasuk"),
        purpose=_("mengetahui siapa yang tinggal"),
        basis=Basis.CONSENT,
        seen_by=SEEN_BY,
        kept=KEPT,
        columns=("sex", "relation"),
        stubs={"name": ERASED, "nik_ciphertext": None, "nik_lookup": "", "born_on": None},
    ),
    Holding(
        Tenancy,
        whose=WHOSE,
        purpose=_("menghitung hunian dan tunggakan"),
        seen_by=SEEN_BY,
        kept=KEPT,
        stubs={"arrears": None, "has_arrears": None},
    ),
    Holding(
        Objection,
        whose=WHOSE,
        purpose=_("menjawab keberatan dan permintaan perbaikan"),
        basis=Basis.LEGAL_DUTY,
        seen_by=SEEN_BY,
        kept=KEPT,
        stubs={"text": ERASED, "answer": BLANKED},
    ),
    Holding(
        Referral,
        whose=WHOSE,
        purpose=_("mengusulkan rumah tangga kepada program"),
        basis=Basis.CONSENT,
        seen_by=SEEN_BY,
        kept=KEPT,
        stubs={"note": BLANKED},
    ),
    Holding(
        Disclosure,
        whose=WHOSE,
        purpose=_("mencatat siapa membuka data spesifik dan untuk apa"),
        basis=Basis.LEGAL_DUTY,
        seen_by=_("kepala dinas dan auditor"),
        kept=KEPT,
        stubs={"purpose": BLANKED},
        guards=("written_once",),
    ),
]
