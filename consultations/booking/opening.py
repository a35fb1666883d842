"""Opening hours as people read them: "Senin-Kamis 07.30-16.00"."""

from collections.abc import Iterable
from datetime import time
from itertools import groupby

from django.utils.translation import gettext as _

from clinics.enums import Weekday
from clinics.models import OpeningHours

Span = tuple[time, time]


def format_opening_hours(hours: Iterable[OpeningHours]) -> list[str]:
    """One line for each run of weekdays with the same hours; an empty list where none are known."""
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
