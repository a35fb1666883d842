"""Django looks for a room's models here; everybody else imports from the wing that owns them."""

from consultations.agenda.models import Absence, Feed, WeeklyHours
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.standards import ServiceStandard
from consultations.booking.models.topics import Topic
from consultations.booking.models.triage import TriageChoice, TriageQuestion
from consultations.counter.models import Amendment, Consultation, Window
from consultations.counter.promises.models import Promise, PromiseClock
from consultations.evaluation.models import EvaluationNote
from consultations.evaluation.trials.models import RuleTrial
from consultations.people.models.house import House
from consultations.people.models.person import Person
from consultations.satisfaction.models import SurveyAnswer, SurveyComment, SurveyLink

__all__ = [
    "Absence", "Amendment", "Attendance", "Consultation", "Enquiry", "EvaluationNote", "Feed", "House", "Person",
    "Promise", "PromiseClock", "RuleTrial",
    "ServiceStandard", "Slot", "SurveyAnswer", "SurveyComment", "SurveyLink", "Topic", "TriageChoice",
    "TriageQuestion", "WeeklyHours", "Window",
]  # fmt: skip
