from clinics.models.ledger import LedgerEntry, MonthTally, Tally
from clinics.models.places import Closure, OpeningHours, Place
from clinics.models.targets import (
    CountingRule,
    Indicator,
    PeriodException,
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
    "Place",
    "PublishedFigure",
    "ReportingPeriod",
    "Tally",
    "Target",
    "TargetRevision",
]
