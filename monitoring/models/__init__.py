from monitoring.models.desk import DeskRoom, DeskSession, Remark, Unavailability
from monitoring.models.handover import HandOver, HandOverPaper, HandOverStep
from monitoring.models.occupants import Consent, Disclosure, Household, Member, Tenancy
from monitoring.models.problems import Problem, ProblemNote
from monitoring.models.readiness import (
    Assessment,
    BacklogFigure,
    Criterion,
    IncomeLimit,
    Objection,
    Programme,
    Recomputation,
    Referral,
    ReferralList,
)
from monitoring.models.register import Block, Estate, Facility, Tariff, Unit, Wage
from monitoring.models.rounds import Participant, Profile, ProfileEntry, ProfileForm, Round
from monitoring.models.tally import EstateTally

__all__ = [
    "Assessment", "BacklogFigure", "Block", "Consent", "Criterion", "DeskRoom", "DeskSession", "Disclosure", "Estate",
    "EstateTally", "Facility", "HandOver", "HandOverPaper", "HandOverStep", "Household", "IncomeLimit", "Member",
    "Objection", "Participant", "Problem", "ProblemNote", "Profile", "ProfileEntry", "ProfileForm", "Programme",
    "Recomputation", "Referral", "ReferralList", "Remark", "Round", "Tariff", "Tenancy", "Unavailability", "Unit",
    "Wage",
]  # fmt: skip
