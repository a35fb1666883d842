"""The board as it is shown: figures with their words, drawings and links, decided before the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clinics import figures
from clinics.filters import Question
from clinics.views.provinces import province_map
from krs_portal.kit import charts
from krs_portal.kit.formats import day_short, number, percent


@dataclass(frozen=True)
class Row:
    """One line of the table-chart. `state` is reached, missed, unrecorded or untargeted, and `word` says it."""

    name: str
    state: str
    word: str
    realised: int | None
    target: int | None
    percent: Decimal | None
    capped: int | None
    difference: int | None
    needed: Decimal | None
    chart: SafeString | str = ""
    capped_percent: Decimal | None = None
    rows_url: str = ""
    target_url: str = ""
    full_name: str = ""


@dataclass(frozen=True)
class Month:
    first: date
    name: str


@dataclass(frozen=True)
class MonthCell:
    """`quantity` None: nothing was ever recorded; `is_ahead`: the month has not come by the day of the data."""

    name: str
    quantity: int | None
    is_ahead: bool
    url: str = ""


@dataclass(frozen=True)
class MonthRow:
    name: str
    cells: list[MonthCell]
    total: int | None
    url: str = ""


@dataclass(frozen=True)
class Board:
    question: Question
    answer: str
    reading: str
    figures: figures.Achievements
    rows: list[Row]
    total: Row
    has_pace: bool
    weeks: SafeString
    running: SafeString
    months: list[Month]
    month_rows: list[MonthRow]
    month_sums: list[MonthCell]
    provinces: SafeString | None

    @property
    def decrees(self) -> list[str]:
        return sorted({row.target_decree for row in self.figures.offices if row.target_decree})


def board(user: Any, question: Question, offices: Any, *, opens_rows: bool) -> Board:
    """The whole board in a fixed number of queries. Without `opens_rows` (for the public) no figure is a link."""
    found = figures.achievements(
        user=user,
        indicator=question.indicator,
        period=question.period,
        as_at=question.as_at,
        known_at=question.known_at,
        offices=offices,
    )
    links = Links(question, opens_rows)
    is_running = question.as_at < question.period.ends_on
    scale = max([1, *(max(row.realised or 0, row.target or 0) for row in found.offices)]) * 1.04
    return Board(
        question=question,
        answer=answer(found) if found.offices or not opens_rows else nothing_to_see(found),
        reading=reading(found),
        figures=found,
        rows=[office_row(row, found, links, scale, is_running) for row in found.offices],
        total=total_row(found.total, links),
        has_pace=is_running,
        **by_time(user, question, offices, found, links),
        provinces=province_map(found),
    )


@dataclass(frozen=True)
class Links:
    """Where a figure leads: to its rows, or to the history of its target."""

    question: Question
    opens: bool
    rows_path: str = field(default_factory=lambda: reverse("clinics:rows"))

    def rows(self, **changes: Any) -> str:
        return f"{self.rows_path}?{self.question.but(**changes).query()}" if self.opens else ""

    def target(self, office: Any = None) -> str:
        if not self.opens:
            return ""
        place = f"#unit-{office.code}" if office else ""
        return f"{reverse('clinics:targets')}?{self.question.but(office=None, since=None).query()}{place}"


STATES = {
    "reached": lambda: _("Mencapai target"),
    "missed": lambda: _("Belum mencapai target"),
    "unrecorded": lambda: _("Belum ada catatan"),
    "untargeted": lambda: _("Target belum ditetapkan"),
}


def state_of(row: figures.Figure) -> str:
    if row.realised is None:
        return "unrecorded"
    if row.target is None:
        return "untargeted"
    return "reached" if row.is_reached else "missed"


def office_row(
    row: figures.OfficeFigure, found: figures.Achievements, links: Links, scale: float, is_running: bool
) -> Row:
    state = state_of(row)
    pace = float(found.pace_share * row.target) if is_running and row.target else None
    return Row(
        name=row.short_name or row.office.code,
        full_name=row.name or "",
        state=state,
        word=STATES[state](),
        realised=row.realised,
        target=row.target,
        percent=row.percent,
        capped=row.capped,
        difference=row.difference,
        needed=row.needed_per_week,
        chart=charts.bullet(row.realised, row.target, pace=pace, scale=scale, label=row.name or row.office.code),
        rows_url=links.rows(office=row.office),
        target_url=links.target(row.office),
    )


def total_row(total: figures.TotalFigure, links: Links) -> Row:
    state = state_of(total)
    return Row(
        name=_("Jumlah"),
        state=state,
        word=reached_in_words(total),
        realised=total.realised,
        target=total.target,
        percent=total.percent,
        capped=total.capped,
        capped_percent=total.capped_percent,
        difference=total.difference,
        needed=total.needed_per_week,
        rows_url=links.rows(),
        target_url=links.target(),
    )


def reached_in_words(total: figures.TotalFigure) -> str:
    return _("%(reached)s dari %(offices)s unit mencapai target") % {
        "reached": number(total.offices_reached),
        "offices": number(total.offices),
    }


def answer(found: figures.Achievements) -> str:
    """How do we stand, in one sentence."""
    total, unit = found.total, found.indicator.get_unit_display()
    if total.realised is None:
        return _("Belum ada %(unit)s yang tercatat pada %(period)s.") % {"unit": unit, "period": found.period}
    words = {"realised": number(total.realised), "unit": unit, "target": number(total.target)}
    if total.target is None:
        return _("%(realised)s %(unit)s tercatat; target belum ditetapkan.") % words
    missed = [row for row in found.offices if row.target is not None and not row.is_reached]
    if not missed:
        return _("%(realised)s %(unit)s dari target %(target)s; semua unit mencapai target.") % words
    words |= {"reached": reached_in_words(total), "missed": " dan ".join(row.short_name for row in missed)}
    if len(missed) == 1:
        return _("%(realised)s %(unit)s dari target %(target)s; %(reached)s, %(missed)s belum.") % words
    return _("%(realised)s %(unit)s dari target %(target)s; %(reached)s.") % words


def nothing_to_see(found: figures.Achievements) -> str:
    return _("Pada %(period)s belum ada target atau catatan yang dapat Anda lihat.") % {"period": found.period}


def reading(found: figures.Achievements) -> str:
    """What the total hides: one office's surplus covering another's gap."""
    total = found.total
    if total.capped_percent is None or total.percent is None:
        return ""
    words = {"percent": percent(total.percent), "capped": percent(total.capped_percent)}
    if total.capped == total.realised:
        return _("%(percent)s dari target.") % words
    return _("%(percent)s dari target; %(capped)s bila kelebihan satu unit tidak menutup kekurangan unit lain.") % words


def by_time(user: Any, question: Question, offices: Any, found: figures.Achievements, links: Links) -> dict[str, Any]:
    """The same entries by week and by office and month."""
    weeks = figures.weekly_trend(
        user=user,
        indicator=question.indicator,
        period=question.period,
        as_at=question.as_at,
        known_at=question.known_at,
        offices=offices,
    )
    by_week = [
        charts.Point(
            short(week.starts_on), week.quantity, href=week_url(week, question, links) if week.quantity else None
        )
        for week in weeks
    ]
    by_week += [charts.Point(short(monday), None) for monday in mondays_left(weeks, question)]
    months = months_of(question.period)
    rows = month_rows(question, offices, found, links, months)
    sums = [total_cell(month, [row.cells[place] for row in rows], links) for place, month in enumerate(months)]
    summed = [charts.Point(cell.name, None if cell.is_ahead else cell.quantity or 0) for cell in sums]
    return {
        "weeks": charts.trend(by_week, title=_("Tiap minggu"), height=200),
        "running": charts.trend(
            summed, title=_("Jumlah berjalan"), cumulative=True, target=found.total.target, height=200
        ),
        "months": months,
        "month_rows": rows,
        "month_sums": sums,
    }


def mondays_left(weeks: list[figures.WeekPoint], question: Question) -> list[date]:
    """The weeks that have not come yet: the drawing keeps their place."""
    monday = weeks[-1].starts_on + timedelta(days=7) if weeks else question.period.starts_on
    return [monday + timedelta(days=days) for days in range(0, (question.period.ends_on - monday).days + 1, 7)]


def week_url(week: figures.WeekPoint, question: Question, links: Links) -> str | None:
    first = max(week.starts_on, question.period.starts_on)
    last = min(week.starts_on + timedelta(days=6), question.as_at)
    return links.rows(since=first, as_at=last) or None


def months_of(period: Any) -> list[Month]:
    months, first = [], period.starts_on
    while first <= period.ends_on:
        months.append(Month(first, date_format(first, "M")))
        first = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
    return months


def month_rows(
    question: Question, offices: Any, found: figures.Achievements, links: Links, months: list[Month]
) -> list[MonthRow]:
    sums = figures.realised_by_month(
        offices, question.indicator, question.period.starts_on, question.as_at, question.known_at
    )

    def cell(row: figures.OfficeFigure, month: Month) -> MonthCell:
        quantity = sums.get((row.office.pk, month.first.replace(day=1)))
        return month_cell(month, quantity, links, row.office)

    return [
        MonthRow(
            name=row.short_name or row.office.code,
            cells=[cell(row, month) for month in months],
            total=row.realised,
            url=links.rows(office=row.office) if row.realised is not None else "",
        )
        for row in found.offices
    ]


def month_cell(month: Month, quantity: int | None, links: Links, office: Any = None) -> MonthCell:
    last = (month.first.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    as_at = links.question.as_at
    url = "" if quantity is None else links.rows(office=office, since=month.first, as_at=min(last, as_at))
    return MonthCell(month.name, quantity, month.first > as_at, url)


def total_cell(month: Month, cells: list[MonthCell], links: Links) -> MonthCell:
    recorded = [cell.quantity for cell in cells if cell.quantity is not None]
    return month_cell(month, sum(recorded) if recorded else None, links)


def short(value: date) -> str:
    """ "8 Des": the year stands above."""
    return day_short(value).rsplit(" ", 1)[0]
