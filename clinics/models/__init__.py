from clinics.models.ledger import LedgerEntry, MonthTally, Tally
from clinics.models.places import Closure, OpeningHours, Place
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

__all__ = [
    "Closure",
    "CountingRule",
    "Indicator",
    "LedgerEntry",
    "MonthTally",
    "OpeningHours",
    "PeriodException",
    "PeriodUnlock",
    "Place",
    "PublishedFigure",
    "ReportingPeriod",
    "Tally",
    "Target",
    "TargetRevision",
]
