"""How a figure was known from day to day since the last day it counts, and how much figures are revised on average."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import F, Sum
from django.db.models.functions import TruncMonth

from clinics.addresses import FigureAddress
from clinics.models import PublishedFigure, Tally, TargetRevision
from clinics.passports import FigureValue, list_figure_offices
from clinics.questions import FigureQuestion
from clinics.standings import find_target_in_force
from clinics.sums import list_recorded_parts, sum_entries_by_office
from clinics.waterfalls import FigureState, find_target_known, list_revisions_by_target
from krs_portal.kit.clock import day_of, get_last_moment, get_month_end

LAGS = (30, 90, 365)  # days after the last day of the data
MONTHS = 24  # so many months are looked at for the mean


@dataclass(frozen=True)
class Vintage:
    """A figure as it was known at the end of a day; `change` is against the vintage before, None for the first."""

    known_on: date
    value: FigureValue
    change: Any = None


def list_vintages(address: FigureAddress) -> list[Vintage]:
    """The figure at the end of its last day, then each day on which what was recorded changed it."""
    question, offices = address.question, list_figure_offices(address.question)
    first = get_last_moment(question.as_at)
    history = list_revisions_by_target(offices, question)
    state = FigureState(
        address,
        sum_entries_by_office(offices, question.but(known_at=first)),
        {office: find_target_known(of, question.as_at, first) for office, of in history.items()},
    )
    found = [Vintage(question.as_at, state.measure())]
    recorded = sum_by_day_recorded(offices, question, first)
    decided = group_by_day_recorded(history.values(), first)
    for day in sorted({*recorded, *decided}):
        for office, quantity in recorded.get(day, {}).items():
            state.realised[office] = state.realised.get(office, 0) + quantity
        for office in decided.get(day, ()):
            known = [each for each in history[office] if day_of(each.recorded_at) <= day]
            state.targets[office] = find_target_in_force(known, question.as_at)
        value, before = state.measure(), found[-1].value
        if value != before:
            found.append(Vintage(day, value, (value or 0) - (before or 0)))
    return found


def sum_by_day_recorded(offices: Any, question: FigureQuestion, after: datetime) -> dict[date, dict[int, int]]:
    sums: dict[date, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for part in list_recorded_parts(question.start, question.as_at, after, question.known_at):
        asked = part.filter(indicator=question.indicator, office__in=offices)
        if part.model is Tally:
            by_day = asked.values_list("office_id", "recorded_on").annotate(Sum("quantity")).order_by()
        else:
            day = day_of(question.known_at or after)
            totals = asked.values_list("office_id").annotate(Sum("quantity")).order_by()
            by_day = [(office, day, quantity) for office, quantity in totals]
        for office, day, quantity in by_day:
            sums[day][office] += quantity
    return sums


def group_by_day_recorded(history: Iterable[list[TargetRevision]], after: datetime) -> dict[date, set[int]]:
    days: dict[date, set[int]] = defaultdict(set)
    for revision in (each for of in history for each in of if each.recorded_at > after):
        days[day_of(revision.recorded_at)].add(revision.target.office_id)
    return days


def find_vintage(vintages: list[Vintage], day: date) -> Vintage:
    """How the figure was known at the end of the day; the first one for days before it."""
    return next((each for each in reversed(vintages) if each.known_on <= day), vintages[0])


def list_publications(address: FigureAddress) -> list[PublishedFigure]:
    """Where exactly this figure was stated in public, oldest first."""
    question = address.question
    if not address.kind.is_counted or question.within or question.since:
        return []
    stated = PublishedFigure.objects.filter(
        indicator=question.indicator, period=question.period, office=question.office, as_at=question.as_at,
        withdrawn_at__isnull=True,
    )  # fmt: skip
    return list(stated.select_related("revision").order_by("stated_on", "pk"))


@dataclass(frozen=True)
class MeanRevision:
    """By how much a month of an office was revised so many days after it had ended, over the months that old.

    `mean` keeps the sign, `share` is of what was first known, in percent; both None while no month is that old.
    """

    days: int
    months: int
    mean: Decimal | None
    share: Decimal | None


def compute_mean_revisions(question: FigureQuestion, offices: Any, today: date) -> dict[int, list[MeanRevision]]:
    """By office, the mean revision of the months that had ended by the day of the data, after 30, 90 and 365 days."""
    ends_before = (question.as_at + timedelta(days=1)).replace(day=1)
    start = ends_before.replace(year=ends_before.year - MONTHS // 12)
    asked = Tally.objects.filter(indicator=question.indicator, office__in=offices).happened(
        start, ends_before - timedelta(days=1)
    )
    if question.known_at:
        asked = asked.recorded_before_day_of(question.known_at)
    months = asked.annotate(month=TruncMonth("happened_on"), known_in=TruncMonth("recorded_on"))
    by_month = months.values_list("office_id", "month")
    firsts = {
        (office, month): quantity
        for office, month, quantity in by_month.filter(known_in=F("month")).annotate(Sum("quantity")).order_by()
    }
    late = by_month.filter(known_in__gt=F("month")).values_list("office_id", "month", "recorded_on")
    moved: dict[tuple[int, date], list[tuple[int, int]]] = defaultdict(list)
    for office, month, recorded_on, quantity in late.annotate(Sum("quantity")).order_by():
        moved[office, month].append(((recorded_on - get_month_end(month)).days, quantity))
    by_office: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for key in firsts.keys() | moved.keys():
        by_office[key[0]].append(key)
    return {
        office: [average_revisions(keys, firsts, moved, lag, today) for lag in LAGS]
        for office, keys in by_office.items()
    }


def average_revisions(
    months: list[tuple[int, date]],
    firsts: dict[tuple[int, date], int],
    moved: dict[tuple[int, date], list[tuple[int, int]]],
    lag: int,
    today: date,
) -> MeanRevision:
    old_enough = [key for key in months if get_month_end(key[1]) + timedelta(days=lag) <= today]
    if not old_enough:
        return MeanRevision(lag, 0, None, None)
    revised = sum(quantity for key in old_enough for days, quantity in moved.get(key, ()) if days <= lag)
    first = sum(firsts.get(key, 0) for key in old_enough)
    mean = (Decimal(revised) / len(old_enough)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    share = (Decimal(100 * revised) / first).quantize(Decimal("0.01"), ROUND_HALF_UP) if first else None
    return MeanRevision(lag, len(old_enough), mean, share)
