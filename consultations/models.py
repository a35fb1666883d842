"""Django looks for a room's models here; everybody else imports from the wing that owns them."""

from consultations.agenda.models import Absence, Feed, WeeklyHours
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.how_tos import HowTo
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.standards import ServiceStandard
from consultations.booking.models.topics import Topic
from consultations.booking.models.triage import TriageChoice, TriageQuestion
from consultations.counter.assistance.models import Assistance, AssistanceStep, HouseImprovement, SiteVisit
from consultations.counter.facts.models import FactForm, TopicFacts
from consultations.counter.models import Amendment, Consultation, Window
from consultations.counter.promises.models import Promise, PromiseClock
from consultations.counter.review.models import Review, ReviewSetting
from consultations.evaluation.meetings.models import EvaluationMeeting
from consultations.evaluation.models import EvaluationNote
from consultations.evaluation.trials.models import RuleTrial
from consultations.people.models.house import House
from consultations.people.models.person import Person
from consultations.satisfaction.models import SurveyAnswer, SurveyComment, SurveyLink

__all__ = [
    "Absence", "Amendment", "Assistance", "AssistanceStep", "Attendance", "Consultation", "Enquiry",
    "EvaluationMeeting", "EvaluationNote", "FactForm", "Feed", "House", "HouseImprovement", "HowTo", "Person",
    "Promise", "PromiseClock", "Review", "ReviewSetting", "RuleTrial", "ServiceStandard", "SiteVisit", "Slot",
    "SurveyAnswer", "SurveyComment", "SurveyLink", "Topic", "TopicFacts", "TriageChoice", "TriageQuestion",
    "WeeklyHours", "Window",
]  # fmt: skip
