"""What this wing holds of people."""

from django.utils.translation import gettext_lazy as _

from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.seats import Attendance
from consultations.people.personal import CLINIC, FIVE_YEARS
from krs_portal.kit.personal import BLANKED, ERASED, Basis, Holding

HOLDINGS = [
    Holding(
        Attendance,
        whose=_("pemohon"),
        purpose=_("mencatat janji, mengabari perubahannya, menyiapkan tempat dan pendamping"),
        basis=Basis.CONSENT,
        seen_by=CLINIC,
        kept=FIVE_YEARS,
        columns=("region", "party_size", "language", "consented_at"),
        stubs={
            "name": ERASED,
            "on_behalf_of": BLANKED,
            "phone": "",
            "email": "",
            "nik_ciphertext": None,
            "nik_lookup": "",
            "address": "",
            "triage": [],
            "wish": "",
            "needs": [],
            "word": "",
            "remark": "",
            "idempotency_key": None,
        },
    ),
    Holding(
        Enquiry,
        whose=_("penanya"),
        purpose=_("menjawab pertanyaan dan permintaan"),
        basis=Basis.CONSENT,
        seen_by=CLINIC,
        kept=FIVE_YEARS,
        stubs={
            "name": ERASED,
            "phone": "",
            "email": "",
            "text": ERASED,
            "call_when": "",
            "triage": [],
            "answer": BLANKED,
        },
    ),
]
