"""Sums of the ledger, read from its tallies: by office, month and week, as known now or at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth, TruncWeek

from clinics.models import LedgerEntry, MonthTally, Tally
from clinics.querysets import add_days
from clinics.questions import FigureQuestion
from krs_portal.kit.clock import day_of, get_midnight

LATE_AFTER = 7  # days from a service to its record: more is late


@dataclass(frozen=True)
class LateSum:
    quantity: int
    entries: int


@dataclass(frozen=True)
class WeekPoint:
    starts_on: date
    quantity: int
    cumulative: int


def sum_entries_by_office(offices: Any, question: FigureQuestion) -> dict[int, int]:
    """Sum of the ledger by office, read from tallies; offices without any entry are absent."""
    sums: dict[int, int] = {}
    for part in list_tally_parts(offices, question):
        for office, quantity in part.values_list("office_id").annotate(Sum("quantity")).order_by():
            sums[office] = sums.get(office, 0) + quantity
    return sums


def find_tally_drift(offices: Any, question: FigureQuestion) -> dict[int, tuple[int, int]]:
    """Offices whose entries, added row by row, are not what their tallies say: both sums."""
    entries = LedgerEntry.objects.behind(question, offices)
    rows = dict(entries.values_list("office_id").annotate(Sum("quantity")).order_by())
    tallied = sum_entries_by_office(offices, question)
    both = {office: (rows.get(office, 0), tallied.get(office, 0)) for office in sorted(rows.keys() | tallied.keys())}
    return {office: sums for office, sums in both.items() if sums[0] != sums[1]}


def count_entries(offices: Any, question: FigureQuestion) -> int:
    """How many ledger entries stand behind the sum."""
    count = 0
    for part in list_tally_parts(offices, question):
        counted = Count("pk") if part.model is LedgerEntry else Sum("entries")
        count += part.aggregate(entries=counted)["entries"] or 0
    return count


def list_tally_parts(offices: Any, question: FigureQuestion) -> list[QuerySet[Any]]:
    """The tally rows whose quantities add up to the figure. Every ledger entry is contained exactly once.

    As known now: whole months from the month tally, the running month from the day tally. As known at a moment, or
    from the middle of a month: day tallies.
    """
    start, as_at = question.start, question.as_at
    month = as_at.replace(day=1)
    if question.known_at is None and start.day == 1 and start < month:
        parts: list[Any] = [
            MonthTally.objects.filter(month__gte=start, month__lt=month),
            Tally.objects.happened(month, as_at),
        ]
    else:
        parts = list_day_tallies(start, as_at, question.known_at)
    return [part.filter(indicator=question.indicator, office__in=offices) for part in parts]


def list_day_tallies(start: date, as_at: date, known_at: datetime | None) -> list[QuerySet[Any]]:
    """Day tallies; as known at a moment: those recorded on earlier days, and that day's entries themselves."""
    happened = Tally.objects.happened(start, as_at)
    if known_at is None:
        return [happened]
    midnight = get_midnight(day_of(known_at))
    return [
        happened.recorded_before_day_of(known_at),
        LedgerEntry.objects.happened(start, as_at).filter(recorded_at__gte=midnight, recorded_at__lte=known_at),
    ]


def sum_recorded_between(
    offices: Any, question: FigureQuestion, after: datetime, days: tuple[date, date] | None = None
) -> dict[int, int]:
    """What was recorded after the moment, and by the question's `known_at`, of what happened on these days."""
    sums: dict[int, int] = {}
    start, last = days or (question.start, question.as_at)
    for part in list_recorded_parts(start, last, after, question.known_at):
        asked = part.filter(indicator=question.indicator, office__in=offices)
        for office, quantity in asked.values_list("office_id").annotate(Sum("quantity")).order_by():
            sums[office] = sums.get(office, 0) + quantity
    return sums


def list_recorded_parts(start: date, last: date, after: datetime, until: datetime | None) -> list[QuerySet[Any]]:
    """Day tallies for the whole days of recording between the moments, and the entries of the days cut by them."""
    entries, tallies = LedgerEntry.objects.happened(start, last), Tally.objects.happened(start, last)
    first_day, next_midnight = day_of(after), get_midnight(day_of(after) + timedelta(days=1))
    if until is not None and day_of(until) == first_day:
        return [entries.filter(recorded_at__gt=after, recorded_at__lte=until)]
    tallies = tallies.filter(recorded_on__gt=first_day)
    parts: list[QuerySet[Any]] = [tallies if until is None else tallies.recorded_before_day_of(until)]
    if next_midnight - after > timedelta(microseconds=1):  # else nothing of that day comes after
        parts.append(entries.filter(recorded_at__gt=after, recorded_at__lt=next_midnight))
    if until is not None:
        parts.append(entries.filter(recorded_at__gte=get_midnight(day_of(until)), recorded_at__lte=until))
    return parts


def sum_entries_by_month(offices: Any, question: FigureQuestion) -> dict[tuple[int, date], int]:
    """Sum of the ledger by office and month; the month of `as_at` only up to that day."""
    sums: dict[tuple[int, date], int] = {}
    for part in list_tally_parts(offices, question):
        of_month = F("month") if part.model is MonthTally else TruncMonth("happened_on")
        by_month = part.annotate(of_month=of_month).values_list("office_id", "of_month").annotate(Sum("quantity"))
        for office, month, quantity in by_month.order_by():
            sums[office, month] = sums.get((office, month), 0) + quantity
    return sums


def sum_late_by_office(offices: Any, question: FigureQuestion) -> dict[int, LateSum]:
    """What came in late, by office: recorded after the day of the data, or long after it had happened."""
    late: dict[int, LateSum] = {}
    for part in list_day_tallies(question.start, question.as_at, question.known_at):
        asked = part.filter(indicator=question.indicator, office__in=offices)
        if part.model is Tally:
            counted: Any = Sum("entries")
            asked = asked.filter(
                Q(recorded_on__gt=question.as_at) | Q(recorded_on__gt=add_days("happened_on", LATE_AFTER))
            )
        else:
            counted = Count("pk")
            recorded_on = day_of(question.known_at)  # type: ignore[arg-type]
            if recorded_on <= question.as_at:
                asked = asked.filter(happened_on__lt=recorded_on - timedelta(days=LATE_AFTER))
        by_office = asked.values_list("office_id").annotate(Sum("quantity"), entries=counted).order_by()
        for office, quantity, entries in by_office:
            before = late.get(office, LateSum(0, 0))
            late[office] = LateSum(before.quantity + quantity, before.entries + entries)
    return late


def compute_weekly_trend(question: FigureQuestion, offices: Any) -> list[WeekPoint]:
    """What each week (Monday to Sunday) brought, with the running sum; weeks without entries are zero."""
    period, as_at = question.period, min(question.as_at, question.period.ends_on)
    weeks: dict[date, int] = {}
    for part in list_day_tallies(period.starts_on, as_at, question.known_at):
        by_week = (
            part.filter(indicator=question.indicator, office__in=offices)
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
