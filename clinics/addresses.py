"""The short address of a figure: `layanan.2022.1205.JAW3.persen`, the same on board, paper, workbook and API.

Its parts are the indicator, the period, the days that count, the offices and the kind of figure; behind them, where
the figure is one of an earlier moment, since when it is known. An address that was printed once must always be read as
the same figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.urls import reverse

from clinics.enums import FigureKind, OfficeShare, PeriodKind
from clinics.models import Indicator, ReportingPeriod
from clinics.questions import FigureQuestion
from krs_portal.kit.clock import TimeZone, get_last_moment
from krs_portal.kit.codes import UNMISTAKABLE
from krs_portal.offices.models import Office
from krs_portal.offices.querysets import list_scope_roots

EVERYBODY = "semua"
BELOW = "~"  # behind an office: with those below it
PERIOD_LETTERS = {PeriodKind.SEMESTER: "S", PeriodKind.QUARTER: "Q", PeriodKind.MONTH: "M"}
SHAPE = re.compile(
    r"(?P<indicator>[a-z0-9_-]{1,30})\.(?P<year>[1-9]\d{3})(?:(?P<part>[SQM])(?P<month>\d\d))?"
    r"\.(?:(?P<since>(?:\d{4}|\d{8}))-)?(?P<as_at>\d{4}|\d{8})"
    r"\.(?P<offices>[A-Za-z0-9_~-]{1,200})\.(?P<kind>[a-z-]{4,20})(?:\.(?P<known>2\d{7}|[2-9A-Z]{11}))?"
)
OF_OFFICE = (
    FigureKind.REALISED,
    FigureKind.TARGET,
    FigureKind.PERCENT,
    FigureKind.CAPPED,
    FigureKind.GAP,
    FigureKind.NEEDED,
)
OF_TOTAL = (
    *OF_OFFICE,
    FigureKind.CAPPED_PERCENT,
    FigureKind.SHORT,
    FigureKind.OVER,
    FigureKind.REACHED,
    FigureKind.PACE,
)
OF_RATE = (FigureKind.REALISED, FigureKind.TARGET, FigureKind.PERCENT, FigureKind.GAP)
OF_RATE_TOTAL = (*OF_RATE, FigureKind.REACHED)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
LAST = datetime(2500, 1, 1, tzinfo=UTC)
MOMENT_LENGTH = 11  # microseconds since 2000 in 30 letters: enough until the year 2561
SHARES = {FigureKind.TARGETED: OfficeShare.TARGETED.value, FigureKind.OUTSIDE: OfficeShare.OUTSIDE.value}


@dataclass(frozen=True)
class FigureAddress:
    """A question and which of its figures is meant."""

    question: FigureQuestion
    kind: FigureKind

    def __str__(self) -> str:
        return write_figure_address(self.question, self.kind)

    def of(self, kind: FigureKind, office: Any = None) -> FigureAddress:
        """Another figure of the same question, or of one of its offices."""
        return FigureAddress(self.question.but(office=office, within=()) if office else self.question, kind)

    @property
    def live(self) -> FigureAddress:
        """The same as known now."""
        return FigureAddress(self.question.but(known_at=None), self.kind)

    @property
    def path(self) -> str:
        return reverse("clinics:passport", args=[str(self)])

    @property
    def changes_path(self) -> str:
        """What changed it since, up to now."""
        return reverse("clinics:changes", args=[str(self)])

    @property
    def is_rate(self) -> bool:
        """Whether it is of a ratio: what changed it is read at its two operands."""
        return self.question.indicator.is_ratio

    @property
    def has_rows(self) -> bool:
        """Whether ledger rows add up to it; those of a ratio add up to its operands."""
        return self.kind.is_counted and self.question.indicator.is_count

    @property
    def rows(self) -> FigureQuestion:
        """The question whose rows stand behind the figure: a derived one has those of what was counted."""
        return self.question.but(share=SHARES.get(self.kind, ""))


def write_figure_address(question: FigureQuestion, kind: FigureKind) -> str:
    return write_address_base(question) + write_address_end(question, kind)


def write_year_address(
    indicator: str, year: int, as_at: date, known_at: datetime, office: str, kind: FigureKind
) -> str:
    """The address of a frozen figure from what its paper says, without a question to the database."""
    day = f"{as_at:%m%d}" if as_at.year == year else f"{as_at:%Y%m%d}"
    return f"{indicator}.{year}.{day}.{office or EVERYBODY}.{kind.value}.{write_moment(known_at)}"


def write_passport_paths(question: FigureQuestion, kinds: Iterable[FigureKind], office: Any = None) -> dict[str, str]:
    """The pages of an office's figures, or of all together, by the name of the kind in small letters.

    `reverse` for each figure of 200 offices took 30 ms when measured; their common beginning is asked for once.
    """
    asked = question.but(office=office, within=()) if office else question
    base = get_passport_path() + write_address_base(asked)
    return {kind.name.lower(): f"{base}{write_address_end(asked, kind)}/" for kind in kinds}


@cache
def get_passport_path() -> str:
    return reverse("clinics:passport", args=["-"]).removesuffix("-/")


def list_scope_offices(user: Any) -> tuple[Office, ...]:
    """Those below which somebody sees, none for who sees all: a total that they read is of these by its address."""
    roots = list_scope_roots(user)
    return tuple(Office.objects.filter(pk__in=roots).order_by("code")) if roots else ()


def write_address_base(question: FigureQuestion) -> str:
    """What all figures of the question share; `write_address_end` follows it."""
    period = question.period
    part = PERIOD_LETTERS.get(PeriodKind(period.kind), "")
    days = write_day(question.as_at, period)
    if question.since and question.since != period.starts_on:
        days = f"{write_day(question.since, period)}-{days}"
    months = f"{part}{period.starts_on:%m}" if part else ""
    return f"{question.indicator.code}.{period.starts_on.year}{months}.{days}.{write_offices(question)}."


def write_address_end(question: FigureQuestion, kind: FigureKind) -> str:
    return f"{kind.value}.{write_moment(question.known_at)}" if question.known_at else kind.value


def write_day(day: date, period: ReportingPeriod) -> str:
    return f"{day:%m%d}" if day.year == period.starts_on.year else f"{day:%Y%m%d}"


def write_offices(question: FigureQuestion) -> str:
    if question.office:
        return question.office.code
    return "".join(sorted(f"{office.code}{BELOW}" for office in question.within)) or EVERYBODY


def write_moment(moment: datetime) -> str:
    """The end of a day as the day, as people ask; any other moment to the microsecond."""
    moment = min(max(moment, EPOCH), LAST)  # nothing was recorded before, and nothing will have been after
    local = moment.astimezone(TimeZone.WIB.info)
    if local.time() == time.max:
        return f"{local:%Y%m%d}"
    number, letters = (moment - EPOCH) // timedelta(microseconds=1), ""
    for _place in range(MOMENT_LENGTH):
        number, digit = divmod(number, len(UNMISTAKABLE))
        letters = UNMISTAKABLE[digit] + letters
    return letters


def read_figure_address(text: str) -> FigureAddress | None:
    """The figure at an address; None where nothing of ours is meant. Raises nothing, whatever is written there."""
    found = SHAPE.fullmatch(text)
    if found is None or found["kind"] not in FigureKind:
        return None
    try:
        known_at = read_moment(found["known"]) if found["known"] else None
        indicator = Indicator.objects.measured().filter(code=found["indicator"]).first()
        period = find_period(found)
        offices = read_offices(found["offices"])
        if indicator is None or period is None or offices is None:
            return None
        as_at = read_day(found["as_at"], period)
        since = read_day(found["since"], period) if found["since"] else None
    except (ValueError, OverflowError):  # 31 February, or a moment beyond all calendars
        return None
    kind = FigureKind(found["kind"])
    if not is_figure_of(kind, indicator, is_total="office" not in offices):
        return None
    if since and not kind.is_counted:  # a target is one of the whole period
        return None
    if not period.starts_on <= (since or period.starts_on) <= as_at <= period.ends_on:
        return None
    question = FigureQuestion(indicator, period, as_at, known_at, since=since, **offices)
    return FigureAddress(question, kind)


def is_figure_of(kind: FigureKind, indicator: Indicator, *, is_total: bool) -> bool:
    """A survey's values have a page of their own; of what does not add up, few figures have a meaning."""
    if indicator.is_ratio:
        return kind in (OF_RATE_TOTAL if is_total else OF_RATE)
    return indicator.is_count


def find_period(found: re.Match[str]) -> ReportingPeriod | None:
    year, part = int(found["year"]), found["part"]
    if not part:
        return ReportingPeriod.objects.of_year(year).first()
    kind = next(kind for kind, letter in PERIOD_LETTERS.items() if letter == part)
    return ReportingPeriod.objects.filter(
        kind=kind, starts_on__year=year, starts_on__month=int(found["month"])
    ).first()  # fmt: skip


def read_day(text: str, period: ReportingPeriod) -> date:
    year = period.starts_on.year if len(text) == 4 else int(text[:4])
    return date(year, int(text[-4:-2]), int(text[-2:]))


def read_offices(text: str) -> dict[str, Any] | None:
    """What narrows the question; codes are read in whichever case they are typed."""
    if text.lower() == EVERYBODY:
        return {}
    codes = [code for code in text.split(BELOW) if code]
    found = [Office.objects.filter(code__iexact=code).first() for code in codes]
    if not found or None in found:
        return None
    if BELOW in text:
        return {"within": tuple(found)} if text.endswith(BELOW) else None
    return {"office": found[0]}


def read_moment(text: str) -> datetime:
    if len(text) == 8:
        return get_last_moment(date(int(text[:4]), int(text[4:6]), int(text[6:])))
    number = 0
    for letter in text:
        number = number * len(UNMISTAKABLE) + UNMISTAKABLE.index(letter)
    return EPOCH + timedelta(microseconds=number)
