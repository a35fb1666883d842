from consultations.models.agenda import Attendance, Slot, Topic
from consultations.models.evaluation import EvaluationNote
from consultations.models.record import Amendment, Consultation, House
from consultations.models.triage import TriageChoice, TriageQuestion

__all__ = [
    "Amendment",
    "Attendance",
    "Consultation",
    "EvaluationNote",
    "House",
    "Slot",
    "Topic",
    "TriageChoice",
    "TriageQuestion",
]
