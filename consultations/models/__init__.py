from consultations.models.agenda import Attendance, Slot, Topic
from consultations.models.evaluation import EvaluationNote
from consultations.models.record import Amendment, Consultation, House
from consultations.models.timetable import Absence, Feed, WeeklyHours
from consultations.models.triage import TriageChoice, TriageQuestion

__all__ = [
    "Absence",
    "Amendment",
    "Attendance",
    "Consultation",
    "EvaluationNote",
    "Feed",
    "House",
    "Slot",
    "Topic",
    "TriageChoice",
    "TriageQuestion",
    "WeeklyHours",
]
