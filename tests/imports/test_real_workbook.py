"""A list of rusun as its keepers left it; shared/data/README.md tells what is in it."""

import time

import pytest

from krs_portal.imports import tables, workbooks
from tests.factories.imports import KIND, REAL, checked

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not REAL.exists(), reason=f"{REAL} IS NOT THERE")]


@pytest.fixture
def batch(office, officer):
    return checked(office, officer, REAL.read_bytes(), REAL.name)


def test_the_table_is_found_without_help():
    book = workbooks.open_workbook(REAL.read_bytes(), REAL.name)
    found = tables.find_table(book.sheet("JATIM"), KIND)
    mapping = {code: heading for heading, code in tables.guess_column_mapping(found, KIND).items()}
    tables.set_totals_aside(found, KIND, {heading: code for code, heading in mapping.items()})

    assert len(found.rows) == 372
    assert [number for number, _cells in found.totals] == [2]
    assert {code: tables.format_column_letters(int(index)) for code, index in mapping.items()} == {
        "name": "F", "region": "H", "towers": "P", "units": "Q", "occupied": "AK", "empty": "AL", "condition": "S",
        "people": "K", "years": "B", "point": "I",
    }  # fmt: skip


def test_the_sums_stand_beside_the_totals_of_the_file(batch):
    sums = {code: (told["file"], told["rows"]) for code, told in batch.sums_before.items()}

    assert sums == {"towers": (375, 375), "units": (11_913, 11_913), "occupied": (None, 10_241), "empty": (None, 1_672)}


def test_every_row_is_there_and_an_unreadable_point_holds_none(batch):
    hinted = batch.rows.hinted()

    assert batch.state == "READY"
    assert sum(batch.counts.values()) == batch.counts["READY"] == 372
    assert {hint["column"] for row in hinted for hint in row.hints} == {"point"}
    assert hinted.count() == 10


def test_what_is_not_read_of_it_is_listed(batch):
    told = {each["reason"] for each in batch.leftovers}
    columns = {each["name"] for each in batch.leftovers if each["reason"] == "UNMAPPED"}

    assert {"UNMAPPED", "TOTAL"} <= told
    assert len(columns) > 20


def test_a_header_figure_that_is_not_its_rows_is_said(batch):
    assert any("375" in note and "STATUS HUNIAN" in note and "372" in note for note in batch.notes)


def test_it_is_read_and_checked_in_three_seconds(office, officer):
    began = time.perf_counter()

    checked(office, officer, REAL.read_bytes(), REAL.name)

    assert time.perf_counter() - began < 3
