"""The figures and their rows for programs: the shape others script against."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.authtoken.models import Token
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
        client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=user).key}")
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
    assert answer == {
        "indicator": "layanan",
        "unit": "layanan",
        "rule": {"code": "layanan", "version": 1},
        "as_at": "2022-12-05",
        "total": {
            "target": 1250,
            "realised": 1808,
            "percent": 144.64,
            "capped": 1173,
            "capped_percent": 93.84,
            "offices_reached": 4,
            "offices": 5,
        },
        "published": [{"value": 1806, "stated_on": "2022-12-08", "source": "Surat kabar", "difference": 2}],
    }
    assert rows["BALI"].pop("rows").startswith("http://testserver/api/v1/ledger/?")
    assert rows["BALI"] == {
        "office": "BALI",
        "name": "Kantor BALI",
        "target": 250,
        "realised": 173,
        "percent": 69.2,
        "capped": 173,
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
    assert answer.json()["title"].split()[0] in {"Masukkan", "Belum", "Tanggal"}


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
    assert "Token demo-kementerian" in page
    main = page.split("<main")[1].split("</main>")[0]
    assert "<script" not in main
    assert "style=" not in main


def test_a_list_asks_as_much_for_thirty_as_for_three():
    by = offices.evaluator()
    client = api(by)

    def queries(name: str, count: int) -> int:
        for _ in range(count):
            office = offices.balai()
            clinics.target(office, by=by)
            clinics.place(office)
            clinics.entry(office, date(2022, 3, 1))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/api/v1/{name}/?page_size=100").status_code == 200
        return len(asked)

    for name in ("offices", "places", "targets", "achievements", "ledger"):
        assert queries(name, 3) == queries(name, 27), name
