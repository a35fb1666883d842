"""What this wing holds of people."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from consultations.people.models.house import House
from consultations.people.models.person import Person
from consultations.people.names import build_name_key
from krs_portal.kit.personal import BLANKED, ERASED, Holding

FIVE_YEARS = _("lima tahun sesudah layanan terakhir")
CLINIC = _("petugas dan kepala klinik yang melayani; yang lain melihat inisial")

HOLDINGS = [
    Holding(
        Person,
        whose=_("pemohon"),
        purpose=_("mengenali orang yang datang lagi, menyiapkan dan memberikan konsultasi"),
        seen_by=CLINIC,
        kept=FIVE_YEARS,
        columns=("sex", "region", "consented_at", "consent_version"),
        stubs={
            "name": ERASED,
            "name_key": build_name_key(ERASED),
            "phone": "",
            "nik_ciphertext": None,
            "nik_lookup": "",
            "born_on": None,
            "address": "",
            "needs": [],
        },
    ),
    Holding(
        House,
        whose=_("pemilik rumah"),
        purpose=_("menghitung tiap rumah satu kali dan membantu memperbaikinya"),
        seen_by=CLINIC,
        kept=FIVE_YEARS,
        stubs={
            "address": ERASED,
            # Houses stay apart: each counts once.
            "address_key": Concat(Value(f"{ERASED} "), Cast(F("pk"), CharField())),
            "mark": BLANKED,
            "owner_name": "",
            "latitude": None,
            "longitude": None,
        },
    ),
]
