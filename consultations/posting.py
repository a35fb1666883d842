"""What a closed consultation posts to the ledger, by measure. Which of them counts for what, the counting rules say."""

from __future__ import annotations

from clinics.enums import Measure
from consultations.enums import ConsultationKind
from consultations.models import Consultation

SOURCE = "consultation"


def measures(consultation: Consultation) -> dict[str, int]:
    """The measures of one closed consultation, the assisted house left out: a house counts once a year."""
    is_group = consultation.kind == ConsultationKind.GROUP
    return {
        Measure.CONSULTATION: 1,
        Measure.SESSION: 1,
        Measure.PERSON: consultation.head_count,
        Measure.GROUP: int(is_group),
    }
