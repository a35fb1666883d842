"""The board: what it says, what it opens, and what it asks of the database."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinics.enums import Measure
from krs_portal.offices.enums import OfficeKind
from krs_portal.offices.models import Office
from tests.factories import clinics, offices

pytestmark = pytest.mark.django_db

FIGURE = re.compile(r'<a class="figure" href="([^"]+)">([^<]+)</a>')
REALISED = {"SUM3": 336, "KAL1": 305, "JAW2": 334, "JAW3": 660, "BALI": 173}
BOARD = "/dasbor/?year=2022&as_at=2022-12-05"


def account_of_2022():
    for code, quantity in REALISED.items():
        kind = OfficeKind.SATKER if code == "BALI" else OfficeKind.BALAI
        office = offices.office(code, kind, name=f"Kantor {code}")
        clinics.target(office, 250)
        clinics.entry(office, date(2022, 3, 1), 100)
        clinics.entry(office, date(2022, 12, 5), quantity - 100)
    clinics.published(1806)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))).replace("\xa0", " ")


def test_the_board_of_2022_says_the_five_figures_and_who_fails(signed_in):
    account_of_2022()

    page = text_of(signed_in(offices.evaluator()).get(BOARD))

    for figure in ("1.808", "1.250", "144,64 %", "93,84 %", "4 dari 5 unit", "−77", "69,20 %", "264,00 %"):
        assert figure in page
    assert "1.808 layanan dari target 1.250; 4 dari 5 unit mencapai target, BALI belum." in page
    assert "Angka terbit 1.806 (Surat kabar, 8 Desember 2022; data per 5 Desember 2022) · selisih 2" in page


def test_offices_stand_in_order_of_distance_and_the_one_that_fails_comes_first(signed_in):
    account_of_2022()

    page = signed_in(offices.evaluator()).get(BOARD).context["board"]

    assert [row.name for row in page.rows] == ["BALI", "KAL1", "JAW2", "SUM3", "JAW3"]
    assert [row.state for row in page.rows] == ["missed", "reached", "reached", "reached", "reached"]


def test_every_figure_opens_rows_that_sum_to_it(signed_in):
    account_of_2022()
    browser = signed_in(offices.evaluator())
    board = browser.get(BOARD).context["board"]
    counted = [(row.rows_url, row.realised) for row in [*board.rows, board.total]]
    counted += [(cell.url, cell.quantity) for row in board.month_rows for cell in row.cells if cell.url]
    counted += [(cell.url, cell.quantity) for cell in board.month_sums if cell.url]

    assert len(counted) == 6 + 10 + 2
    for url, quantity in counted:
        rows = browser.get(url).context
        assert rows["realised"] == quantity == sum(line.entry.quantity for line in rows["lines"])


def test_a_week_that_spans_two_months_opens_its_rows(signed_in):
    office, _ = offices.balai("JAW3"), clinics.year()
    clinics.entry(office, date(2022, 2, 28), 2)
    clinics.entry(office, date(2022, 3, 6), 3)
    browser = signed_in(offices.evaluator())
    url = re.search(
        r'href="([^"]+since=2022-02-28[^"]*)"', browser.get(BOARD.replace("12-05", "04-30")).content.decode()
    )

    assert browser.get(unescape(url.group(1))).context["realised"] == 5


def test_an_officer_sees_only_the_own_office(signed_in):
    account_of_2022()

    board = signed_in(offices.officer(Office.objects.get(code="JAW3"))).get(BOARD).context["board"]

    assert [row.name for row in board.rows] == ["JAW3"]
    assert board.total.realised == 660


def test_blank_is_not_zero(signed_in):
    unrecorded, emptied = offices.balai("KOSONG"), offices.balai("NOL")
    for office in (unrecorded, emptied):
        clinics.target(office)
    entry = clinics.entry(emptied, date(2022, 3, 1))
    clinics.entry(emptied, date(2022, 3, 1), -1, reversal_of=entry, source_kind="uji", source_key=entry.source_key)

    response = signed_in(offices.evaluator()).get(BOARD)

    rows = {row.name: row for row in response.context["board"].rows}
    assert rows["KOSONG"].realised is None
    assert rows["KOSONG"].rows_url
    assert rows["NOL"].realised == 0
    assert "Belum ada catatan" in text_of(response)


def test_a_past_board_is_shown_as_it_was_known_then(signed_in):
    office, _ = offices.balai("JAW3"), clinics.year()
    clinics.entry(office, date(2022, 12, 1), 10)
    clinics.entry(office, date(2022, 12, 2), 5, recorded_at=datetime(2022, 12, 20, 3, tzinfo=UTC))
    browser = signed_in(offices.evaluator())

    then = browser.get(f"{BOARD}&known_at=2022-12-10").context["board"]
    now = browser.get(BOARD).context["board"]

    assert (then.total.realised, now.total.realised) == (10, 15)
    assert [cell.quantity for cell in then.month_sums if cell.quantity] == [10]
    assert browser.get(then.total.rows_url).context["realised"] == 10


def test_a_past_year_is_shown_to_its_last_day_and_the_address_keeps_the_question(signed_in):
    account_of_2022()

    board = signed_in(offices.evaluator()).get("/dasbor/").context["board"]

    assert board.question.as_at == date(2022, 12, 31)
    assert "as_at=2022-12-31" in board.total.rows_url


def test_another_year_takes_its_own_day_and_nonsense_is_said_at_its_field(signed_in):
    account_of_2022()
    clinics.year(2023)
    browser = signed_in(offices.evaluator())

    moved = browser.get(f"/dasbor/?period={clinics.year(2023).pk}&as_at=2022-12-05")
    wrong = browser.get("/dasbor/?as_at=31-02&period=abc&known_at=kemarin&indicator=x%00y")

    assert moved.context["board"].question.as_at == date(2023, 12, 31)
    assert wrong.status_code == 404
    assert {"as_at", "period", "known_at", "indicator"} <= wrong.context["form"].errors.keys()
    assert wrong.context["board"] is None


def test_htmx_gets_the_board_alone(signed_in):
    account_of_2022()

    response = signed_in(offices.evaluator()).get(BOARD, headers={"HX-Request": "true"})

    assert "<html" not in response.content.decode()
    assert "1.808" in response.content.decode()
    assert "HX-Request" in response.headers["Vary"]


def test_the_public_page_shows_the_same_figures_without_opening_rows(client):
    account_of_2022()

    response = client.get("/capaian/?year=2022&as_at=2022-12-05")

    page = text_of(response)
    assert "1.808 layanan dari target 1.250" in page
    assert "93,84 %" in page
    assert "/dasbor/" not in response.content.decode().split("<main")[1].split("</main>")[0]
    opened = [address for address, _text in FIGURE.findall(response.content.decode())]
    assert opened
    assert all(client.get(address).context["lines"] == [] for address in opened)


def test_an_office_without_data_is_told_the_next_step(signed_in):
    account_of_2022()
    agency = offices.office("DINAS", OfficeKind.LOCAL_AGENCY)

    assert "Lihat capaian semua klinik" in text_of(signed_in(offices.officer(agency)).get(BOARD))


def test_an_empty_portal_says_so(signed_in):
    assert "Belum ada yang dihitung" in text_of(signed_in(offices.evaluator()).get("/dasbor/"))


def test_the_definition_and_the_version_of_the_rule_are_printed(signed_in):
    account_of_2022()

    page = text_of(signed_in(offices.evaluator()).get(BOARD))

    assert "Aturan hitung, versi 1" in page
    assert str(Measure.CONSULTATION.label) in page


@pytest.mark.parametrize("address", [BOARD, f"{BOARD}&known_at=2022-12-06", "/capaian/?year=2022"])
def test_the_board_asks_as_much_for_thirty_offices_as_for_three(signed_in, address):
    by = offices.evaluator()
    browser = signed_in(by)

    def queries(count: int) -> int:
        for _ in range(count):
            office = offices.balai()
            clinics.target(office, by=by)
            clinics.entry(office, date(2022, 3, 1), 7)
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        return len(asked)

    three, thirty = queries(3), queries(27)

    assert three == thirty <= 25


YEARS = ["1999", "2027", "9999", "-1", "abc", "%C2%B2", "99999999999999999999"]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("name", ["public", "dashboard", "targets"])
def test_a_year_that_is_not_there_is_said_under_its_own_address_and_shows_no_other(signed_in, name, year):
    office = offices.balai()
    clinics.target(office, 4_321)

    answer = signed_in(offices.officer(office)).get(f"{reverse(f'clinics:{name}')}?year={year}")

    page = answer.content.decode()
    assert answer.status_code == 404
    assert 'role="alert"' in page
    assert "4.321" not in page


def test_htmx_is_told_so_with_an_answer_that_it_shows(client):
    clinics.target(offices.balai(), 4_321)

    answer = client.get(f"{reverse('clinics:public')}?year=2027", headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "Belum ada periode pelaporan untuk tahun 2027." in answer.content.decode()


def test_a_day_outside_the_year_gives_way_with_a_sentence(client):
    clinics.target(offices.balai(), 10)

    page = client.get(f"{reverse('clinics:public')}?year=2022&as_at=2030-01-01").content.decode()

    assert "1 Januari 2030 bukan hari seperti itu" in page
    assert "data per 31 Desember 2022" in page


def test_an_unreadable_day_is_said_and_shows_no_board(client):
    clinics.target(offices.balai(), 4_321)

    answer = client.get(f"{reverse('clinics:public')}?as_at=31-02-2022")

    assert answer.status_code == 400
    assert "4.321" not in answer.content.decode()
