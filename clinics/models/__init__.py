from clinics.courses.models import SavedView
from clinics.models.ledger import LedgerEntry, MonthTally, Tally
from clinics.models.places import Closure, OpeningHours, Place
from clinics.models.programme import ProgrammeName
from clinics.models.targets import (
    CountingRule,
    Indicator,
    PeriodException,
    PeriodUnlock,
    PublishedFigure,
    ReportingPeriod,
    Target,
    TargetRevision,
)
from clinics.months.models import MonthMove, MonthRemark, OfficeMonth

__all__ = [
    "Closure",
    "CountingRule",
    "Indicator",
    "LedgerEntry",
    "MonthMove",
    "MonthRemark",
    "MonthTally",
    "OfficeMonth",
    "OpeningHours",
    "PeriodException",
    "PeriodUnlock",
    "Place",
    "ProgrammeName",
    "PublishedFigure",
    "ReportingPeriod",
    "SavedView",
    "Tally",
    "Target",
    "TargetRevision",
]
