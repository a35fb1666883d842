"""The IKM beside the other indicators: from answers, of a period, and of few nothing."""

from datetime import date

import pytest
from django.core.management import call_command

from clinics.models import LedgerEntry, PublishedFigure
from consultations.satisfaction.figures import FEWEST, SurveyPeriod, compute_board
from krs_portal.kit.clock import today
from krs_portal.offices.models import Office
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    """Two offices with enough answers of different marks, one with too few; today the public is told something."""
    period = clinics.year(today().year)
    PublishedFigure.objects.create(
        indicator=clinics.indicator(), period=period, value=1, as_at=today(), stated_on=today(), source="Surat kabar"
    )
    clinics.index()
    for code, number, mark in (("JAW2", 30, 4), ("JAW3", 10, 3), ("KAL1", FEWEST - 1, 1)):
        consultations.survey_answers(offices.balai(code), number, mark)
    return period.starts_on.year


def test_the_board_tells_the_ikm_of_all_answers_and_hides_what_is_small(year, client, signed_in):
    board = signed_in(offices.evaluator()).get(f"/dasbor/?year={year}&indicator=ikm").context["board"]

    rows = {row.name: row for row in board.rows}
    assert {name: row.value for name, row in rows.items()} == {"JAW2": "100,00", "JAW3": "75,00", "KAL1": "–"}
    total = compute_board(Office.objects.all(), SurveyPeriod(year)).total
    assert (board.total.value, board.figures.total.realised) == ("93,75", total.index)  # not the average, 87,50
    assert "Ditampilkan mulai 10 jawaban" in rows["KAL1"].remarks[0]
    assert client.get(rows["JAW3"].url).status_code == 200
    public = client.get(f"/capaian/?year={year}&indicator=ikm").context["board"]
    assert ([row.value for row in public.rows], public.rows[0].url) == ([row.value for row in board.rows], "")


def test_a_day_does_not_cut_the_ikm_so_that_no_difference_tells_one_answer(year, client):
    shown = {
        client.get(f"/capaian/?year={year}&as_at={day}&indicator=ikm").context["board"].total.value
        for day in (date(year, 1, 1), clinics.now().date())
    }

    assert shown == {"93,75"}


def test_the_ikm_stands_in_the_api_with_its_answers_and_in_no_ledger(year, signed_in):
    browser = signed_in(offices.evaluator())

    told = browser.get(f"/api/v1/achievements/?year={year}&indicator=ikm").json()

    assert (told["total"]["realised"], told["total"]["answers"], told["total"]["numerator"]) == (93.75, 40, None)
    few = next(row for row in told["offices"] if row["office"] == "KAL1")
    assert (few["realised"], few["answers"], few["passports"]) == (None, FEWEST - 1, {})
    assert not LedgerEntry.objects.exists()
    assert browser.get(f"/api/v1/ledger/?year={year}&indicator=ikm").status_code == 400
    assert browser.get(f"/angka/ikm.{year}.0101.semua.realisasi/").status_code == 404
    call_command("verify_ledger")


def test_a_month_has_no_ikm(year, signed_in):
    january = type(clinics.year()).objects.create(
        kind="MONTH", name="Januari", starts_on=date(year, 1, 1), ends_on=date(year, 1, 31)
    )

    browser = signed_in(offices.evaluator())
    board = browser.get(f"/dasbor/?period={january.pk}&indicator=ikm").context["board"]

    assert (board.rows, board.answer) == ([], "IKM pada Januari belum dapat dihitung.")
