"""The likely end of a year, how sure that is, how often it would have been right before; or why none is told.

Earlier years are looked at as they were known on the same day: what comes in late came in late then, too. The year's
end is what is known now times how much the earlier years grew from there; the range is the 80 % prediction interval of
the logarithm of that growth, by Student's t, because the years are few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log, sqrt
from statistics import mean, stdev
from typing import Any

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from clinics.models import ReportingPeriod, Tally
from clinics.questions import FigureQuestion
from clinics.sums import sum_entries_by_office
from krs_portal.kit.clock import add_months, add_years, get_last_moment, get_month_end, today
from krs_portal.kit.formats import format_percent

YEARS = 6  # earlier ones that are looked at
FEWEST = 2  # years of which a spread can be told
MONTHS_BACK = 12  # over which it is told how complete a month is
SETTLED_AFTER = 90  # days after which a month counts as complete
# Student's t for 80 % two-sided, by degrees of freedom.
T80 = {1: 3.078, 2: 1.886, 3: 1.638, 4: 1.533, 5: 1.476}


@dataclass(frozen=True)
class YearCourse:
    """An earlier year: what was known on the like day, and what it came to."""

    year: int
    known: int
    final: int


@dataclass(frozen=True)
class Estimate:
    low: int
    middle: int
    high: int


@dataclass(frozen=True)
class Forecast:
    """`estimate` is None where it would mislead; `reason` says why. It was right `hits` of `trials` times before."""

    estimate: Estimate | None
    reason: str = ""
    years: tuple[int, ...] = ()
    trials: int = 0
    hits: int = 0


@dataclass(frozen=True)
class MonthCompleteness:
    """How much of a month is usually known so long after its end, in hundredths; None without months to tell by."""

    first: date
    share: float | None

    @property
    def shown(self) -> str:
        return format_percent(self.share, 0)


def compute_forecast(question: FigureQuestion, offices: Any, realised: int | None) -> Forecast:
    if question.as_at >= question.period.ends_on:
        return Forecast(None, _("Periode ini sudah lengkap; tidak ada yang diperkirakan."))
    if not realised:
        return Forecast(None, _("Belum ada catatan tahun ini."))
    courses = [course for course in list_courses(question, offices) if course.known > 0 and course.final > 0]
    if len(courses) < FEWEST:
        return Forecast(None, _("Belum ada dua tahun lengkap dengan catatan pada hari yang sama."))
    trials, hits, error, naive = try_on_past(courses)
    years = tuple(course.year for course in courses)
    if not trials:
        return Forecast(None, _("Perkiraan belum dapat diuji: perlu tiga tahun lengkap."), years)
    if error >= naive:
        reason = _(
            "Perkiraan tidak ditampilkan: pada tahun-tahun lalu “seperti tahun sebelumnya” sama tepat atau lebih."
        )
        return Forecast(None, reason, years, trials, hits)
    return Forecast(estimate_end(courses, realised), "", years, trials, hits)


def list_courses(question: FigureQuestion, offices: Any) -> list[YearCourse]:
    """Earlier years of the same kind of period, the oldest first: each as it was known so long after the like day."""
    period, lag = question.period, max((today() - question.as_at).days, 0)
    earlier = ReportingPeriod.objects.filter(kind=period.kind, starts_on__lt=period.starts_on)
    found = []
    for each in earlier.order_by("-starts_on")[:YEARS]:
        apart = period.starts_on.year - each.starts_on.year
        if add_years(period.starts_on, -apart) != each.starts_on:
            continue  # another quarter is no earlier year
        day = min(add_years(question.as_at, -apart), each.ends_on)
        asked = question.but(period=each, as_at=day, known_at=get_last_moment(day + timedelta(days=lag)))
        whole = question.but(period=each, as_at=each.ends_on, known_at=None)
        sums = (sum(sum_entries_by_office(offices, part).values()) for part in (asked, whole))
        found.append(YearCourse(each.starts_on.year, *sums))
    return found[::-1]


def estimate_end(courses: Sequence[YearCourse], realised: int) -> Estimate:
    """Never below what is there already."""
    growth = [log(course.final / course.known) for course in courses]
    number, middle = len(growth), mean(growth)
    reach = T80[number - 1] * stdev(growth) * sqrt(1 + 1 / number)
    low, centre, high = (round(realised * exp(middle + part)) for part in (-reach, 0, reach))
    return Estimate(max(low, realised), max(centre, realised), max(high, realised))


def try_on_past(courses: Sequence[YearCourse]) -> tuple[int, int, int, int]:
    """Each year from those before it: how often, how often right, and how far off beside “as the year before”."""
    trials = hits = error = naive = 0
    for place in range(FEWEST, len(courses)):
        actual = courses[place]
        guess = estimate_end(courses[:place], actual.known)
        trials += 1
        hits += guess.low <= actual.final <= guess.high
        error += abs(guess.middle - actual.final)
        naive += abs(courses[place - 1].final - actual.final)
    return trials, hits, error, naive


def compute_completeness(question: FigureQuestion, offices: Any, months: int = 3) -> list[MonthCompleteness]:
    """Of the last months, how much of a month was known so many days after its end, over the settled year before."""
    now, running = today(), question.as_at.replace(day=1)
    firsts = [add_months(running, -back) for back in range(months, 0, -1)]
    known = sum_by_lag(question, offices, now)
    return [MonthCompleteness(first, share_known(known, (now - get_month_end(first)).days)) for first in firsts]


def sum_by_lag(question: FigureQuestion, offices: Any, now: date) -> dict[int, int]:
    """What came in so many days after the end of its month, of months that are settled."""
    last = (now - timedelta(days=SETTLED_AFTER)).replace(day=1) - timedelta(days=1)
    start = add_months(last.replace(day=1), 1 - MONTHS_BACK)
    rows = Tally.objects.happened(start, last).filter(indicator=question.indicator, office__in=offices)
    by_day = rows.annotate(month=TruncMonth("happened_on")).values_list("month", "recorded_on")
    found: dict[int, int] = {}
    for month, recorded_on, quantity in by_day.annotate(Sum("quantity")).order_by():
        lag = (recorded_on - get_month_end(month)).days
        found[lag] = found.get(lag, 0) + quantity
    return found


def share_known(by_lag: dict[int, int], days: int) -> float | None:
    whole = sum(by_lag.values())
    return 100 * sum(quantity for lag, quantity in by_lag.items() if lag <= days) / whole if whole > 0 else None
