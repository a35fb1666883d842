"""Home, the search for a clinic, and what every page of this room keeps to."""

from datetime import date, time

import pytest
from django.urls import reverse
from django.utils import translation

from clinics.enums import Measure, Weekday
from clinics.models import OpeningHours
from consultations.booking import catalogue, nearest, opening
from krs_portal.kit.formats import format_initials
from krs_portal.kit.navigation import list_header_links
from krs_portal.offices.enums import OfficeKind, RegionKind, Role
from krs_portal.offices.models import Coverage
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture
def semarang():
    """Kota and Kab. Semarang in a province that a balai and a dinas serve."""
    province = offices.region("33", name="Jawa Tengah")
    balai, dinas = offices.balai("JAW3"), offices.office("DINAS-33", OfficeKind.PROVINCIAL_AGENCY)
    for office in (balai, dinas):
        Coverage.objects.create(office=office, region=province)
    offices.region("33.22", RegionKind.KABUPATEN, province, "Semarang")
    kota = offices.region("33.74", RegionKind.KOTA, province, "Semarang")
    Coverage.objects.create(office=dinas, region=kota)
    clinics.place(balai)
    return balai


def test_home_says_how_the_clinics_stand_and_asks_little(client, django_assert_max_num_queries):
    consultations.topic()
    balai, other = offices.balai(), offices.balai()
    clinics.target(balai, 250)
    clinics.target(other, 250)
    clinics.entry(balai, quantity=336)
    clinics.entry(other, quantity=173)

    page = client.get("/").content.decode()

    assert "509 layanan dari target 500" in page
    assert "1 dari 2 unit mencapai target" in page
    assert "data per 31 Desember 2022" in " ".join(page.split())
    with django_assert_max_num_queries(1):
        client.get("/")


def test_home_without_any_target_leaves_the_line_out(client):
    clinics.indicator(Measure.CONSULTATION)

    assert "dari target" not in client.get("/").content.decode()


@pytest.mark.parametrize("typed", ["semarang", "Kota Semarang", "kab. semarang", "jawa tengah"])
def test_a_clinic_is_found_by_kab_kota_or_province(semarang, typed):
    (found,) = nearest.search_clinics(typed, TODAY, catalogue.get_catalogue().offices).clinics

    assert found.office == semarang


def test_a_place_nobody_serves_says_what_to_do(client):
    page = client.get("/", {"region": "atlantis"}).content.decode()

    assert "Belum ada klinik yang tercatat" in page


def test_the_hours_of_ramadan_stand_in_for_all_others_and_are_told_before(semarang):
    place = semarang.places.get()
    for weekday in (Weekday.MONDAY, Weekday.TUESDAY):
        OpeningHours.objects.create(place=place, weekday=weekday, opens_at=time(7, 30), closes_at=time(16))
    fast = {"valid_from": date(2027, 2, 8), "valid_until": date(2027, 3, 9)}
    OpeningHours.objects.create(place=place, weekday=Weekday.MONDAY, opens_at=time(8), closes_at=time(15), **fast)
    days = (date(2027, 1, 8), date(2027, 1, 9), date(2027, 2, 8), date(2027, 3, 9), date(2027, 3, 10))

    told = [opening.format_opening_hours(place.hours.all(), day) for day in days]

    usual, short = ["Senin-Selasa 07.30-16.00"], ["Senin 08.00-15.00"]
    before = "8 Februari - 9 Maret 2027: Senin 08.00-15.00"
    assert told == [usual, [*usual, before], short, short, usual]


def test_opening_hours_are_read_as_runs_of_days(semarang):
    place = semarang.places.get()
    for weekday in list(Weekday)[:4]:
        OpeningHours.objects.create(place=place, weekday=weekday, opens_at=time(7, 30), closes_at=time(16))
    OpeningHours.objects.create(place=place, weekday=Weekday.FRIDAY, opens_at=time(7, 30), closes_at=time(16, 30))

    assert opening.format_opening_hours(place.hours.all()) == ["Senin-Kamis 07.30-16.00", "Jumat 07.30-16.30"]


def test_a_name_becomes_initials():
    assert format_initials("Siti  Aminah") == "S. A."


def test_a_topic_is_named_in_the_readers_language():
    topic = consultations.topic()
    topic.name, topic.name_en = "Desain rumah", "House design"

    with translation.override("en"):
        assert str(topic) == "House design"
    assert str(topic) == "Desain rumah"


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.ADMIN])
def test_navigation_has_at_most_five_words(rf, role):
    request = rf.get("/meja/")
    request.user = offices.member(role, offices.balai())

    shown = [str(place.label) for place in list_header_links(request)]

    assert len(shown) <= 5
    assert shown[:2] == ["Meja", "Konsultasi"]


@pytest.mark.parametrize("path", ["/", "/janji/", "/janji/cek/", "/janji/KRS-2222222/"])
def test_public_pages_need_no_account(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("name", ["desk", "list", "new"])
def test_inside_pages_send_to_sign_in(client, name):
    assert client.get(reverse(f"consultations:{name}")).url.startswith("/masuk/")


def test_no_page_carries_a_style_or_a_handler(client, signed_in, semarang):
    consultations.topic()
    slot = consultations.slot(semarang.places.get())
    signed_in(offices.head(semarang))

    for path in (
        "/",
        "/janji/?topic=desain",
        f"/janji/jadwal/{slot.pk}/",
        "/meja/",
        "/konsultasi/",
        "/konsultasi/baru/",
    ):
        page = client.get(path).content.decode()
        assert not any(found in page for found in (" style=", "<style", " onclick=", "javascript:")), path


def test_a_name_of_several_regions_is_asked_back(client, semarang):
    page = client.get("/", {"region": "semarang"}).content.decode()

    assert "Pilih yang Anda maksud" in page
    assert "?region=Kota+Semarang%2C+Jawa+Tengah#klinik" in page


def test_another_spelling_is_said(client, semarang):
    assert "Dibaca sebagai" in client.get("/", {"region": "kota semaramg"}).content.decode()
