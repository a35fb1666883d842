"""The passport of a figure: its address, its reckoning, and what it shows to whom."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from clinics.addresses import FigureAddress, read_figure_address
from clinics.enums import FigureKind
from clinics.passports import compute_passport
from clinics.questions import FigureQuestion
from krs_portal.kit.clock import get_last_moment
from krs_portal.offices.models import Office
from tests.factories import clinics, offices, reports

pytestmark = pytest.mark.django_db
PASSPORT = "/angka/layanan.2022.1205.{}/"


def open_passport(browser, figure):
    answer = browser.get(PASSPORT.format(figure))
    assert answer.status_code == 200, figure
    return answer.context["passport"]


VALUES = {
    "semua.realisasi": "1.808",
    "semua.target": "1.250",
    "semua.persen": "144,64\xa0%",
    "semua.sampai-target": "1.173",
    "semua.persen-dibatasi": "93,84\xa0%",
    "semua.sisa": "77",
    "semua.lebih": "635",
    "semua.selisih": "+558",
    "semua.tercapai": "4",
    "semua.laju": "1.161",
    "semua.perlu": "20,7",
    "JAW3.realisasi": "660",
    "JAW3.sampai-target": "250",
    "JAW3.lebih": "410",
    "JAW3.sisa": "0",
    "SATKER-BALI.persen": "69,20\xa0%",
    "SATKER-BALI.selisih": "−77",
    "JAW3~.realisasi": "660",
}


def test_each_figure_of_2022_has_its_passport(client):
    reports.year_2022()

    assert {figure: open_passport(client, figure).shown for figure in VALUES} == VALUES


def test_a_percentage_leads_to_its_operands_and_these_to_their_rows(signed_in):
    reports.year_2022()
    browser = signed_in(offices.evaluator())

    passport = open_passport(browser, "semua.persen")
    line = "".join(part.text for part in passport.line)
    rows = browser.get(passport.operands[0].url)

    assert line == "1.808 ÷ 1.250 × 100 % = 144,64\xa0%"
    assert [operand.shown for operand in passport.operands] == ["1.808", "1.250"]
    assert sum(each.entry.quantity for each in rows.context["lines"]) == 1808
    assert open_passport(browser, "SATKER-BALI.selisih").line[0].text == "173"


def test_up_to_the_target_says_that_the_rest_is_not_counted(client):
    reports.year_2022()

    page = client.get(PASSPORT.format("JAW3.sampai-target"))

    assert [part.text for part in page.context["passport"].line if part.url] == ["660", "250"]
    assert "kelebihan tidak ikut dihitung" in page.content.decode()
    assert page.context["lines"] == []


def test_rows_and_names_are_for_who_may_see_them_and_the_figure_is_for_everybody(client, signed_in):
    made = reports.year_2022(single_rows=True)
    late = reports.late_service(made["JAW3"])
    assert late.quantity == 1

    figure = PASSPORT.format("JAW3.realisasi")
    public = client.get(figure)
    stranger = signed_in(offices.officer(made["KAL1"])).get(figure)
    told = client.get(f"{figure}sesudahnya/").context
    own = signed_in(offices.officer(made["JAW3"])).get(figure)
    named = client.get(f"{figure}sesudahnya/").context

    for page in (public, stranger):
        assert page.context["passport"].shown == "661"
        assert page.context["lines"] == []
        assert "satu per konsultasi" in page.content.decode()
    assert len(own.context["lines"]) == 20
    assert told["late"] == []  # one row is too small to be told to everybody
    assert [(each.name, each.entries, each.quantity) for each in named["late"]] == [("JAW3", 1, 1)]
    assert (len(told["late_people"]), len(named["late_people"])) == (0, 1)


def test_rows_turn_by_pages_to_the_last_one(signed_in):
    made = reports.year_2022(single_rows=True)
    browser, seen, cursor = signed_in(offices.head(made["SATKER-BALI"])), 0, ""
    while cursor is not None:
        page = browser.get(PASSPORT.format("SATKER-BALI.realisasi"), {"cursor": cursor} if cursor else {}).context
        seen, cursor = seen + len(page["lines"]), page["page"].next

    assert seen == 173


MOMENTS = [None, get_last_moment(date(2022, 12, 10)), datetime(2022, 12, 10, 3, 4, 5, 678901, tzinfo=UTC)]


@pytest.mark.parametrize("known_at", MOMENTS, ids=["now", "a day", "a moment"])
@pytest.mark.parametrize("narrowed", ["all", "office", "below", "days"])
@pytest.mark.parametrize("part", ["YEAR", "SEMESTER", "QUARTER", "MONTH"])
def test_an_address_is_read_as_the_figure_that_wrote_it(known_at, narrowed, part):
    balai, period = offices.balai("SATKER-1_a"), clinics.year()
    if part != "YEAR":
        period = type(period).objects.create(
            kind=part, name=part, starts_on=date(2022, 7, 1), ends_on=date(2022, 7, 31)
        )
    question = FigureQuestion(clinics.indicator(), period, date(2022, 7, 30), known_at)
    kinds = list(FigureKind)
    if narrowed == "office":
        question = question.but(office=balai)
    if narrowed == "below":
        question = question.but(within=(balai,))
    if narrowed == "days":
        question, kinds = question.but(since=date(2022, 7, 5)), [kind for kind in FigureKind if kind.is_counted]

    for kind in kinds:
        address = FigureAddress(question, kind)
        assert read_figure_address(str(address)) == address
        assert len(str(address)) <= 75


def test_addresses_are_what_was_printed():
    """Paper keeps them: whoever changes how they are written breaks this, and the paper."""
    clinics.year(), offices.balai("JAW3"), clinics.indicator()
    moment = datetime(2022, 12, 10, 3, 4, 5, 678901, tzinfo=UTC)

    for written, known_at in (
        ("layanan.2022.1205.JAW3.persen", None),
        ("layanan.2022.0301-0331.semua.realisasi.20221210", get_last_moment(date(2022, 12, 10))),
        ("layanan.2022.1205.JAW3~.perlu.38SEQTJN8JQ", moment),
    ):
        found = read_figure_address(written)
        assert (str(found), found.question.known_at) == (written, known_at)


WRONG = [
    "x", "layanan.2022.1205.JAW3", "layanan.2022.1205.JAW3.apa-saja", "layanan.2022.0231.JAW3.persen",
    "layanan.2021.1205.JAW3.persen", "layanan.2022.1205.JAW9.persen", "ikm.2022.1205.JAW3.persen",
    "layanan.2022.0301-0331.JAW3.persen", "layanan.2022.1205.JAW3.persen.20220231", "layanan.2022.1205.JAW3.persen.AAA",
    "layanan.2022.1205.JAW3.persen.IIIIIIIIIII", "layanan.2022.20230105.JAW3.persen", "layanan.2022.1205.~.persen",
    "layanan.2022.1205.A~JAW3.persen",
]  # fmt: skip


def test_what_no_figure_is_called_is_not_found(client):
    clinics.year(), offices.balai("JAW3"), clinics.indicator()

    for address in WRONG:
        answer = client.get(reverse("clinics:passport", args=[address]))
        assert answer.status_code == 404, address
    assert "Periksa kembali huruf, angka dan titiknya" in answer.content.decode()


def test_a_day_to_come_has_no_figure_and_small_letters_are_read(client):
    offices.balai("JAW3"), clinics.indicator()
    tomorrow = clinics.now().date() + timedelta(days=2)
    clinics.year(tomorrow.year)

    ahead = client.get(f"/angka/layanan.{tomorrow.year}.{tomorrow:%m%d}.JAW3.persen/")
    clinics.year()
    small = client.get("/angka/layanan.2022.1205.jaw3.persen/")

    assert ahead.status_code == 404
    assert small["Location"] == "/angka/layanan.2022.1205.JAW3.persen/"


def test_the_same_figure_has_the_same_address_on_the_board_and_in_the_api(signed_in, client):
    reports.year_2022()
    ministry = offices.evaluator()
    board = signed_in(ministry).get("/dasbor/?year=2022&as_at=2022-12-05").context["board"]
    public = client.get("/capaian/?year=2022&as_at=2022-12-05").context["board"]
    told = signed_in(ministry).get("/api/v1/achievements/?year=2022&as_at=2022-12-05").json()

    assert board.total.passports == public.total.passports
    addresses = {name: f"http://testserver{path}" for name, path in board.total.passports.items()}
    assert told["total"]["passports"] == addresses
    jaw3 = next(row for row in board.rows if row.name == "JAW3")
    row = next(row for row in told["offices"] if row["office"] == "JAW3")
    assert row["passports"] == {name: f"http://testserver{path}" for name, path in jaw3.passports.items()}


def test_the_total_of_a_balai_is_the_same_figure_whoever_opens_it(signed_in, client):
    reports.year_2022()
    satker = Office.objects.get(code="SATKER-BALI")
    satker.parent = Office.objects.get(code="JAW3")
    satker.save()
    head = offices.head(satker.parent)

    board = signed_in(head).get("/dasbor/?year=2022&as_at=2022-12-05").context["board"]
    address = board.total.passports["realised"]

    assert address == PASSPORT.format("JAW3~.realisasi")
    assert client.get(address).context["passport"].value == board.total.realised == 833
    assert signed_in(head).get(address).context["opens"]


def test_a_passport_asks_no_more_for_many_offices(django_assert_max_num_queries):
    for number in range(30):
        clinics.entry(offices.balai(f"B{number}"), quantity=2)
    clinics.year()
    found = read_figure_address("layanan.2022.1205.semua.realisasi")

    with django_assert_max_num_queries(5):
        passport = compute_passport(found)

    assert (passport.value, len(passport.operands), passport.line) == (60, 30, [])
