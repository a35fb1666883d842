"""The days of a place month by month: what is free, what is full, and which days are closed and why."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from clinics.closures import list_closed_days
from clinics.models import Place
from consultations.booking.offers import OfferedDay
from krs_portal.kit.clock import add_months

MONDAY_FIRST = Calendar(firstweekday=0)


@dataclass(frozen=True)
class MonthDay:
    """A day of the month; nothing is offered where there is neither a time nor a reason."""

    on: date
    free: int = 0
    is_full: bool = False
    closed: str = ""


@dataclass(frozen=True)
class OfferedMonth:
    """Weeks from Monday to Sunday, from this one on; `None` stands for a day of another month."""

    first: date
    weeks: list[list[MonthDay | None]]

    @property
    def closed(self) -> list[MonthDay]:
        return [day for week in self.weeks for day in week if day and day.closed]

    @property
    def weekdays(self) -> list[date]:
        """Days that have the names of the columns."""
        monday = self.first - timedelta(days=self.first.weekday())
        return [monday + timedelta(days=number) for number in range(7)]


def list_offered_months(place: Place, days: Iterable[OfferedDay], today: date) -> list[OfferedMonth]:
    """From this month to the last one that has a time; none where nothing is offered."""
    offered = {day.on: day for day in days}
    if not offered:
        return []
    firsts = [today.replace(day=1)]
    while (after := add_months(firsts[-1], 1)) <= max(offered):
        firsts.append(after)
    closed = list_closed_days(place, today, add_months(firsts[-1], 1) - timedelta(days=1), with_holidays=True)
    weeks = [(first, build_weeks(first, today, offered, closed)) for first in firsts]
    return [OfferedMonth(first, shown) for first, shown in weeks if shown]


def build_weeks(
    first: date, today: date, offered: dict[date, OfferedDay], closed: dict[date, str]
) -> list[list[MonthDay | None]]:
    def describe(on: date) -> MonthDay:
        day = offered.get(on)
        return MonthDay(on, day.free, not day.free) if day else MonthDay(on, closed=closed.get(on, ""))

    weeks = MONDAY_FIRST.monthdatescalendar(first.year, first.month)
    ahead = [week for week in weeks if week[-1] >= today]
    return [[describe(on) if on.month == first.month else None for on in week] for week in ahead]
