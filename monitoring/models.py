"""Django looks for a room's models here; everybody else imports from the wing that owns them."""

from monitoring.desk.models import DeskRoom, DeskSession, ProblemAgreement, Remark, Unavailability
from monitoring.occupants.models import Consent, Disclosure, DisclosureRelease, Household, Member, Tenancy
from monitoring.occupants.objections import Objection
from monitoring.occupants.readiness.models import (
    Assessment,
    Criterion,
    IncomeLimit,
    Programme,
    Recomputation,
    Referral,
    ReferralList,
)
from monitoring.problems.models import Problem, ProblemClock, ProblemNote
from monitoring.register.handover.models import HandOver, HandOverPaper, HandOverStep
from monitoring.register.models import Block, Estate, Facility, Tariff, Unit, Wage
from monitoring.register.tally import EstateTally
from monitoring.rounds.backlog import BacklogFigure
from monitoring.rounds.disagreements import FigureSettlement
from monitoring.rounds.models import Participant, Profile, ProfileEntry, ProfileForm, Round

__all__ = [
    "Assessment", "BacklogFigure", "Block", "Consent", "Criterion", "DeskRoom", "DeskSession", "Disclosure",
    "DisclosureRelease", "Estate", "EstateTally", "Facility", "FigureSettlement", "HandOver", "HandOverPaper",
    "HandOverStep", "Household", "IncomeLimit", "Member", "Objection", "Participant", "Problem", "ProblemAgreement",
    "ProblemClock", "ProblemNote", "Profile", "ProfileEntry", "ProfileForm", "Programme", "Recomputation", "Referral",
    "ReferralList", "Remark", "Round", "Tariff", "Tenancy", "Unavailability", "Unit", "Wage",
]  # fmt: skip
