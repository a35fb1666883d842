"""What an outside reader is told: whoever may not open the rows of a figure, on every page, file and operation.

Two rules, so that no single visit can be read or reckoned from what is public:

- A figure is public as at the end of a quarter and as at the days for which a figure was published. Totals of offices
  as at these official days stand, however small. As at days in between, one would take one total from the next.
- The months of an office between two official days are shown unless one of them is small: from 1 to one less than the
  period's `fewest_shown`. A small month is hidden together with three others that form a rectangle with it, of two
  months and two offices (or an office and the sum of all). Add one to the small cell, take one from its two neighbours
  and add one to the cell opposite: every sum that is published stays as it is. So none of the four follows from them.

The sums of all offices are one more row of the table, and are hidden like any other where they have to be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from clinics.addresses import FigureAddress
from clinics.enums import FigureKind, PeriodKind
from clinics.models import Indicator, MonthTally, PublishedFigure, ReportingPeriod, Tally
from clinics.questions import FigureQuestion, find_default_period
from clinics.vintages import Vintage, find_vintage
from krs_portal.kit.clock import add_months, day_of, get_last_moment, get_month_end, today
from krs_portal.kit.formats import format_day
from krs_portal.offices.models import Office

Row = int | None  # the key of an office; None is the sum of all
Table = dict[Row, dict[date, int]]  # by the first day of a piece of the period
Cell = tuple[Row, date]

KNOWN_LATER = (0, 30, 90, 365)  # days after an official day at whose ends its figures are public as they were known
QUARTER = 3  # months


@dataclass(frozen=True)
class Piece:
    """Days between two ends of months or official days."""

    first: date
    last: date

    @property
    def month(self) -> date:
        return self.first.replace(day=1)

    @property
    def is_month(self) -> bool:
        return self.first.day == 1 and self.last == get_month_end(self.first)


# Official days


def list_official_days(period: ReportingPeriod) -> list[date]:
    """The days as at which figures of the period are public, in their order; none while its first quarter runs."""
    if period.kind == PeriodKind.MONTH:
        return []
    ends = [day for day in list_quarter_ends(period.starts_on, period.ends_on) if day < today()]
    published = list_published_moments(period)
    return sorted({*ends, *(day for day, _known in published)})


def list_quarter_ends(first: date, last: date) -> list[date]:
    start = date(first.year, first.month - (first.month - 1) % QUARTER, 1)
    ends = []
    while start <= last:
        start = add_months(start, QUARTER)
        ends.append(start - timedelta(days=1))
    return [day for day in ends if day <= last]


def get_last_official_day() -> date:
    """The end of the last quarter that is over."""
    day = today()
    return date(day.year, day.month - (day.month - 1) % QUARTER, 1) - timedelta(days=1)


def list_published_moments(period: ReportingPeriod) -> list[tuple[date, datetime]]:
    """As at which days figures were published, and since when what they said was known: never before that day."""
    stated = PublishedFigure.objects.filter(
        withdrawn_at__isnull=True, as_at__gte=period.starts_on, as_at__lte=period.ends_on
    )
    pairs = [(figure.as_at, figure.known_at) for figure in stated.select_related("revision")]
    return [(day, known) for day, known in pairs if day_of(known) >= day]


def find_official_day(days: list[date], asked: date | None) -> date:
    """The last official day up to the one asked for; the newest where none is asked, or none is that old."""
    return next((day for day in reversed(days) if asked and day <= asked), days[-1])


def list_official_knowings(question: FigureQuestion) -> list[datetime]:
    """The moments at which the question's day was published, or is public as it was known."""
    stated = [known for day, known in list_published_moments(question.period) if day == question.as_at]
    return stated + [get_last_moment(question.as_at + timedelta(days=days)) for days in KNOWN_LATER]


def find_public_question(indicator: Indicator) -> FigureQuestion | None:
    """What an outside reader is told first: the newest year whose targets stand, as at its newest official day."""
    period = find_default_period(indicator, get_last_official_day())
    days = list_official_days(period) if period else []
    return FigureQuestion(indicator, period, days[-1]) if period and days else None


# The table of offices and months


def list_hidden_months(question: FigureQuestion) -> set[Cell]:
    """The cells of the table of offices and months, as at the day, that an outside reader is not shown."""
    parts = list_parts(question.period)
    pieces = [piece for part in parts for piece in part]
    table = sum_pieces(question, pieces)
    months = {piece.first: piece.month for piece in pieces if piece.last <= question.as_at}
    hidden: set[Cell] = set()
    for part in parts:
        found = hide_small_cells(table, [piece.first for piece in part], question.period.fewest_shown)
        hidden |= {(row, months[column]) for row, column in found if column in months}
    return hidden


def list_parts(period: ReportingPeriod) -> list[list[Piece]]:
    """The period up to its last official day, cut at the official days, each part cut at the ends of months."""
    parts, first = [], period.starts_on
    for day in list_official_days(period):
        pieces = []
        while first <= day:
            last = min(get_month_end(first), day)
            pieces.append(Piece(first, last))
            first = last + timedelta(days=1)
        parts.append(pieces)
    return parts


def sum_pieces(question: FigureQuestion, pieces: list[Piece]) -> Table:
    """What each clinic achieved in each piece, and the sums of all under None. Most pieces are whole months."""
    table: Table = {None: dict.fromkeys((piece.first for piece in pieces), 0)}
    asked = {"indicator": question.indicator, "office__in": Office.objects.clinics()}
    months = [piece.first for piece in pieces if piece.is_month]
    whole = MonthTally.objects.filter(**asked, month__in=months).values_list("office_id", "month", "quantity")
    found = list(whole)
    for piece in pieces:
        if not piece.is_month:
            cut = Tally.objects.filter(**asked).happened(piece.first, piece.last)
            by_office = cut.values_list("office_id").annotate(Sum("quantity")).order_by()
            found += [(office, piece.first, quantity) for office, quantity in by_office]
    for office, first, quantity in sorted(found):
        table.setdefault(office, {})[first] = quantity
        table[None][first] += quantity
    return table


def hide_small_cells(table: Table, columns: list[date], fewest: int) -> set[Cell]:
    """The small cells of these columns, and with each the three that keep it from being reckoned.

    Row sums and column sums are taken to be known. A single column is its own row sum: nothing in it can be hidden.
    """
    if len(columns) < 2:
        return set()
    there = {row: cells for row, cells in table.items() if row is None or not cells.keys().isdisjoint(columns)}
    small = {(row, column) for row in there for column in columns if 0 < there[row].get(column, 0) < fewest}
    costs = {row: {column: 0 if (row, column) in small else cells.get(column, 0) + 1 for column in columns}
             for row, cells in there.items()}  # fmt: skip
    cheapest = {
        pair: sorted(there, key=lambda row: costs[row][pair[0]] + costs[row][pair[1]])
        for pair in permutations(columns, 2)
    }
    hidden: set[Cell] = set()
    for cell in sorted(small, key=lambda each: (each[0] or 0, each[1])):
        if cell not in hidden:
            hidden |= find_rectangle(cell, there, cheapest, costs)
    return hidden


def find_rectangle(
    cell: Cell, table: Table, cheapest: dict[tuple[date, date], list[Row]], costs: Table
) -> set[Cell]:  # fmt: skip
    """The cell and three more, of those that show least; what is hidden anyway costs nothing.

    A rectangle in which nothing could be moved without falling below nought is the last choice. Rows are tried in one
    order for all cells, so that most rectangles share theirs: 200 offices take a few milliseconds.
    """
    row, column = cell
    found: list[tuple[bool, int, date, Row]] = []
    for (first, beside), rows in cheapest.items():
        if first == column:
            others = [other for other in rows if other != row]
            other = next((each for each in others if can_move(cell, (each, beside), table)), others[0])
            cost = costs[row][beside] + costs[other][column] + costs[other][beside]
            found.append((not can_move(cell, (other, beside), table), cost, beside, other))
    *_cost, beside, other = min(found, key=lambda each: each[:3])
    return {cell, (row, beside), (other, column), (other, beside)}


def can_move(cell: Cell, opposite: Cell, table: Table) -> bool:
    """Whether one can be added at a corner and taken at the next, or the other way, with no cell below nought.

    In the row of the sums a cell moves with the column's own: there the signs are the other way round.
    """
    (row, column), (other, beside) = cell, opposite
    near, far = table[row].get(beside, 0), table[other].get(column, 0)
    here, across = table[row].get(column, 0), table[other].get(beside, 0)
    if row is None or other is None:
        far, across = across, far
    return min(near, far) > 0 or min(here, across) > 0


# One figure by its address


def why_not_tell(address: FigureAddress) -> str | None:
    """Why an outside reader is not told this figure."""
    question = address.question
    days = list_official_days(question.period)
    if not days:
        return describe_waiting(question.period)
    is_first_month = question.as_at == get_month_end(question.period.starts_on)
    if question.start != question.period.starts_on or (is_first_month and question.as_at not in days):
        return why_not_tell_month(address, days)
    if question.as_at not in days:
        return _("Untuk umum, angka tampil per akhir triwulan dan per tanggal yang sudah terbit; terdekat %(day)s.") % {
            "day": format_day(find_official_day(days, question.as_at))
        }
    if question.known_at and question.known_at not in list_official_knowings(question):
        return describe_knowings()
    return None


def why_not_tell_month(address: FigureAddress, days: list[date]) -> str | None:
    """Of a part of a period, an outside reader is told whole months that the public table shows."""
    question = address.question
    month = question.start
    is_month = Piece(month, question.as_at).is_month
    is_plain = address.kind == FigureKind.REALISED and not question.within and not question.known_at
    if not is_month or not is_plain or question.as_at > days[-1]:
        return _("Untuk umum, bagian tahun hanya tampil sebagai bulan dalam triwulan yang sudah berakhir.")
    whole = question.but(since=None, office=None, as_at=days[-1])
    row = question.office.pk if question.office else None
    if (row, month) in list_hidden_months(whole):
        return describe_hiding(question.period)
    return None


def describe_knowings() -> str:
    return _("Untuk umum, angka tampil seperti diketahui sekarang atau seperti sudah terbit.")


def describe_waiting(period: ReportingPeriod) -> str:
    return _("Untuk umum, angka %(period)s tampil sesudah triwulan pertamanya berakhir.") % {"period": period.name}


def describe_hiding(period: ReportingPeriod) -> str:
    return _(
        "Tidak ditampilkan untuk umum: sel di bawah %(fewest)d, dan sel lain yang dengannya sel itu dapat dihitung, "
        "disembunyikan supaya tidak ada orang yang dikenali."
    ) % {"fewest": period.fewest_shown}


def list_public_vintages(address: FigureAddress, known: list[Vintage]) -> list[Vintage]:
    """The figure at the ends of the days whose knowing is public, and now; the days in between are not told apart."""
    as_at = address.question.as_at
    days = [as_at + timedelta(days=days) for days in KNOWN_LATER]
    found = [Vintage(day, find_vintage(known, day).value) for day in days if day < today()]
    return [*found, Vintage(today(), known[-1].value)]


def drop_small_parts(parts: Iterable[Any], period: ReportingPeriod) -> list[Any]:
    """Of what an office recorded late, an outside reader is told what is not small."""
    return [part for part in parts if part.entries >= period.fewest_shown and abs(part.quantity) >= period.fewest_shown]
