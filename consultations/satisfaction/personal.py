"""What this wing holds of people: nobody knows who wrote a comment, yet its words may name somebody."""

from django.utils.translation import gettext_lazy as _

from consultations.satisfaction.models import SurveyComment
from krs_portal.kit.personal import BLANKED, ERASED, Holding

HOLDINGS = [
    Holding(
        SurveyComment,
        whose=_("responden survei"),
        purpose=_("memperbaiki pelayanan; tanpa nama, tidak dapat dihubungkan dengan orangnya"),
        seen_by=_("kepala klinik dan evaluator"),
        kept=_("lima tahun sesudah ditulis"),
        stubs={"text": ERASED, "reply": BLANKED},
    ),
]
