"""The figures and their rows for programs: the shape others script against."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from clinics.models import Target
from krs_portal.offices.enums import OfficeKind
from krs_portal.offices.models import Office
from tests.factories import clinics, offices

pytestmark = pytest.mark.django_db

REALISED = {"SUM3": 336, "KAL1": 305, "JAW2": 334, "JAW3": 660, "BALI": 173}
ACHIEVEMENTS = "/api/v1/achievements/?year=2022&as_at=2022-12-05&indicator=layanan"


def api(user=None) -> APIClient:
    client = APIClient()
    if user:
        client.credentials(HTTP_AUTHORIZATION=f"Token {offices.token(user)}")
    return client


@pytest.fixture
def account():
    for code, quantity in REALISED.items():
        office = offices.office(code, OfficeKind.BALAI, name=f"Kantor {code}")
        clinics.target(office, 250)
        clinics.entry(office, date(2022, 12, 5), quantity)
    clinics.published(1806)


def test_the_answer_of_2022_has_exactly_the_shape_of_the_contract(account):
    answer = api(offices.evaluator()).get(ACHIEVEMENTS).json()

    rows = {row["office"]: row for row in answer.pop("offices")}
    passports = answer["total"].pop("passports")
    assert passports["percent"] == "http://testserver/angka/layanan.2022.1205.semua.persen/"
    links = {name: answer["total"].pop(name) for name in ("rows", "targeted_rows", "outside_rows")}
    assert all(link.startswith("http://testserver/api/v1/ledger/?") for link in links.values())
    assert answer == {
        "indicator": "layanan",
        "unit": "layanan",
        "rule": {"code": "layanan", "version": 1},
        "as_at": "2022-12-05",
        "total": {
            "target": 1250,
            "realised": 1808,
            "targeted": 1808,
            "outside": None,
            "percent": 144.64,
            "capped": 1173,
            "capped_percent": 93.84,
            "short": 77,
            "over": 635,
            "needed_per_week": 20.7,
            "state": "missed",
            "offices_reached": 4,
            "offices": 5,
            "offices_outside": 0,
        },
        "published": [
            {
                "value": 1806,
                "as_at": "2022-12-05",
                "stated_on": "2022-12-08",
                "source": "Surat kabar",
                "difference": 2,
            }
        ],
    }
    assert rows["BALI"].pop("rows").startswith("http://testserver/api/v1/ledger/?")
    assert rows["BALI"].pop("passports")["percent"] == "http://testserver/angka/layanan.2022.1205.BALI.persen/"
    assert rows["BALI"] == {
        "office": "BALI",
        "name": "Kantor BALI",
        "target": 250,
        "realised": 173,
        "percent": 69.2,
        "capped": 173,
        "difference": -77,
        "needed_per_week": 20.7,
        "state": "missed",
        "remarks": [],
    }
    assert {code: row["realised"] for code, row in rows.items()} == REALISED


def test_each_link_to_rows_counts_what_it_stands_behind(account):
    client = api(offices.evaluator())

    for row in client.get(ACHIEVEMENTS).json()["offices"]:
        ledger = client.get(row["rows"]).json()
        assert ledger["count"] == row["realised"] == sum(entry["quantity"] for entry in ledger["results"])
        assert (ledger["entries"], ledger["next"]) == (1, None)


def test_the_ledger_is_paged_by_key(account):
    client = api(offices.evaluator())

    seen, address = [], "/api/v1/ledger/?year=2022&page_size=2"
    while address:
        page = client.get(address).json()
        seen += page["results"]
        address = page["next"]

    assert len({entry["id"] for entry in seen}) == len(seen) == page["entries"] == 5
    assert page["count"] == 1808


def test_what_was_not_yet_known_does_not_count(account):
    late = offices.office("LATE", OfficeKind.BALAI)
    clinics.entry(late, date(2022, 12, 1), 9, recorded_at=datetime(2022, 12, 20, 3, tzinfo=UTC))
    client = api(offices.evaluator())

    then = client.get(f"{ACHIEVEMENTS}&known_at=2022-12-10T00:00:00Z").json()

    assert then["total"]["realised"] == 1808
    assert client.get(ACHIEVEMENTS).json()["total"]["realised"] == 1817
    assert all("known_at=2022-12-10T00%3A00%3A00Z" in row["rows"] for row in then["offices"])


def test_an_officer_gets_the_own_office_and_no_other(account):
    client = api(offices.officer(Office.objects.get(code="JAW3")))

    assert [row["office"] for row in client.get(ACHIEVEMENTS).json()["offices"]] == ["JAW3"]
    assert client.get("/api/v1/ledger/?office=BALI&year=2022").status_code == 404
    assert [row["code"] for row in client.get("/api/v1/offices/").json()["results"]] == ["JAW3"]
    assert client.get("/api/v1/offices/BALI/").status_code == 404
    assert {row["office"] for row in client.get("/api/v1/targets/").json()["results"]} == {"JAW3"}
    assert client.get("/api/v1/targets/?office=BALI").status_code == 400


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("year=abc", "year"),
        ("year=1999", "year"),
        ("as_at=31-02", "as_at"),
        ("year=2022&as_at=2021-12-31", "as_at"),
        ("indicator=tidak-ada", "indicator"),
        ("known_at=kemarin", "known_at"),
    ],
)
@pytest.mark.parametrize("address", ["achievements", "ledger"])
def test_what_cannot_be_read_is_named_by_field_in_indonesian(account, address, asked, field):
    answer = api(offices.evaluator()).get(f"/api/v1/{address}/?{asked}")

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert list(answer.json()["fields"]) == [field]
    assert answer.json()["title"].split()[0] in {"Masukkan", "Belum", "Pilih"}


@pytest.mark.parametrize("name", ["achievements", "ledger", "offices", "targets"])
def test_without_a_token_nothing_is_told(client, name):
    assert client.get(f"/api/v1/{name}/").status_code == 401


def test_targets_are_set_and_revised_by_the_ministry_and_errors_stand_at_their_field(account):
    office = offices.balai("BARU")
    given = {
        "office": "BARU",
        "indicator": "layanan",
        "year": 2022,
        "quantity": 250,
        "decree": "Keputusan 1",
        "decided_on": "2022-01-03",
    }
    client = api(offices.evaluator())

    yearless = client.post("/api/v1/targets/", {name: value for name, value in given.items() if name != "year"})
    negative = client.post("/api/v1/targets/", given | {"quantity": -1})
    made = client.post("/api/v1/targets/", given)
    again = client.post("/api/v1/targets/", given)
    change = {"quantity": 300, "decree": "Keputusan 2", "decided_on": "2022-07-01"}
    unreasoned = client.post(f"/api/v1/targets/{made.json()['id']}/revise/", change)
    revised = client.post(f"/api/v1/targets/{made.json()['id']}/revise/", change | {"reason": "Tambahan"})
    refused = api(offices.officer(office)).post("/api/v1/targets/", given)

    assert (negative.status_code, negative.json()["fields"]) == (
        400,
        {"quantity": ["Target tidak boleh kurang dari 0."]},
    )
    assert list(yearless.json()["fields"]) == ["year"]
    assert (made.status_code, made.json()["quantity"]) == (201, 250)
    assert (again.status_code, list(again.json()["fields"])) == (400, ["office"])
    assert (unreasoned.status_code, list(unreasoned.json()["fields"])) == (400, ["reason"])
    assert [row["quantity"] for row in revised.json()["revisions"]] == [300, 250]
    assert (refused.status_code, refused.json()["title"]) == (
        403,
        "Hanya evaluator kementerian yang menetapkan target.",
    )
    assert Target.objects.filter(office=office).count() == 1


def test_regions_places_and_indicators_are_open_to_everybody(client):
    province = offices.region("33", name="Jawa Tengah")
    offices.region("33.74", "KOTA", province, "Semarang")
    clinics.place(offices.balai("JAW3"))
    clinics.indicator()

    regions = client.get("/api/v1/regions/?q=semar&parent=33").json()["results"]

    assert [(row["code"], row["label"], row["parent"]) for row in regions] == [("33.74", "Kota Semarang", "33")]
    assert client.get("/api/v1/places/").json()["results"][0]["office"] == "JAW3"
    assert client.get("/api/v1/indicators/layanan/").json()["rules"][0]["version"] == 1


def test_the_schema_is_openapi_3_1_without_a_warning(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))

    assert (tmp_path / "schema.yml").read_text().startswith("openapi: 3.1")


def test_the_reading_room_names_every_address_and_loads_nothing_from_elsewhere(client):
    page = client.get("/api/docs/").content.decode()

    for path in ("/api/v1/achievements/", "/api/v1/ledger/", "/api/v1/targets/{id}/revise/", "/api/v1/regions/"):
        assert path in page
    assert "Authorization: Token" in page
    main = page.split("<main")[1].split("</main>")[0]
    assert "<script" not in main
    assert "style=" not in main


def test_the_schema_is_written_once_for_each_language_and_format(client, monkeypatch):
    asked = [("id", "application/vnd.oai.openapi"), ("en", "application/vnd.oai.openapi"), ("en", "application/json")]
    first = [client.get(f"/api/schema/?lang={lang}", headers={"accept": media}) for lang, media in asked]
    monkeypatch.setattr("krs_portal.api_schema.build_schema", None)

    again = [client.get(f"/api/schema/?lang={lang}", headers={"accept": media}) for lang, media in asked]

    assert [answer.content for answer in again] == [answer.content for answer in first]
    assert len({answer.content for answer in first}) == 3
    assert "attachment" not in first[0]["Content-Disposition"]
    assert json.loads(first[2].content)["openapi"].startswith("3.")


def test_a_list_asks_as_much_for_thirty_as_for_three():
    by = offices.evaluator()
    client = api(by)
    client.get("/api/v1/offices/")  # the first use of a token is written down

    def queries(name: str, count: int) -> int:
        for _ in range(count):
            office = offices.balai()
            clinics.target(office, by=by)
            clinics.place(office)
            clinics.entry(office, date(2022, 3, 1))
        with CaptureQueriesContext(connection) as asked:
            paged = "" if name == "achievements" else "?page_size=100"
            assert client.get(f"/api/v1/{name}/{paged}").status_code == 200
        return len(asked)

    for name in ("offices", "places", "targets", "achievements", "ledger"):
        assert queries(name, 3) == queries(name, 27), name


@pytest.mark.parametrize("as_at", ["2021-12-31", "2023-01-01", "2030-01-01"])
@pytest.mark.parametrize("name", ["achievements", "ledger"])
def test_a_day_outside_the_year_is_refused_and_not_moved(name, as_at):
    client = api(offices.evaluator())
    clinics.target(offices.balai(), 10)

    answer = client.get(f"/api/v1/{name}/?year=2022&as_at={as_at}")

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["as_at"])


def test_a_first_day_before_the_year_is_refused_and_not_moved():
    client = api(offices.evaluator())
    clinics.target(offices.balai(), 10)

    answer = client.get("/api/v1/ledger/?year=2022&since=2021-12-31")

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["since"])


FIGURES = "/api/v1/figures/layanan.2022.1205.{}/"


def test_a_figure_is_read_by_its_short_address(account):
    answer = api(offices.evaluator()).get(FIGURES.format("semua.persen")).json()

    assert (answer["value"], answer["unit"], answer["rules"], answer["rows"]) == (144.64, "%", [1], None)
    assert [operand.rsplit("/", 2)[1] for operand in answer["operands"]] == [
        "layanan.2022.1205.semua.bertarget",
        "layanan.2022.1205.semua.target",
    ]
    counted = api(offices.evaluator()).get(FIGURES.format("BALI.realisasi")).json()
    assert api(offices.evaluator()).get(counted["rows"]).json()["count"] == counted["value"] == 173


def test_a_figure_is_public_and_its_rows_are_not(account):
    answer = api().get(FIGURES.format("BALI.realisasi")).json()

    assert (answer["value"], answer["rows"]) == (173, None)
    assert api().get(FIGURES.format("BALI.apa")).status_code == 404


def test_what_changed_a_figure_and_its_vintages_are_data(account):
    balai, by = Office.objects.get(code="JAW2"), offices.evaluator()
    clinics.entry(balai, date(2022, 11, 30), 4, recorded_at=datetime(2022, 12, 20, tzinfo=UTC))

    changed = api(by).get(FIGURES.format("semua.realisasi") + "changes/").json()
    known = api(by).get(FIGURES.format("semua.realisasi") + "vintages/").json()
    public = api().get(FIGURES.format("semua.realisasi") + "vintages/").json()

    assert (changed["before"], changed["after"]) == (1808, 1812)
    (step,) = changed["steps"]
    assert (step["kind"], step["reason"], step["amount"]) == ("terlambat", "DATA", 4)
    assert api(by).get(step["rows"]).json()["count"] == 4
    assert [(each["known_on"], each["change"]) for each in known["vintages"]] == [
        ("2022-12-05", None),
        ("2022-12-20", 4),
    ]
    assert {"office": "JAW2", "days": 30, "months": 1, "mean": 4, "share": None} in known["mean_revisions"]
    assert ([each["value"] for each in public["vintages"]], public["mean_revisions"]) == ([1808, *[1812] * 4], [])
    wrong = api().get(FIGURES.format("semua.realisasi") + "changes/?until=2999-01-01")
    assert (wrong.status_code, list(wrong.json()["fields"])) == (400, ["until"])
