"""Saving from a device: one key counts once, a conflict waits, and only the own agency's pages may be kept."""

from uuid import uuid4

import pytest

from monitoring.rounds.enums import RoundState
from monitoring.rounds.models import Profile, ProfileEntry
from tests.factories import monitoring, offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return monitoring.province()


@pytest.fixture
def semarang(agency):
    return monitoring.local(agency)


@pytest.fixture
def operator(semarang):
    return monitoring.operator(semarang)


@pytest.fixture
def profile(agency, semarang):
    round_ = monitoring.round_of(agency, state=RoundState.COLLECTING)
    monitoring.participant(round_, semarang)
    return monitoring.profile(round_, monitoring.estate(semarang, name="Rusunawa Kaligawe"))


def url(profile) -> str:
    return f"/api/v1/profiles/{profile.pk}/save/"


def body(values, base=0, **more):
    return {"key": str(uuid4()), "base_version": base, "values": values, **more}


def send(browser, profile, given):
    return browser.post(url(profile), given, content_type="application/json")


def test_a_saving_that_is_sent_twice_counts_once(signed_in, operator, profile):
    browser, given = signed_in(operator), body({"occupied": "90"})

    answers = [send(browser, profile, given).json() for _ in range(2)]

    assert answers == [{"version": 1, "state": "DRAFT", "refusal": ""}] * 2
    assert ProfileEntry.objects.count() == 1


def test_what_began_from_an_older_version_is_kept_and_says_where_to_choose(signed_in, operator, profile):
    browser = signed_in(operator)
    send(browser, profile, body({"occupied": "90"}))

    answer = send(browser, profile, body({"occupied": "70"}))

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    page = browser.get(answer.json()["settle_url"])
    assert [line.field.name for line, _chosen in page.context["lines"]] == ["occupied"]


def test_choosing_on_the_page_settles_it(signed_in, operator, profile):
    browser = signed_in(operator)
    send(browser, profile, body({"occupied": "90", "condition": "LIGHT"}))
    settle = send(browser, profile, body({"occupied": "70", "condition": "HEAVY"})).json()["settle_url"]

    half = browser.post(settle, {"seen_version": 1, "occupied": "mine"})
    whole = browser.post(settle, {"seen_version": 1, "occupied": "mine", "condition": "theirs"})

    profile.refresh_from_db()
    assert (half.status_code, whole.status_code) == (422, 302)
    assert (profile.occupied, profile.condition, profile.version) == (70, "LIGHT", 2)


def test_a_form_on_the_web_begun_from_an_older_version_leads_to_the_choice(signed_in, operator, profile):
    browser = signed_in(operator)
    send(browser, profile, body({"occupied": "90"}))

    answer = browser.post(f"/monitoring/profil/{profile.pk}/", {"base_version": "0", "occupied": "70", "units": "96"})

    assert "/pilih/" in answer.url
    assert Profile.objects.get().occupied == 90


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"occupied": "97"}, "occupied", "melebihi jumlah unit"),
        ({"occupied": "banyak"}, "occupied", "bilangan bulat"),
        ({"units": "-1"}, "units", "0"),
    ],
)
def test_what_is_wrong_is_a_sentence_at_its_field(signed_in, operator, profile, values, field, message):
    answer = send(signed_in(operator), profile, body(values))

    assert answer.status_code == 400
    assert message in answer.json()["fields"][field][0]
    assert not ProfileEntry.objects.exists()


def test_another_account_does_not_send_what_somebody_wrote(signed_in, operator, profile):
    answer = send(signed_in(operator), profile, body({"occupied": "90"}, user=operator.pk + 1))

    assert (answer.status_code, answer.json()["code"]) == (403, "other_user")


def test_a_stranger_finds_no_profile_to_save(signed_in, agency, profile):
    stranger = monitoring.operator(monitoring.local(agency, "33.72", "Surakarta"))

    assert send(signed_in(stranger), profile, body({"occupied": "1"})).status_code == 404
    assert signed_in(offices.evaluator()).post(url(profile), body({}), "application/json").status_code == 403


def test_only_the_own_agency_may_keep_a_page_on_its_device(signed_in, operator, agency, profile):
    page = f"/monitoring/profil/{profile.pk}/"

    assert signed_in(operator).get(page).headers["X-Krs-Offline"] == "keep"
    assert "X-Krs-Offline" not in signed_in(offices.head(agency)).get(page).headers


def test_the_field_page_lists_the_own_agency_only(signed_in, operator, agency, profile):
    other = monitoring.local(agency, "33.72", "Surakarta")
    monitoring.profile(profile.round, monitoring.estate(other, name="Rusunawa Begalon"))

    page = signed_in(operator).get("/monitoring/lapangan/").content.decode()

    assert "Rusunawa Kaligawe" in page
    assert "Rusunawa Begalon" not in page


def test_the_worker_is_the_same_for_everybody_and_serves_below_monitoring(client):
    answer = client.get("/monitoring/pekerja.js")

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "krsKept" in answer.content.decode()
    assert client.get("/monitoring/lapangan/aplikasi.webmanifest").json()["scope"] == "/monitoring/"
