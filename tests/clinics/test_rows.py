"""The rows behind a figure, on the page and in the file."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from clinics import services
from clinics.enums import Cause
from tests.factories import clinics, offices

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def year():
    return clinics.year()


ROWS = "/dasbor/baris/?year=2022&indicator=layanan"


def remarks_of(response) -> dict[int, str]:
    return {line.entry.pk: " ".join(line.remarks) for line in response.context["lines"]}


def test_a_correction_shows_both_sides_and_the_sum_holds(signed_in):
    office = offices.balai("JAW3")
    entry = clinics.entry(office, date(2022, 3, 1), 4)
    [reversal] = services.reverse_entries(
        cause=Cause.REOPENED, entries=[entry], at=datetime(2022, 3, 2, tzinfo=UTC), by=None
    )
    clinics.entry(office, date(2022, 3, 1), 3)

    response = signed_in(offices.evaluator()).get(f"{ROWS}&office=JAW3")

    assert response.context["realised"] == 3
    assert response.context["entries"] == 3
    remarks = remarks_of(response)
    assert f"Dibalik oleh entri {reversal.pk}" in remarks[entry.pk]
    assert remarks[reversal.pk] == f"Membalik entri {entry.pk}."


def test_what_was_recorded_later_is_marked(signed_in):
    office = offices.balai("JAW3")
    punctual = clinics.entry(office, date(2022, 12, 1))
    slow = clinics.entry(office, date(2022, 11, 1), recorded_at=datetime(2022, 11, 20, tzinfo=UTC))
    after = clinics.entry(office, date(2022, 12, 4), recorded_at=datetime(2022, 12, 6, 3, tzinfo=UTC))

    remarks = remarks_of(signed_in(offices.evaluator()).get(f"{ROWS}&as_at=2022-12-05"))

    assert remarks[punctual.pk] == ""
    assert remarks[slow.pk] == "Dicatat kemudian, 19 hari sesudah terjadi."
    assert remarks[after.pk] == "Dicatat kemudian, sesudah 5 Desember 2022."


def test_pages_show_every_row_once(signed_in):
    first, second = offices.balai("A"), offices.balai("B")
    for day in range(1, 29):
        clinics.entry(first, date(2022, 5, day))
        clinics.entry(second, date(2022, 5, day), 2)
    browser = signed_in(offices.evaluator())

    seen, cursor = [], ""
    while cursor is not None:
        page = browser.get(f"{ROWS}&cursor={cursor}").context
        seen += [line.entry for line in page["lines"]]
        cursor = page["page"].next

    assert len({entry.pk for entry in seen}) == len(seen) == 56
    assert sum(entry.quantity for entry in seen) == page["realised"] == 84


def test_rows_of_an_office_out_of_sight_are_not_there(signed_in):
    own, other = offices.balai("A"), offices.balai("B")
    clinics.entry(other, date(2022, 5, 1))
    browser = signed_in(offices.officer(own))

    assert browser.get(f"{ROWS}&office=B").status_code == 404
    assert browser.get("/dasbor/baris/csv/?year=2022&indicator=layanan&office=B").status_code == 404
    assert browser.get(ROWS).context["realised"] is None


@pytest.mark.parametrize("wrong", ["as_at=31-02", "known_at=x", "year=abc", "period=x", "indicator=tidak-ada"])
def test_a_question_that_cannot_be_read_is_not_there(signed_in, wrong):
    clinics.entry(offices.balai("A"), date(2022, 5, 1))

    assert signed_in(offices.evaluator()).get(f"/dasbor/baris/?{wrong}").status_code == 404


def test_the_file_holds_the_same_rows_and_no_formula(signed_in):
    office = offices.balai("JAW3")
    by = offices.evaluator()
    entry = clinics.entry(office, date(2022, 3, 1), 4)
    clinics.entry(office, date(2022, 3, 1), 3)
    clinics.exception(clinics.lock(), office, reason="=HYPERLINK(1)")
    services.reverse_entries(cause=Cause.REOPENED, entries=[entry], at=clinics.now(), by=None)

    response = signed_in(by).get("/dasbor/baris/csv/?year=2022&indicator=layanan&office=JAW3")

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert sum(int(row["Jumlah"]) for row in rows) == 3
    assert [row["Pengecualian"] for row in rows] == ["", "", "'=HYPERLINK(1)"]
    assert response.headers["Content-Disposition"] == 'attachment; filename="baris-layanan-JAW3-2022-12-31.csv"'
