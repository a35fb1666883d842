"""Which figure is asked for, and what is asked for where nothing was chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import QuerySet

from clinics.enums import PeriodKind
from clinics.models import Indicator, ReportingPeriod, Target
from krs_portal.kit.clock import today
from krs_portal.offices.models import Office

DEFAULT_INDICATOR = "layanan"


@dataclass(frozen=True)
class FigureQuestion:
    """An indicator in a period, up to the last day that counts, as recorded up to a moment (default: until now).

    It may be narrowed to one office, to those at or below some (`within`), to the offices with or without a target, to
    days from `since` on, and to what one kind of change brought after a moment.
    """

    indicator: Indicator
    period: ReportingPeriod
    as_at: date
    known_at: datetime | None = None
    office: Any = None
    since: date | None = None
    share: str = ""  # of OfficeShare
    within: tuple[Any, ...] = ()
    known_after: datetime | None = None
    change: str = ""  # of ChangeKind

    @property
    def start(self) -> date:
        return self.since or self.period.starts_on

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)

    def parameters(self) -> dict[str, str]:
        """The question as the parameters of an address; `QuestionForm` reads the same question from them."""
        is_year = self.period.kind == PeriodKind.YEAR
        written = {
            "indicator": self.indicator.code,
            "year": str(self.period.starts_on.year) if is_year else "",
            "period": "" if is_year else str(self.period.pk),
            "office": self.office.code if self.office else "",
            "share": self.share,
            "within": ",".join(office.code for office in self.within),
            "since": self.since.isoformat() if self.since else "",
            "as_at": self.as_at.isoformat(),
            "known_at": format_exact_moment(self.known_at),
            "known_after": format_exact_moment(self.known_after),
            "change": self.change,
        }
        return {name: value for name, value in written.items() if value}

    def query(self) -> str:
        return urlencode(self.parameters())


def format_exact_moment(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else ""


def list_counted_indicators() -> QuerySet[Indicator]:
    """Indicators that have rows of their own."""
    return Indicator.objects.counted().order_by("pk")


def list_measured_indicators() -> QuerySet[Indicator]:
    """Indicators that have figures: those that are counted, and those that are reckoned from others or from answers."""
    return Indicator.objects.measured().order_by("pk")


def find_default_indicator() -> Indicator | None:
    asked = list(list_counted_indicators())
    return next((indicator for indicator in asked if indicator.code == DEFAULT_INDICATOR), asked[0] if asked else None)


def find_default_question() -> FigureQuestion | None:
    """The question of a page that nobody has asked anything; nothing on a portal without indicators or periods."""
    indicator = find_default_indicator()
    period = find_default_period(indicator) if indicator else None
    if indicator is None or period is None:
        return None
    return FigureQuestion(indicator, period, get_default_as_at(period))


def find_default_period(indicator: Indicator, on: date | None = None) -> ReportingPeriod | None:
    """The newest year whose targets stand, of those that had begun by the day; without any, the newest that had begun.

    A year's first few targets say nothing of the whole: the year before stays until each office that had a target then
    has one again, or is exempt from it.
    """
    begun = ReportingPeriod.objects.begun_years(on or today())
    aimed = list(begun.filter(targets__indicator=indicator).distinct())
    for period, before in pairwise(aimed):
        if not list_untargeted_offices(indicator, period, before).exists():
            return period
    return aimed[-1] if aimed else begun.first()


def list_untargeted_offices(indicator: Indicator, period: ReportingPeriod, before: ReportingPeriod) -> QuerySet[Office]:
    """Offices that had a target in the year before, still exist, and have none in the period."""
    standing = Target.objects.filter(indicator=indicator).standing()
    had = standing.filter(period=before).values("office")
    has = standing.filter(period=period).values("office")
    gone = Office.objects.filter(closed_on__lt=period.starts_on)
    return Office.objects.filter(pk__in=had).exclude(pk__in=has).exclude(pk__in=gone)


def get_default_as_at(period: ReportingPeriod) -> date:
    """Today while the period runs, its last day once it is over."""
    return max(min(today(), period.ends_on), period.starts_on)
