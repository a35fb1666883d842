"""/api/v1/: places, indicators, targets, months, achievements, and the ledger rows and the passport of each figure."""

from clinics.api.achievements import AchievementsView
from clinics.api.ledger import LedgerViewSet
from clinics.api.months import MonthViewSet
from clinics.api.passports import FigureViewSet
from clinics.api.places import IndicatorViewSet, PlaceViewSet
from clinics.api.targets import TargetViewSet

__all__ = [
    "AchievementsView", "FigureViewSet", "IndicatorViewSet", "LedgerViewSet", "MonthViewSet", "PlaceViewSet",
    "TargetViewSet",
]  # fmt: skip
