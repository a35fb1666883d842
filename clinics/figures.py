"""Targets against achievements: the one computation behind dashboard, API, PDF and workbook.

`as_at` is the last day that may have happened, `known_at` the moment up to which it may have been recorded (default:
now). Percentages are `Decimal` with two places, rounded half up once, from whole counts. A blank (`None`) says that
nothing was ever recorded; zero says that it was recorded and adds to zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncMonth, TruncWeek

from clinics.models import (
    CountingRule,
    Indicator,
    LedgerEntry,
    MonthTally,
    PublishedFigure,
    ReportingPeriod,
    Tally,
    Target,
    TargetRevision,
)
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.offices.models import Office


def percent(part: int | None, whole: int | None) -> Decimal | None:
    """`part` of `whole` in percent, two places; blank where one is blank or the whole is zero."""
    if part is None or not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Figure:
    """One office's (or the total's) standing."""

    target: int | None
    realised: int | None

    @property
    def percent(self) -> Decimal | None:
        return percent(self.realised, self.target)

    @property
    def difference(self) -> int | None:
        """Realised minus target: negative is what is still missing."""
        if self.target is None:
            return None
        return (self.realised or 0) - self.target

    @property
    def is_reached(self) -> bool:
        return self.difference is not None and self.difference >= 0 and self.realised is not None


@dataclass(frozen=True)
class OfficeFigure(Figure):
    office: Office
    name: str
    short_name: str
    target_decree: str = ""
    needed_per_week: Decimal | None = None

    @property
    def capped(self) -> int | None:
        """What counts towards the total at most: the target."""
        if self.realised is None or self.target is None:
            return self.realised if self.target is None else None
        return min(self.realised, self.target)


@dataclass(frozen=True)
class TotalFigure(Figure):
    capped: int | None
    offices_reached: int
    offices: int
    needed_per_week: Decimal | None = None

    @property
    def capped_percent(self) -> Decimal | None:
        return percent(self.capped, self.target)


@dataclass(frozen=True)
class Published:
    value: int
    as_at: date
    stated_on: date
    source: str
    difference: int | None


@dataclass(frozen=True)
class WeekPoint:
    starts_on: date
    quantity: int
    cumulative: int


@dataclass(frozen=True)
class Achievements:
    indicator: Indicator
    rule: CountingRule | None
    period: ReportingPeriod
    as_at: date
    known_at: datetime | None
    offices: list[OfficeFigure]
    total: TotalFigure
    published: list[Published]

    @property
    def pace_share(self) -> Decimal:
        """The share of the period that has passed on `as_at`, 0…1: where an even pace would stand."""
        passed = (min(self.as_at, self.period.ends_on) - self.period.starts_on).days + 1
        return (Decimal(max(passed, 0)) / self.period.days).quantize(Decimal("0.0001"))


def achievements(
    *,
    user: Any,
    indicator: Indicator,
    period: ReportingPeriod,
    as_at: date,
    known_at: datetime | None = None,
    offices: Iterable[Office] | None = None,
) -> Achievements:
    """Where the offices visible to the user stand. `offices` narrows further (the public page passes all clinics)."""
    as_at = min(as_at, period.ends_on)
    scope = Office.objects.visible_to(user) if offices is None else offices
    realised = realised_by_office(scope, indicator, period.starts_on, as_at, known_at)
    targets = targets_by_office(scope, indicator, period, known_at)
    shown = Office.objects.filter(pk__in=realised.keys() | targets.keys()).with_name_on(as_at).order_by("code", "pk")
    rows = [office_figure(office, targets.get(office.pk), realised.get(office.pk), period, as_at) for office in shown]
    rows.sort(key=lambda row: (row.difference is None, row.difference or 0, row.office.code))
    return Achievements(
        indicator=indicator,
        rule=CountingRule.objects.in_force(as_at).filter(indicator=indicator).order_by("-version").first(),
        period=period,
        as_at=as_at,
        known_at=known_at,
        offices=rows,
        total=(total := total_figure(rows, period, as_at)),
        published=published_beside(scope, indicator, period, as_at, total),
    )


def office_figure(
    office: Any, target: tuple[int, str] | None, realised: int | None, period: ReportingPeriod, as_at: date
) -> OfficeFigure:
    quantity, decree = target or (None, "")
    return OfficeFigure(
        target=quantity,
        realised=realised,
        office=office,
        name=office.name,
        short_name=office.short_name,
        target_decree=decree,
        needed_per_week=needed_per_week(quantity, realised, period, as_at),
    )


def total_figure(rows: list[OfficeFigure], period: ReportingPeriod, as_at: date) -> TotalFigure:
    targets = [row.target for row in rows if row.target is not None]
    realised = [row.realised for row in rows if row.realised is not None]
    capped = [row.capped for row in rows if row.target is not None and row.capped is not None]
    target, done = sum(targets) if targets else None, sum(realised) if realised else None
    return TotalFigure(
        target=target,
        realised=done,
        capped=sum(capped) if capped else None,
        offices_reached=sum(row.is_reached for row in rows),
        offices=len(targets),
        needed_per_week=needed_per_week(target, done, period, as_at),
    )


def needed_per_week(target: int | None, realised: int | None, period: ReportingPeriod, as_at: date) -> Decimal | None:
    """What each remaining week must bring to reach the target; blank without a target or once the period is over."""
    days_left = (period.ends_on - as_at).days
    if target is None or days_left <= 0:
        return None
    missing = max(target - (realised or 0), 0)
    return (Decimal(missing) * 7 / days_left).quantize(Decimal("0.1"), ROUND_HALF_UP)


def realised_by_office(
    offices: Any, indicator: Indicator, start: date, as_at: date, known_at: datetime | None
) -> dict[int, int]:
    """Sum of the ledger by office, read from tallies; offices without any entry are absent."""
    sums: dict[int, int] = {}
    for part in summed(offices, indicator, start, as_at, known_at):
        for office, quantity in part.values_list("office_id").annotate(Sum("quantity")).order_by():
            sums[office] = sums.get(office, 0) + quantity
    return sums


def entries_counted(offices: Any, indicator: Indicator, start: date, as_at: date, known_at: datetime | None) -> int:
    """How many ledger entries stand behind the sum."""
    count = 0
    for part in summed(offices, indicator, start, as_at, known_at):
        counted = Count("pk") if part.model is LedgerEntry else Sum("entries")
        count += part.aggregate(entries=counted)["entries"] or 0
    return count


def summed(
    offices: Any, indicator: Indicator, start: date, as_at: date, known_at: datetime | None
) -> list[QuerySet[Any]]:
    """Where to add up from, each row once.

    As known now: whole months from the month tally, the running month from the day tally. As known at a moment, or
    from the middle of a month: day tallies.
    """
    month = as_at.replace(day=1)
    if known_at is None and start.day == 1 and start < month:
        parts: list[Any] = [
            MonthTally.objects.filter(month__gte=start, month__lt=month),
            Tally.objects.happened(month, as_at),
        ]
    else:
        parts = by_day(start, as_at, known_at)
    return [part.filter(indicator=indicator, office__in=offices) for part in parts]


def by_day(start: date, as_at: date, known_at: datetime | None) -> list[QuerySet[Any]]:
    """Day tallies; as known at a moment: those recorded on earlier days, and that day's entries themselves."""
    happened = Tally.objects.happened(start, as_at)
    if known_at is None:
        return [happened]
    midnight = datetime.combine(day_of(known_at), time.min, TimeZone.WIB.info)
    return [
        happened.recorded_before_day_of(known_at),
        LedgerEntry.objects.happened(start, as_at).filter(recorded_at__gte=midnight, recorded_at__lte=known_at),
    ]


def realised_by_month(
    offices: Any, indicator: Indicator, start: date, as_at: date, known_at: datetime | None = None
) -> dict[tuple[int, date], int]:
    """Sum of the ledger by office and month; the month of `as_at` only up to that day."""
    sums: dict[tuple[int, date], int] = {}
    for part in summed(offices, indicator, start, as_at, known_at):
        of_month = F("month") if part.model is MonthTally else TruncMonth("happened_on")
        by_month = part.annotate(of_month=of_month).values_list("office_id", "of_month").annotate(Sum("quantity"))
        for office, month, quantity in by_month.order_by():
            sums[office, month] = sums.get((office, month), 0) + quantity
    return sums


def targets_by_office(
    offices: Any, indicator: Indicator, period: ReportingPeriod, known_at: datetime | None
) -> dict[int, tuple[int, str]]:
    """The newest target amount and its decree by office, as known at the moment."""
    known = Q() if known_at is None else Q(recorded_at__lte=known_at)
    newest = TargetRevision.objects.filter(known, target=OuterRef("pk")).order_by("-number")
    targets = (
        Target.objects.filter(indicator=indicator, period=period, office__in=offices)
        .annotate(quantity=Subquery(newest.values("quantity")[:1]), decree=Subquery(newest.values("decree")[:1]))
        .filter(quantity__isnull=False)
    )
    rows = targets.values_list("office", "quantity", "decree")
    return {office: (quantity, decree) for office, quantity, decree in rows}


def published_beside(
    scope: Any, indicator: Indicator, period: ReportingPeriod, as_at: date, total: TotalFigure
) -> list[Published]:
    """What was said in public about the total of the period up to `as_at`, with its difference from ours.

    A total is compared only by who sees every office that has a part in it; for others it is not the same total.
    """
    if Target.objects.filter(indicator=indicator, period=period).exclude(office__in=scope).exists():
        return []
    figures = PublishedFigure.objects.filter(indicator=indicator, period=period, office=None, as_at__lte=as_at)
    return [
        Published(
            value=figure.value,
            as_at=figure.as_at,
            stated_on=figure.stated_on,
            source=figure.source,
            difference=None if total.realised is None else total.realised - figure.value,
        )
        for figure in figures.order_by("-as_at", "-stated_on", "pk")
    ]


def weekly_trend(
    *,
    user: Any,
    indicator: Indicator,
    period: ReportingPeriod,
    as_at: date,
    known_at: datetime | None = None,
    offices: Any = None,
) -> list[WeekPoint]:
    """What each week (Monday to Sunday) brought, with the running sum; weeks without entries are zero."""
    scope = Office.objects.visible_to(user) if offices is None else offices
    as_at = min(as_at, period.ends_on)
    weeks: dict[date, int] = {}
    for part in by_day(period.starts_on, as_at, known_at):
        by_week = (
            part.filter(indicator=indicator, office__in=scope)
            .annotate(week=TruncWeek("happened_on"))
            .values_list("week")
            .annotate(Sum("quantity"))
        )
        for week, quantity in by_week.order_by():
            weeks[week] = weeks.get(week, 0) + quantity
    points: list[WeekPoint] = []
    monday = period.starts_on - timedelta(days=period.starts_on.weekday())
    while monday <= as_at:
        quantity = weeks.get(monday, 0)
        points.append(WeekPoint(monday, quantity, quantity + (points[-1].cumulative if points else 0)))
        monday += timedelta(days=7)
    return points
