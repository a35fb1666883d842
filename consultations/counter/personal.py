"""What this wing holds of people. What was counted stays: day, office, topics, head-count, outcome, house."""

from django.utils.translation import gettext_lazy as _

from consultations.counter.assistance.models import Assistance, AssistanceStep, HouseImprovement, SiteVisit
from consultations.counter.facts.models import TopicFacts
from consultations.counter.models import Amendment, Consultation
from consultations.counter.promises.models import Promise
from consultations.counter.review.models import Review
from consultations.people.personal import CLINIC, FIVE_YEARS
from krs_portal.kit.personal import BLANKED, ERASED, Holding

VISITOR = _("pemohon")

HOLDINGS = [
    Holding(
        Consultation,
        whose=VISITOR,
        purpose=_("memberikan konsultasi, melanjutkannya, dan mempertanggungjawabkannya"),
        seen_by=CLINIC,
        kept=FIVE_YEARS,
        stubs={
            "client_name": ERASED,
            "summary": BLANKED,
            "advice": BLANKED,
            "next_steps": BLANKED,
            "obstacle": BLANKED,
            "follow_up": BLANKED,
        },
    ),
    Holding(
        Amendment,
        whose=VISITOR,
        purpose=_("mencatat mengapa konsultasi diperbaiki"),
        seen_by=CLINIC,
        kept=FIVE_YEARS,
        stubs={"reason": BLANKED},
    ),
    Holding(
        Review,
        whose=VISITOR,
        purpose=_("tinjauan kepala klinik atas konsultasi"),
        seen_by=CLINIC,
        kept=FIVE_YEARS,
        stubs={"remark": BLANKED},
    ),
    Holding(
        TopicFacts,
        whose=VISITOR,
        purpose=_("mencatat keadaan yang perlu diketahui untuk memberi saran"),
        seen_by=CLINIC,
        kept=FIVE_YEARS,
        stubs={"values": {"erased": True}},
    ),
    Holding(
        Promise,
        whose=VISITOR,
        purpose=_("menepati yang dijanjikan klinik"),
        seen_by=CLINIC,
        kept=FIVE_YEARS,
        stubs={
            "text": ERASED,
            "answer": BLANKED,
            "extension_reason": BLANKED,
            "settled_note": BLANKED,
            "citizen_note": BLANKED,
        },
    ),
    Holding(
        Assistance,
        whose=_("pemilik rumah"),
        purpose=_("membantu memperbaiki rumah"),
        seen_by=CLINIC,
        kept=FIVE_YEARS,
        stubs={"applicant": ERASED, "plan": ERASED, "result": BLANKED},
    ),
    Holding(
        AssistanceStep,
        whose=_("pemilik rumah"),
        purpose=_("mencatat jalannya bantuan"),
        seen_by=CLINIC,
        kept=FIVE_YEARS,
        stubs={"reason": BLANKED},
    ),
    Holding(
        SiteVisit,
        whose=_("pemilik rumah"),
        purpose=_("mencatat yang dilihat di rumah"),
        seen_by=CLINIC,
        kept=FIVE_YEARS,
        stubs={"finding": ERASED},
    ),
    Holding(
        HouseImprovement,
        whose=_("pemilik rumah"),
        purpose=_("menunjukkan bahwa rumah menjadi lebih baik"),
        seen_by=CLINIC,
        kept=FIVE_YEARS,
        stubs={"note": BLANKED},
    ),
]
