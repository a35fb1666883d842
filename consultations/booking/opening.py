"""Opening hours as people read them: "Senin-Kamis 07.30-16.00"."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from clinics.enums import Weekday
from clinics.models import OpeningHours
from krs_portal.kit.clock import today
from krs_portal.kit.formats import format_day_range

Span = tuple[time, time]
TOLD_BEFORE = timedelta(days=30)


def format_opening_hours(hours: Iterable[OpeningHours], day: date | None = None) -> list[str]:
    """Those of today, or of `day`, and the temporary ones that begin within a month; none where none are known."""
    day, hours = day or today(), list(hours)
    return format_runs_of_days(list_hours_in_force(hours, day)) + [
        f"{format_day_range(*period)}: {line}"
        for period in list_coming_periods(hours, day)
        for line in format_runs_of_days(list_hours_in_force(hours, period[0]))
    ]


def list_hours_in_force(hours: Iterable[OpeningHours], day: date) -> list[OpeningHours]:
    """Temporary hours, such as those of Ramadan, stand in for all others."""
    temporary = [
        row for row in hours if row.valid_until and row.valid_from and row.valid_from <= day <= row.valid_until
    ]
    return temporary or [row for row in hours if row.valid_from is None]


def list_coming_periods(hours: Iterable[OpeningHours], day: date) -> list[tuple[date, date]]:
    """The first and last days of temporary hours that are near enough to be told."""
    coming = {(row.valid_from, row.valid_until) for row in hours if row.valid_from and row.valid_until}
    return sorted(period for period in coming if day < period[0] <= day + TOLD_BEFORE)


def format_runs_of_days(hours: Iterable[OpeningHours]) -> list[str]:
    """One line for each run of weekdays with the same hours."""
    by_day: dict[int, list[Span]] = {}
    for row in sorted(hours, key=lambda row: (row.weekday, row.opens_at)):
        by_day.setdefault(row.weekday, []).append((row.opens_at, row.closes_at))
    # Days that follow each other share weekday minus position; a run also shares its hours.
    runs = [list(run) for _key, run in groupby(enumerate(by_day.items()), key=lambda n: (n[1][0] - n[0], n[1][1]))]
    return [f"{_format_weekdays([day for _n, (day, _spans_) in run])} {_format_spans(run[0][1][1])}" for run in runs]


def _format_weekdays(days: list[int]) -> str:
    first, last = Weekday(days[0]).label, Weekday(days[-1]).label
    return str(first) if len(days) == 1 else f"{first}-{last}"


def _format_spans(spans: list[Span]) -> str:
    return _(" dan ").join(f"{opens:%H.%M}-{closes:%H.%M}" for opens, closes in spans)
