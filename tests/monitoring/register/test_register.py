"""The register: whose estates, what they count, and the same questions to the database however many rows."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from krs_portal.offices.enums import Role
from monitoring.occupants.models import Tenancy
from monitoring.register import services
from monitoring.register.enums import UnitState
from monitoring.register.models import Block, Estate, Unit, Wage
from monitoring.register.tally import EstateTally
from tests.factories import monitoring as given
from tests.factories import offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return given.local(given.province())


def tally(estate):
    return EstateTally.objects.get(estate=estate)


def test_an_estate_without_blocks_counts_nothing_known(agency):
    bare = tally(given.estate(agency, units=None))

    assert (bare.towers, bare.units, bare.occupied, bare.empty, bare.occupancy) == (None, None, None, None, None)


def test_declared_figures_are_counted(agency):
    declared = tally(given.estate(agency, units=96, occupied=80, towers=2))

    assert (declared.towers, declared.units, declared.occupied, declared.empty) == (2, 96, 80, 16)
    assert float(declared.occupancy) == 83.33


def test_an_unanswered_block_makes_the_occupancy_unknown_not_zero(agency):
    estate = given.estate(agency, units=96, occupied=80)
    Block.objects.create(estate=estate, name="B", declared_units=24)

    partly = tally(estate)

    assert (partly.units, partly.occupied, partly.unanswered) == (120, 80, 1)
    assert partly.occupancy is None
    assert partly.empty is None


def test_listed_units_are_counted_as_people_come_and_go(agency):
    estate = given.estate(agency, units=None)
    block = given.listed_block(estate, units=4)
    first, second, broken, _free = block.units.order_by("number")
    given.tenancy(first)
    stay = given.tenancy(second)
    Unit.objects.filter(pk=broken.pk).update(state=UnitState.BROKEN)

    full = tally(estate)
    Tenancy.objects.filter(pk=stay.pk).update(ended_on=date(2021, 9, 1))

    assert (full.units, full.occupied, full.broken) == (4, 2, 1)
    assert tally(estate).occupied == 1


def test_what_moves_to_another_estate_is_counted_there(agency):
    here, there = given.estate(agency, units=10, occupied=5), given.estate(agency, units=None)

    Block.objects.filter(estate=here).update(estate=there)

    assert (tally(here).units, tally(there).units) == (None, 10)


def test_only_open_problems_count(agency):
    estate = given.estate(agency)
    given.problem(estate)
    solved = given.problem(estate)

    type(solved).objects.filter(pk=solved.pk).update(
        state="RESOLVED", resolved_on=date(2021, 9, 1), proof="Atap diganti."
    )

    assert tally(estate).open_problems == 1


def test_an_estate_goes_with_its_blocks_and_its_figures(agency):
    estate = given.estate(agency)
    given.listed_block(estate)

    estate.delete()

    assert not EstateTally.objects.exists()


def test_the_figures_are_the_blocks_own_totals(agency):
    given.estate(agency, units=96, occupied=80)
    listed = given.estate(agency, units=None)
    given.tenancy(given.listed_block(listed, units=6).units.first())

    total = Block.objects.totals()

    assert sum(row.units for row in EstateTally.objects.all()) == total["units"] == 102
    assert sum(row.occupied for row in EstateTally.objects.all()) == total["occupied"] == 81


def test_verifying_finds_a_figure_that_was_written_by_hand(agency, capsys):
    estate = given.estate(agency, units=96)
    call_command("verify_estates")

    EstateTally.objects.filter(estate=estate).update(units=97)

    with pytest.raises(CommandError, match="1 estates"):
        call_command("verify_estates")
    assert "units=97 counted_units=96" in capsys.readouterr().out


def test_a_listed_block_takes_no_declared_figures(agency):
    estate = given.estate(agency, units=None)

    with pytest.raises(IntegrityError, match="monitoring_block_counted_once"), transaction.atomic():
        Block.objects.create(estate=estate, name="B", is_listed=True, declared_units=4)


def test_more_people_than_units_cannot_be_stored(agency):
    with pytest.raises(IntegrityError, match="monitoring_block_occupied_fits"), transaction.atomic():
        given.estate(agency, units=4, occupied=5)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"region": "33.74"},
        {"condition": "GOOD", "kind": "RUSUN"},
        {"problem": "BUILDING"},
        {"occupancy": "MOST"},
        {"hand_over": "UNKNOWN"},
        {"view": "map"},
    ],
    ids=str,
)
def test_a_list_asks_as_much_for_thirty_as_for_three(agency, signed_in, asked):
    browser = signed_in(given.operator(agency))

    def estates(number):
        for _each in range(number):
            found = given.estate(
                agency, units=10, occupied=9, latitude="-7.0", longitude="110.4", coordinate_quality="OK"
            )
            given.problem(found)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(reverse("monitoring:estates"), asked)
        assert page.status_code == 200
        asked_of = [query["sql"] for query in queries if "django_session" not in query["sql"]]  # cached, or not yet
        return asked_of, page.context["figures"]["locations"]

    browser.get(reverse("monitoring:estates"), asked)  # what a process asks once
    (few, three), (many, thirty) = estates(3), estates(27)

    assert (three, thirty) == (3, 30)
    assert len(few) == len(many), set(many) ^ set(few)


@pytest.fixture
def several(agency):
    """One of each: full, empty, half, unknown; good and damaged; one with a leaking roof."""
    full = given.estate(agency, name="Penuh", units=10, occupied=10)
    empty = given.estate(agency, name="Sunyi", units=10, occupied=0, condition="HEAVY")
    half = given.estate(agency, name="Separuh", units=10, occupied=5, beneficiary="WORKERS", condition="")
    unknown = given.estate(agency, name="Entah", units=None, kind="RUSUS", beneficiary="FISHERS")
    given.problem(half, category="WATER")
    return {"full": full, "empty": empty, "half": half, "unknown": unknown}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"occupancy": "FULL"}, ["Penuh"]),
        ({"occupancy": "EMPTY"}, ["Sunyi"]),
        ({"occupancy": "PARTLY"}, ["Separuh"]),
        ({"occupancy": "UNKNOWN"}, ["Entah"]),
        ({"condition": "HEAVY"}, ["Sunyi"]),
        ({"condition": "UNKNOWN"}, ["Separuh"]),
        ({"kind": "RUSUS"}, ["Entah"]),
        ({"beneficiary": "ROUND"}, ["Penuh", "Separuh", "Sunyi"]),
        ({"problem": "WATER"}, ["Separuh"]),
        ({"problem": "POWER"}, []),
        ({"problem": "ANY"}, ["Separuh"]),
        ({"q": "sun"}, ["Sunyi"]),
        ({"region": "33.74", "q": "pen"}, ["Penuh"]),
        ({"hand_over": "UNKNOWN", "occupancy": "FULL"}, ["Penuh"]),
    ],
    ids=str,
)
def test_the_register_is_narrowed(agency, several, signed_in, asked, names):
    page = signed_in(given.operator(agency)).get(reverse("monitoring:estates"), asked)

    assert [line.estate.name for line in page.context["lines"]] == names


def test_the_sentence_adds_up_what_is_shown_and_says_what_is_unknown(agency, several, signed_in):
    text = " ".join(signed_in(given.operator(agency)).get(reverse("monitoring:estates")).content.decode().split())

    assert "4 lokasi" in text
    assert "15 terhuni (50,00 %)" in text
    assert "hunian dihitung dari 3 lokasi" in text


def test_a_kab_kota_sees_its_own_only_and_the_province_both(agency, several, signed_in):
    other = given.local(agency.parent, "33.73", "Salatiga")
    theirs = given.estate(other, name="Rusunawa Salatiga")
    browser = signed_in(given.operator(agency))

    assert browser.get(reverse("monitoring:estate", args=[theirs.pk])).status_code == 404
    assert browser.get(reverse("monitoring:units", args=[theirs.pk])).status_code == 404
    assert "Salatiga" not in browser.get(reverse("monitoring:estates")).content.decode()
    province = signed_in(offices.member(Role.OFFICER, agency.parent))
    assert len(province.get(reverse("monitoring:estates")).context["lines"]) == 5


def test_a_balai_does_not_come_in(signed_in):
    assert signed_in(offices.officer(offices.balai())).get(reverse("monitoring:estates")).status_code == 403


def test_whom_the_pages_refuse_the_api_refuses_too(agency, client):
    """An operator of a directorate sees every office, but has nothing to do with monitoring."""
    given.estate(agency)
    token = offices.token(offices.member(Role.OPERATOR, offices.directorate()))

    for name in ("estates", "problems", "households", "readiness", "rounds", "profiles"):
        answer = client.get(f"/api/v1/{name}/", HTTP_AUTHORIZATION=f"Token {token}")
        assert (name, answer.status_code) == (name, 403)
        assert "Monitoring hanya untuk" in answer.json()["title"]


def test_a_block_counted_by_its_declared_figures_gets_no_units(agency):
    block = given.estate(agency, units=96, occupied=80).blocks.get()

    with pytest.raises(PermissionDenied, match="angka gabungan"):
        services.add_units(block=block, floor=1, first=101, count=4, by=given.operator(agency), at=given.NOON)

    assert block.units.count() == 0


def test_every_figure_of_the_dossier_opens_its_rows(agency, signed_in):
    estate = given.estate(agency, units=None)
    block = given.listed_block(estate, units=6)
    given.tenancy(block.units.first())
    browser = signed_in(given.operator(agency))

    figures = {
        figure.label: figure
        for figure in browser.get(reverse("monitoring:estate", args=[estate.pk])).context["figures"]
    }
    rows = {
        label: browser.get(figures[label].url.partition("#")[0]).context["page"]
        for label in ("Unit", "Terhuni", "Kosong")
    }

    assert {label: str(len(page)) for label, page in rows.items()} == {"Unit": "6", "Terhuni": "1", "Kosong": "5"}
    assert {label: figures[label].value for label in rows} == {"Unit": "6", "Terhuni": "1", "Kosong": "5"}


def typed(agency, **changed):
    return {
        "name": "Rusunawa Baru", "kind": "RUSUN", "beneficiary": "MBR", "region": agency.region.pk, "condition": "GOOD",
    } | changed  # fmt: skip


def test_an_estate_is_recorded_under_the_agency_of_its_region(agency, signed_in):
    officer = offices.member(Role.OFFICER, agency.parent)

    answer = signed_in(officer).post(reverse("monitoring:estate_new"), typed(agency, point="-7,0051 110,4381"))

    assert answer.status_code == 302, answer.context["form"].errors
    made = Estate.objects.get()
    assert answer.status_code == 302
    assert (made.office, str(made.latitude), made.coordinate_quality) == (agency, "-7.005100", "NEEDS_CHECK")


@pytest.mark.parametrize(
    ("point", "status", "said"),
    [
        ("-6.2, 106.8", 302, "di luar provinsi"),
        ("entah di mana", 422, "tidak terbaca"),
        ("51.5, 0.1", 422, "tidak terbaca"),
    ],
)
def test_a_doubtful_point_is_kept_and_said_an_unreadable_one_asked_again(agency, signed_in, point, status, said):
    answer = signed_in(given.operator(agency)).post(
        reverse("monitoring:estate_new"), typed(agency, point=point, point_checked="on"), follow=status == 302
    )

    assert answer.redirect_chain[-1][1] == 302 if status == 302 else answer.status_code == 422
    assert said in answer.content.decode()
    assert not Estate.objects.filter(coordinate_quality="OK").exists()


def test_more_occupied_than_units_is_said_at_its_field(agency, signed_in):
    estate = given.estate(agency, units=None)
    block = {"name": "A", "towers": 1, "declared_units": 10, "declared_occupied": 11}

    answer = signed_in(given.operator(agency)).post(reverse("monitoring:block_new", args=[estate.pk]), block)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"declared_occupied": ["Unit terhuni (11) melebihi jumlah unit (10)."]}


def test_a_block_that_lists_its_units_lets_its_declared_figures_go(agency, signed_in):
    estate = given.estate(agency, units=10, occupied=8)
    block, browser = estate.blocks.get(), signed_in(given.operator(agency))

    browser.post(
        reverse("monitoring:block_edit", args=[block.pk]),
        {"name": "A", "towers": 1, "is_listed": "on", "declared_units": 10, "declared_occupied": 8},
    )
    browser.post(reverse("monitoring:units_add", args=[block.pk]), {"floor": 1, "first": 101, "count": 12})

    assert (tally(estate).units, tally(estate).occupied) == (12, 0)


def test_facilities_keep_three_answers_apart(agency, signed_in):
    estate = given.estate(agency)

    signed_in(given.operator(agency)).post(
        reverse("monitoring:facilities", args=[estate.pk]),
        {"water-is_present": "yes", "water-is_connected": "no", "power-is_present": ""},
    )

    answers = estate.facilities.values_list("kind", "is_present", "is_connected", "is_working")
    assert list(answers) == [("WATER", True, False, None)]


def test_a_tariff_is_computed_and_measured_against_the_ceiling(agency, signed_in):
    estate, browser = given.estate(agency), signed_in(given.operator(agency))
    Wage.objects.create(region=agency.parent.region, year=2021, amount=1_798_979, source="SK Gubernur (contoh)")

    browser.post(
        reverse("monitoring:tariff_new", args=[estate.pk]),
        {
            "valid_from": "2021-01-01", "band": "UPPER", "operating_cost": 32_500_000, "upkeep_cost": 20_212_500,
            "units": 60, "factor": 100,
        },
    )  # fmt: skip
    text = browser.get(reverse("monitoring:estate", args=[estate.pk])).content.decode()

    assert "Rp878.542" in text
    assert "Tarif melebihi sepertiga upah minimum provinsi, yaitu Rp599.659." in text
    assert "SK Gubernur (contoh)" in text


def test_the_api_lists_what_the_asker_sees(agency, several, client):
    other = given.estate(given.local(agency.parent, "33.73", "Salatiga"))
    headers = {"Authorization": f"Token {offices.token(given.operator(agency))}"}

    listed = client.get("/api/v1/estates/", {"occupancy": "FULL"}, headers=headers).json()
    hidden = client.get(f"/api/v1/estates/{other.pk}/", headers=headers)

    assert [row["name"] for row in listed["results"]] == ["Penuh"]
    assert listed["results"][0]["figures"] == {
        "towers": 1, "units": 10, "occupied": 10, "empty": 0, "broken": None, "unanswered_blocks": 0,
        "open_problems": 0, "occupancy": "100.00",
    }  # fmt: skip
    assert (listed["next"], hidden.status_code) == (None, 404)
