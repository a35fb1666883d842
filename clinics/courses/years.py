"""The years of an office, or of all, in one line, and how the target of a year moved from decree to decree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum
from django.db.models.functions import ExtractYear

from clinics.enums import PeriodKind
from clinics.models import MonthTally, ReportingPeriod, TargetRevision
from clinics.questions import FigureQuestion
from clinics.standings import find_target_in_force, sum_known
from clinics.sums import sum_entries_by_month, sum_entries_by_office
from krs_portal.kit.clock import add_months, get_month_end
from krs_portal.offices.lineage import LineageEvent, list_lineage


@dataclass(frozen=True)
class YearPoint:
    """What a year came to, the one that is asked for up to its day; `events` are what happened to the office then."""

    year: int
    realised: int | None
    target: int | None
    is_running: bool = False
    events: tuple[LineageEvent, ...] = ()


@dataclass(frozen=True)
class TargetStep:
    """All targets together from a day on, and the decrees that made it so."""

    day: date
    quantity: int
    decrees: tuple[str, ...]


def list_years(question: FigureQuestion, offices: Any) -> list[YearPoint]:
    """Up to the year that is asked for; blank where nothing was recorded, never zero."""
    year = question.period.starts_on.year
    months = MonthTally.objects.filter(indicator=question.indicator, office__in=offices, month__year__lt=year)
    by_year = months.annotate(year=ExtractYear("month")).values_list("year").annotate(Sum("quantity")).order_by()
    realised: dict[int, int | None] = dict(by_year)
    running = sum_entries_by_office(offices, question)
    realised[year] = sum(running.values()) if running else None
    targets = sum_targets_by_year(question, offices)
    events = list_lineage(question.office) if question.office else []
    periods = ReportingPeriod.objects.filter(kind=PeriodKind.YEAR, starts_on__year__lte=year).order_by("starts_on")
    return [
        YearPoint(
            number, realised.get(number), targets.get(number),
            is_running=number == year and question.as_at < question.period.ends_on,
            events=tuple(event for event in events if event.day.year == number),
        )
        for number in (period.starts_on.year for period in periods)
    ]  # fmt: skip


def sum_targets_by_year(question: FigureQuestion, offices: Any) -> dict[int, int | None]:
    """What held on the last day of each year, and on the day that is asked for in its own."""
    quantities: dict[int, list[int | None]] = {}
    for revisions in list_revisions(question, offices, of_all_years=True):
        period = revisions[0].target.period
        in_force = find_target_in_force(revisions, min(period.ends_on, question.as_at))
        quantities.setdefault(period.starts_on.year, []).append(in_force.quantity)
    return {year: sum_known(found) for year, found in quantities.items()}


def list_revisions(question: FigureQuestion, offices: Any, *, of_all_years: bool = False) -> list[list[TargetRevision]]:
    """Of each target its decisions in their order."""
    asked = TargetRevision.objects.filter(target__indicator=question.indicator, target__office__in=offices)
    period = {"target__period__kind": PeriodKind.YEAR} if of_all_years else {"target__period": question.period}
    by_target: dict[int, list[TargetRevision]] = {}
    for each in asked.filter(**period).select_related("target__period").order_by("target", "number"):
        by_target.setdefault(each.target_id, []).append(each)
    return list(by_target.values())


def list_target_steps(question: FigureQuestion, offices: Any) -> list[TargetStep]:
    """The sum of all targets on each day on which one was decided, up to the day that is asked for."""
    targets = list_revisions(question, offices)
    days = sorted({each.decided_on for of in targets for each in of if each.decided_on <= question.as_at})
    steps = []
    for day in days:
        quantity = sum_known(find_target_in_force(of, day).quantity for of in targets)
        decrees = sorted({each.decree for of in targets for each in of if each.decided_on == day})
        steps.append(TargetStep(day, quantity or 0, tuple(decrees)))
    return steps


def find_step(steps: Iterable[TargetStep], day: date) -> int | None:
    """The target that held on the day; what was decided after it did not."""
    return next((step.quantity for step in reversed(list(steps)) if step.day <= day), None)


def sum_months(question: FigureQuestion, offices: Any) -> list[tuple[date, int | None]]:
    """Each month of the period with what it brought; blank for those that have not come by the day."""
    sums: dict[date, int] = {}
    for (_office, month), quantity in sum_entries_by_month(offices, question).items():
        sums[month] = sums.get(month, 0) + quantity
    months, first = [], question.period.starts_on.replace(day=1)
    while first <= question.period.ends_on:
        months.append((first, sums.get(first, 0) if first <= question.as_at else None))
        first = add_months(first, 1)
    return months


def find_year_before(question: FigureQuestion) -> FigureQuestion | None:
    """The same question of the whole period before."""
    year = question.period.starts_on.year - 1
    period = ReportingPeriod.objects.of_year(year).first() if question.period.kind == PeriodKind.YEAR else None
    return question.but(period=period, as_at=period.ends_on, known_at=None) if period else None


def get_step_day(first: date, question: FigureQuestion) -> date:
    """The day of a month whose target is drawn above it."""
    return min(get_month_end(first), max(question.as_at, first))
