"""The list of occupants and what is written about them over the pages; scope holds on every route, API and file."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from krs_portal.kit.clock import today
from monitoring.occupants.models import Household, Tenancy
from monitoring.occupants.readiness.services import referrals
from monitoring.occupants.services import rights
from monitoring.occupants.urls import urlpatterns
from monitoring.register.models import Unit
from tests.factories import monitoring, offices
from tests.factories.people import AT, TLOO, agency, consented, family, programmes

pytestmark = pytest.mark.django_db
LIST = "/monitoring/penghuni/"


@pytest.fixture
def local():
    programmes()
    return agency()


def names(answer):
    return [row.name for row in answer.context["rows"]]


def test_the_list_is_narrowed_by_what_asks_for_attention(local, signed_in):
    _office, operator, estate = local
    day = today()
    family(estate, operator, name="Lama", terms={"started_on": day - timedelta(days=2500), "ends_on": None})
    soon = {"started_on": day - timedelta(days=700), "ends_on": day + timedelta(days=90), "arrears": 100_000}
    family(estate, operator, unit=1, name="Segera", terms=soon)
    fresh = {"started_on": day - timedelta(days=10), "ends_on": day + timedelta(days=500), "arrears": None}
    family(estate, operator, unit=2, name="Baru", income=9_000, terms=fresh)
    browser = signed_in(operator)

    def found(**query):
        return names(browser.get(LIST, query))

    assert found() == ["Baru", "Lama", "Segera"]
    assert found(matter="BEYOND") == ["Lama"]
    assert found(matter="ENDING") == ["Segera"]
    assert found(matter="DOUBTED") == ["Baru"]
    assert [found(arrears=each) for each in ("yes", "no", "unknown")] == [["Segera"], ["Lama"], ["Baru"]]
    assert found(estate=estate.pk, q="sege") == ["Segera"]


def test_each_figure_above_the_list_opens_as_many_rows(local, signed_in):
    _office, operator, estate = local
    for unit in range(3):
        family(estate, operator, unit=unit, name=f"Keluarga {unit}", terms={"arrears": unit}, income=9_000 * (1 + unit))
    browser = signed_in(operator)

    for stat in browser.get(LIST).context["stats"]:
        assert len(names(browser.get(stat["url"]))) == int(stat["value"]), stat["label"]


def test_a_number_is_found_whole_or_not_at_all(local, signed_in):
    _office, operator, estate = local
    family(estate, operator, kk="9901010101200001", name="Ada")
    browser = signed_in(operator)

    assert names(browser.get(LIST, {"q": "9901 0101 0120 0001"})) == ["Ada"]
    assert names(browser.get(LIST, {"q": "990101010120"})) == []
    assert names(signed_in(offices.evaluator()).get(LIST, {"q": "Ada"})) == []


def test_the_list_asks_as_many_queries_for_thirty_rows_as_for_three(local, signed_in):
    _office, operator, estate = local
    block = estate.blocks.get()
    Unit.objects.bulk_create(Unit(block=block, number=f"2{n:02}") for n in range(30))
    browser = signed_in(operator)

    def asked(rows):
        while Tenancy.objects.count() < rows:
            monitoring.tenancy(Unit.objects.empty().order_by("number").first())
        with CaptureQueriesContext(connection) as queries:
            assert len(names(browser.get(LIST))) == rows
        return [query["sql"].split("WHERE")[0][-90:] for query in queries]

    asked(3)
    assert asked(3) == asked(30)


def test_moving_in_over_the_page_warns_of_what_it_keeps(local, signed_in):
    _office, operator, estate = local
    unit = Unit.objects.first()
    typed = {
        "unit": unit.pk, "started_on": "2025-01-01", "ends_on": "2027-01-01", "rent": "150.000", "arrears": "0",
        "name": "Budi", "nik": "9901010101900001", "kk": "9901010101200001", "income": "90.000.000.000",
        "wants_to_own": "true", "owns_house": "false", "are_documents_seen": "on", "documents": ["ID_CARD"],
    }  # fmt: skip

    answer = signed_in(operator).post(f"/monitoring/penghuni/baru/?hunian={estate.pk}", typed, follow=True)

    household = Household.objects.get()
    said = [str(message) for message in answer.context["messages"]]
    assert (household.income, household.doubts, household.documents) == (90_000_000_000, ["income"], ["ID_CARD"])
    assert (household.wants_to_own, household.owns_house, household.has_land) == (True, False, None)
    assert any("Kode wilayah 99.01 pada NIK dan KK tidak dikenal" in sentence for sentence in said)
    assert any("kelebihan nol" in sentence for sentence in said)
    assert answer.redirect_chain[-1][0] == f"/monitoring/penghuni/{household.pk}/"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("nik", "12345", "NIK terdiri dari 16 angka"),
        ("nik", "3374013213900001", "Tanggal lahir di dalam NIK"),
        ("kk", "3374014113200001", "Tanggal terbit di dalam nomor KK"),
        ("kk", "33740101012000", "Nomor KK terdiri dari 16 angka"),
        ("phone", "12", "Nomor telepon ini tidak dikenali"),
        ("ends_on", "2024-01-01", "Perjanjian berakhir sebelum dimulai"),
        ("decile", "11", "Desil adalah angka 1 sampai 10"),
        ("land_width", "7", "Lebar dan panjang tanah diisi keduanya"),
        ("unit", "", "Unit –"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_what_was_typed_stays(local, signed_in, field, value, said):
    _office, operator, estate = local
    typed = {"unit": Unit.objects.first().pk, "started_on": "2025-01-01", "name": "Budi Tetap"} | {field: value}

    answer = signed_in(operator).post(f"/monitoring/penghuni/baru/?hunian={estate.pk}", typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Budi Tetap" in page
    assert not Household.objects.exists()


def test_the_life_of_a_stay_over_the_pages(local, signed_in):
    _office, operator, estate = local
    tenancy = family(estate, operator)
    other = Unit.objects.empty().order_by("number").first()
    browser = signed_in(operator)

    def sends(name, **typed):
        stay = Tenancy.objects.active().get()
        return browser.post(reverse(f"monitoring:{name}", args=[stay.pk]), typed).status_code

    assert sends("stay_extend", ends_on="2028-01-01") == 302
    assert sends("stay_extend", ends_on="2020-01-01") == 422
    assert sends("stay_dues", rent="200.000", arrears="400.000") == 302
    assert sends("stay_move", unit=other.pk, moved_on="2025-06-01") == 302
    stay = Tenancy.objects.active().get()
    assert (stay.unit, stay.extension, stay.rent, stay.arrears) == (other, 1, 200_000, 400_000)
    assert sends("stay_end", ended_on="2025-07-01") == 302
    tenancy.refresh_from_db()
    assert (tenancy.ended_on.isoformat(), Tenancy.objects.active().count()) == ("2025-06-01", 0)
    page = browser.get(f"/monitoring/penghuni/{stay.household_id}/").content.decode()
    assert "Sudah keluar" in page


def test_members_are_added_changed_and_removed(local, signed_in):
    _office, operator, estate = local
    household = family(estate, operator).household
    browser = signed_in(operator)
    new = f"/monitoring/penghuni/{household.pk}/anggota/"

    assert browser.post(new, {"name": "Adi", "relation": "CHILD", "born_on": "2015-02-03"}).status_code == 302
    child = household.members.get(name="Adi")
    assert browser.post(f"{new}{child.pk}/", {"name": "Adi Uji", "relation": "CHILD"}).status_code == 302
    child.refresh_from_db()
    assert (child.name, child.born_on.isoformat()) == ("Adi Uji", "2015-02-03")
    assert browser.post(f"{new}{child.pk}/", {"remove": "1"}).status_code == 302
    assert household.members.count() == 1
    head = household.members.get()
    kept = browser.post(f"{new}{head.pk}/", {"remove": "1"}, follow=True)
    assert "Kepala keluarga tidak dihapus" in kept.content.decode()
    assert household.members.get() == head


def test_no_route_shows_or_changes_the_people_of_another_agency(local, signed_in):
    """Every address of the room about people, with the keys of the agency next door."""
    office, operator, estate = local
    stranger = agency("33.22")[1]
    tenancy = family(estate, operator, name="Rahasia Tetangga", kk="9901010101200001")
    consent = consented(tenancy.household, operator)
    objection = rights.record_objection(
        household=tenancy.household, kind="CORRECTION", programme=None, text="Salah", by=operator, at=AT
    )
    list_ = referrals.start_referral_list(
        programme=programmes()[TLOO], office=office, recipient="Bank", by=operator, at=AT
    )
    referral = referrals.refer_household(list_=list_, household=tenancy.household, by=operator, at=AT)
    keys = {
        "household": tenancy.household_id, "disclose": tenancy.household_id, "household_edit": tenancy.household_id,
        "member_new": tenancy.household_id, "consent": tenancy.household_id, "objection": tenancy.household_id,
        "refer": tenancy.household_id, "consent_withdraw": consent.pk, "objection_answer": objection.pk,
        "stay_extend": tenancy.pk, "stay_dues": tenancy.pk, "stay_move": tenancy.pk, "stay_end": tenancy.pk,
        "referral_list": list_.pk, "referral_enter": list_.pk, "referral_send": list_.pk,
        "referral_answer": referral.pk, "referral_remove": referral.pk,
    }  # fmt: skip
    addresses = {name: reverse(f"monitoring:{name}", args=[key]) for name, key in keys.items()}
    member = tenancy.household.members.get()
    addresses["member_edit"] = reverse("monitoring:member_edit", args=[tenancy.household_id, member.pk])
    addresses["referral_file"] = reverse("monitoring:referral_file", args=[list_.pk, "csv"])
    open_to_all = {
        "people", "move_in", "objections", "readiness", "criteria", "recompute", "recompute_progress",
        "readiness_rows", "referral_lists", "referral_new", "openings",
    }  # fmt: skip
    ours = {each.name for each in urlpatterns}
    assert ours == addresses.keys() | open_to_all  # a new route must be thought about here
    browser = signed_in(stranger)

    for name, address in addresses.items():
        answers = {
            browser.get(address).status_code,
            browser.post(address, {"purpose": "LOAN", "case": "Berkas Siti"}).status_code,
        }
        assert answers <= {404, 405}, name
    for address in [
        LIST, f"{LIST}?estate={estate.pk}", f"{LIST}?q=9901010101200001", "/monitoring/penghuni/keberatan/",
        "/monitoring/penghuni/pembukaan/",
        "/monitoring/kesiapan/", f"/monitoring/kesiapan/program/{TLOO}/", "/monitoring/kesiapan/usulan/",
        "/api/v1/households/", f"/api/v1/households/?estate={estate.pk}", "/api/v1/readiness/",
        f"/monitoring/penghuni/baru/?hunian={estate.pk}",
    ]:  # fmt: skip
        page = browser.get(address).content.decode()
        assert "Rahasia" not in page, address
        assert "R. T." not in page, address
    assert browser.get(f"/api/v1/households/{tenancy.household_id}/").status_code == 404
    assert (
        browser.post(
            f"/api/v1/households/{tenancy.household_id}/disclose/", {"purpose": "LOAN", "case": "xxxxx"}
        ).status_code
        == 404
    )
    assert browser.get(LIST).context["stats"][0]["value"] == "0"
    assert Tenancy.objects.get().ended_on is None


def test_the_api_masks_and_opens_like_the_pages(local, signed_in):
    _office, operator, estate = local
    household = family(estate, operator, kk="9901010101200001", income=3_456_789).household
    browser = signed_in(operator)
    address = f"/api/v1/households/{household.pk}/"

    listed = browser.get("/api/v1/households/").json()["results"]
    opened = browser.post(f"{address}disclose/", {"purpose": "LOAN", "case": "Berkas Siti"}).json()
    refused = browser.post(f"{address}disclose/", {"purpose": ""})

    assert [row["kk"] for row in listed] == ["9901********0001"]
    assert "income" not in listed[0]
    assert (opened["kk"], opened["income"]) == ("9901010101200001", 3_456_789)
    assert household.disclosures.count() == 1
    assert refused.status_code == 400
    readiness = browser.get("/api/v1/readiness/", {"verdict": "READY"}).json()["results"]
    assert {row["programme"] for row in readiness} == {"tuku-lemah-oleh-omah", "kpr-flpp"}
