"""What an outside reader can reckon from everything that is public: no small cell, by linear algebra over all of it.

Each published number is an equation about the unknown quantities of an office in a piece of the year. A cell can be
reckoned exactly when it is a combination of these equations: when it lies in their row space.
"""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinics import disclosure
from clinics.disclosure import hide_small_cells
from clinics.enums import Measure
from clinics.models import PublishedFigure, ReportingPeriod
from krs_portal.kit.clock import get_month_end
from tests.factories import clinics, offices

PRIME = 2**61 - 1  # numbers modulo a prime: exact, and as good as fractions for whole small coefficients
MONTHS = [date(2022, month, 1) for month in range(1, 13)]
PUBLISHED = date(2022, 11, 15)
FEWEST = 10


class RowSpace:
    """The span of equations, each a dict from unknown to coefficient."""

    def __init__(self):
        self.rows = {}  # by leading unknown

    def reduce(self, equation):
        left = {key: value % PRIME for key, value in equation.items() if value % PRIME}
        for lead in sorted(self.rows):
            if factor := left.get(lead):
                for key, value in self.rows[lead].items():
                    left[key] = (left.get(key, 0) - factor * value) % PRIME
                    if not left[key]:
                        del left[key]
        return left

    def add(self, equation):
        if left := self.reduce(equation):
            lead = min(left)
            inverse = pow(left[lead], -1, PRIME)
            self.rows[lead] = {key: value * inverse % PRIME for key, value in left.items()}

    def holds(self, equation):
        return not self.reduce(equation)


def list_recovered(table, columns, hidden):
    """The hidden cells of a table with all its sums known that can be reckoned."""
    rows = [row for row in table if row is not None]
    known = RowSpace()
    for row in rows:
        known.add({(row, column): 1 for column in columns})
        for column in columns:
            if (row, column) not in hidden:
                known.add({(row, column): 1})
    for column in columns:
        if (None, column) not in hidden:
            known.add({(row, column): 1 for row in rows})
    wanted = {cell: {cell: 1} if cell[0] else {(row, cell[1]): 1 for row in rows} for cell in hidden}
    return [cell for cell, equation in wanted.items() if known.holds(equation)]


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=1, max_size=6))
@settings(max_examples=200, deadline=None)
def test_of_any_table_no_small_cell_can_be_reckoned(cells):
    columns = MONTHS[:3]
    table = {row: dict(zip(columns, of, strict=True)) for row, of in enumerate(cells, 1)}
    table[None] = {column: sum(of[column] for row, of in table.items() if row) for column in columns}

    hidden = hide_small_cells(table, columns, FEWEST)

    small = {(row, column) for row, of in table.items() for column, quantity in of.items() if 0 < quantity < FEWEST}
    assert small <= hidden
    assert list_recovered(table, columns, hidden) == []


def test_a_small_cell_hidden_alone_can_be_reckoned():
    """The test would see it."""
    table = {1: {MONTHS[0]: 5, MONTHS[1]: 20}, 2: {MONTHS[0]: 30, MONTHS[1]: 20}}
    alone = {(1, MONTHS[0])}

    assert list_recovered(table, MONTHS[:2], alone) == [(1, MONTHS[0])]


QUANTITIES = {  # by office: January to December; the day within the month is the 10th, and the 20th in November
    "BALI": [3, 14, 0, 12, 15, 16, 2, 8, 20, 14, 12, 17],
    "JAW3": [50, 61, 44, 70, 58, 49, 66, 72, 38, 55, 60, 37],
    "KAL1": [25, 31, 20, 9, 28, 31, 22, 27, 30, 26, 24, 32],
    "BARU": [0, 0, 0, 0, 0, 4, 5, 11, 12, 3, 6, 2],  # without a target
}


def load_year():
    of = {}
    for code, quantities in QUANTITIES.items():
        of[code] = offices.office(code)
        if code != "BARU":
            clinics.target(of[code])
        for first, quantity in zip(MONTHS, quantities, strict=True):
            for measure, amount in ((Measure.CONSULTATION, quantity), (Measure.GROUP, quantity // 4)):
                parts = [(9, amount)] if first.month != 11 else [(9, amount // 2), (19, amount - amount // 2)]
                for days, part in parts:
                    if part:
                        clinics.entry(of[code], first + timedelta(days=days), part, clinics.indicator(measure))
    clinics.published(600)
    PublishedFigure.objects.create(
        indicator=clinics.indicator(), period=clinics.year(), value=580, as_at=PUBLISHED,
        stated_on=date(2022, 11, 18), source="Radio",
    )  # fmt: skip
    return of


PIECES = sorted([*MONTHS, PUBLISHED + timedelta(days=1), date(2022, 12, 6)])


def list_unknowns(row, first, last, indicator):
    codes = [row] if row else list(QUANTITIES)
    return {(indicator, code, piece): 1 for code in codes for piece in PIECES if first <= piece <= last}


def read_number(text):
    return int(text.replace(".", "")) if re.fullmatch(r"[\d.]+", text) else None


def read_table(page):
    """Each row of the months' table as its name and the words of its cells."""
    body = page.split('class="table-box board-months"')[1].split("</table>")[0]
    for row in re.findall(r"<tr>.*?</tr>", body.split("<tbody>")[1], re.S):
        words = [re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", " ", cell))).strip() for cell in
                 re.findall(r"<t[hd].*?</t[hd]>", row, re.S)]  # fmt: skip
        yield words[0], words[1:]


class Reader:
    """Somebody without an account who writes down every number, and every month that is not shown."""

    def __init__(self, client):
        self.client, self.known, self.unshown = client, RowSpace(), {}

    def read_board(self, indicator, day):
        page = self.client.get(f"/capaian/?year=2022&as_at={day}&indicator={indicator}").content.decode()
        for name, words in read_table(page):
            row = None if name == "Jumlah" else name
            *cells, total = words
            assert len(cells) == 12
            self.note(indicator, row, MONTHS[0], day, total)
            for first, word in zip(MONTHS, cells, strict=True):
                last = min(get_month_end(first), day)
                if word.startswith("×"):
                    self.unshown[indicator, row, first, last] = list_unknowns(row, first, last, indicator)
                elif first <= day:
                    self.note(indicator, row, first, last, word)

    def note(self, indicator, row, first, last, word):
        """A dash is a nought as good as any."""
        assert word == "–" or read_number(word) is not None, word
        self.known.add(list_unknowns(row, first, last, indicator))

    def ask(self, address, indicator, row, first, last):
        answer = self.client.get(f"/api/v1/figures/{address}/")
        page = self.client.get(f"/angka/{address}/")
        assert answer.status_code == page.status_code
        if answer.status_code == 200:
            self.known.add(list_unknowns(row, first, last, indicator))
        return answer.status_code


@pytest.mark.django_db
def test_no_small_month_can_be_reckoned_from_all_that_is_public(client):
    load_year()
    reader = Reader(client)
    days = disclosure.list_official_days(clinics.year())

    assert [day for day in days if day.month % 3 or day.day < 30] == [PUBLISHED, date(2022, 12, 5)]
    frozen = client.get("/capaian/?year=2022&as_at=2022-06-30&known_at=2022-06-30").context["board"]
    assert (frozen.month_rows, frozen.weeks, frozen.running) == ([], "", "")
    for indicator in ("layanan", "kelompok"):
        for day in [*days, date(2022, 11, 20), date(2022, 4, 12)]:  # the last two give way to days before them
            reader.read_board(indicator, disclosure.find_official_day(days, day))
            for row in (None, *QUANTITIES):
                ends = f"{day:%m%d}.{row or 'semua'}"
                told = {reader.ask(f"{indicator}.2022.{ends}.{kind}", indicator, row, MONTHS[0], day)
                        for kind in ("realisasi", "selisih", "realisasi.20221231")}  # fmt: skip
                assert told <= ({200, 403} if day in days else {403})
        for first in MONTHS:
            for row in (None, *QUANTITIES):
                for last in (get_month_end(first), first + timedelta(days=9)):
                    span = f"{last:%m%d}" if first.month == 1 else f"{first:%m%d}-{last:%m%d}"
                    address = f"{indicator}.2022.{span}.{row or 'semua'}.realisasi"
                    reader.ask(address, indicator, row, first, last)

    small = {
        ("layanan", code, first, get_month_end(first))
        for code, quantities in QUANTITIES.items()
        for first, quantity in zip(MONTHS, quantities, strict=True)
        if 0 < quantity < FEWEST
    }
    assert small <= reader.unshown.keys()
    assert [cell for cell, equation in reader.unshown.items() if reader.known.holds(equation)] == []
    assert reader.known.holds(list_unknowns("BALI", MONTHS[0], date(2022, 12, 31), "layanan"))  # a total is public


@pytest.mark.django_db
def test_small_cells_hidden_alone_are_reckoned_from_the_public_tables(client, monkeypatch):
    """So the test above can fail."""
    monkeypatch.setattr(disclosure, "find_rectangle", lambda cell, *_known: {cell})
    load_year()
    reader = Reader(client)

    reader.read_board("layanan", date(2022, 12, 31))

    recovered = [cell[1] for cell, equation in reader.unshown.items() if reader.known.holds(equation)]
    assert "KAL1" in recovered


@pytest.mark.django_db
def test_whoever_may_open_the_rows_is_told_everything(client, signed_in):
    load_year()
    browser = signed_in(offices.evaluator())

    own = browser.get("/angka/layanan.2022.0131.BALI.realisasi/")
    board = browser.get("/dasbor/?year=2022&as_at=2022-04-12").content.decode()

    assert own.context["passport"].value == 3
    assert dict(read_table(board))["BALI"][:4] == ["3", "14", "–", "12"]


@pytest.mark.django_db
def test_what_is_not_told_says_why_and_where_else(client):
    load_year()

    month = client.get("/angka/layanan.2022.0701-0731.BALI.realisasi/")
    day = client.get("/angka/layanan.2022.0412.BALI.realisasi/")
    knowing = client.get("/angka/layanan.2022.0630.BALI.realisasi.20220711/")
    board = client.get("/capaian/?year=2022&as_at=2022-06-30&known_at=2022-07-11")
    changes = client.get("/angka/layanan.2022.0630.BALI.realisasi/perubahan/?then=2022-07-11")
    problem = client.get("/api/v1/figures/layanan.2022.0412.BALI.realisasi/")

    assert [answer.status_code for answer in (month, day, knowing, problem)] == [403] * 4
    assert [answer.status_code for answer in (board, changes)] == [400, 400]
    assert "sel di bawah 10" in month.content.decode()
    assert "31 Maret 2022" in day.content.decode()
    assert "sudah terbit" in knowing.content.decode()
    assert "triwulan" in problem.content.decode()
    assert b"\xc3\x97" in client.get("/capaian/?year=2022").content


@pytest.mark.django_db
def test_the_threshold_is_data_of_the_period(client):
    load_year()
    ReportingPeriod.objects.update(fewest_shown=3)

    assert client.get("/api/v1/figures/layanan.2022.0131.BALI.realisasi/").json()["value"] == 3
    assert client.get("/api/v1/figures/layanan.2022.0701-0731.BALI.realisasi/").status_code == 403  # 2 of July


@pytest.mark.django_db
def test_a_year_is_public_from_the_end_of_its_first_quarter():
    period = clinics.year(2022)

    assert disclosure.list_official_days(period)[-1] == period.ends_on
    assert disclosure.list_quarter_ends(date(2027, 1, 1), date(2027, 3, 30)) == []
    assert disclosure.find_official_day([date(2022, 3, 31), date(2022, 6, 30)], date(2022, 2, 1)) == date(2022, 6, 30)
