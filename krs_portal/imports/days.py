"""Parsers for days and years. Each column says what kind of day it holds, and that decides the century.

A year of two digits means the only century in which the day is possible for its kind; if two are, the writer is asked.
Nobody is born or moves in in the future, so such a day waits for its correction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.imports.values import InvalidCell, Parse, UnreadableCell, format_cell, is_blank_cell, quote_cell
from krs_portal.kit import formats
from krs_portal.kit.clock import add_years, today

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan", "februari feb pebruari peb", "maret mar", "april apr", "mei may", "juni jun", "juli jul",
            "agustus agu agt ags aug", "september sep sept", "oktober okt oct", "november nov nopember nop",
            "desember des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
EXCEL_BEGAN = date(1899, 12, 30)
CENTURIES = (1900, 2000)


@dataclass(frozen=True)
class DayKind:
    """From when to when a kind of day is possible, in years before and after today, and never before `earliest`."""

    years_back: int
    years_ahead: int = 0
    earliest: date = date(1800, 1, 1)

    @property
    def first(self) -> date:
        return max(self.earliest, add_years(today(), -self.years_back))

    @property
    def last(self) -> date:
        return add_years(today(), self.years_ahead)

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last


BIRTH = DayKind(years_back=110)
EVENT = DayKind(years_back=100, earliest=date(1945, 8, 17))  # something that happened: moved in, built, answered
TERM = DayKind(years_back=100, years_ahead=50, earliest=date(1945, 8, 17))  # an end that was agreed on
PLAN = DayKind(years_back=100, years_ahead=5, earliest=date(1945, 8, 17))  # a budget


def build_day_parser(kind: DayKind = EVENT) -> Parse:
    """Parser for a day, returned as ISO text: Excel's serial number, `31/12/2022`, `31-12-22`, `31 Desember 2022`."""

    def parse(raw: Any) -> str | None:
        if is_blank_cell(raw) or raw == 0 or raw == "0":
            return None
        found = read_day(raw, kind)
        if not kind.has(found):
            raise InvalidCell(explain_impossible_day(found, kind))
        return found.isoformat()

    return parse


def explain_impossible_day(day: date, kind: DayKind) -> str:
    if not kind.years_ahead and day > kind.last:
        return _("“%s” belum tiba.") % formats.format_day(day)
    return _("“%(day)s” di luar batas %(first)s sampai %(last)s.") % {
        "day": formats.format_day(day),
        "first": formats.format_day(kind.first),
        "last": formats.format_day(kind.last),
    }


def read_day(raw: Any, kind: DayKind) -> date:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if not 1 <= raw < 80_000:
            raise UnreadableCell(_("“%s” bukan tanggal.") % quote_cell(format_cell(raw)))
        return EXCEL_BEGAN + timedelta(days=int(raw))
    written = str(raw).strip().casefold()
    if found := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", written):
        year, month, of_month = found.groups()
    elif found := re.fullmatch(r"(?:[a-z']+,\s*)?(\d{1,2})[\s./-]+([a-z]+|\d{1,2})[\s./-]+(\d{4}|\d{2})", written):
        of_month, month, year = found.groups()
    else:
        raise UnreadableCell(_("“%s” bukan tanggal; tulis seperti 31/12/2022.") % quote_cell(raw))
    number = MONTHS.get(month, 0) if month.isalpha() else int(month)
    if not 1 <= number <= 12:
        raise UnreadableCell(
            _("“%s” bukan tanggal; bulannya tidak ada. Tulis hari dahulu: 31/12/2022.") % quote_cell(raw)
        )
    if len(year) == 2:
        return choose_century(raw, int(year), number, int(of_month), kind)
    return build_day(raw, int(year), number, int(of_month))


def choose_century(raw: Any, year: int, month: int, of_month: int, kind: DayKind) -> date:
    """The day in the only century in which it is possible for its kind."""
    days = [build_day(raw, century + year, month, of_month) for century in CENTURIES]
    possible = [day for day in days if kind.has(day)]
    if len(possible) == 1:
        return possible[0]
    if possible:
        raise InvalidCell(explain_two_centuries(raw))
    raise InvalidCell(explain_no_century(raw))


def explain_two_centuries(raw: Any) -> str:
    return _("Tahun pada “%s” bisa dari abad lalu atau abad ini; tulis tahunnya dengan empat angka.") % quote_cell(raw)


def explain_no_century(raw: Any) -> str:
    return _("Tahun pada “%s” tidak mungkin untuk kolom ini; tulis tahunnya dengan empat angka.") % quote_cell(raw)


def build_day(raw: Any, year: int, month: int, of_month: int) -> date:
    try:
        return date(year, month, of_month)
    except ValueError:
        raise UnreadableCell(_("“%s” tidak ada dalam kalender.") % quote_cell(raw)) from None


def build_year_parser(kind: DayKind = EVENT) -> Parse:
    """Parser for one year: `1998`, `98`; 0 is unknown."""
    years = build_years_parser(kind)

    def parse(raw: Any) -> int | None:
        if isinstance(raw, float) and not raw.is_integer():
            raise InvalidCell(_("“%s” bukan tahun.") % quote_cell(raw))
        written = format_cell(raw).strip()
        if written.isascii() and written.isdigit() and len(written) == 2:
            possible = [
                century + int(written)
                for century in CENTURIES
                if kind.first.year <= century + int(written) <= kind.last.year
            ]
            if len(possible) != 1:
                raise InvalidCell(explain_two_centuries(raw) if possible else explain_no_century(raw))
            return possible[0]
        span = years(raw)
        if span and span["first"] != span["last"]:
            raise InvalidCell(_("“%s” lebih dari satu tahun; tulis satu tahun.") % quote_cell(raw))
        return span["first"] if span else None

    return parse


def build_years_parser(kind: DayKind = PLAN) -> Parse:
    """Parser for a year or a span: `2014`, `2010 - 2011`, `Stimulus 2009` → `{"first": 2010, "last": 2011}`."""

    def parse(raw: Any) -> dict[str, int] | None:
        if is_blank_cell(raw) or raw == 0 or raw == "0":
            return None
        found = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", format_cell(raw))]
        if not 1 <= len(found) <= 2:
            raise UnreadableCell(
                _("“%s” bukan tahun; tulis seperti 2014 atau 2010 - 2011.") % quote_cell(format_cell(raw))
            )
        if found[0] > found[-1]:
            raise InvalidCell(_("Tahun berakhir sebelum dimulai: “%s”.") % quote_cell(raw))
        if found[-1] > kind.last.year:
            raise InvalidCell(_("Tahun “%s” belum tiba.") % quote_cell(format_cell(raw)))
        return {"first": found[0], "last": found[-1]}

    return parse
