"""No page of booking leaves anybody without a next step: a walk over its states, and over clinics without a counter."""

import re
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from django.urls import resolve, reverse

from clinics.models import Place
from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Attendance, Slot
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Coverage
from tests.consultations.booking import test_html
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db

# What somebody came for: a time, a booking that is theirs, a question somebody owns, or a voice.
ENDS = {
    "ask", "book", "book_slot", "wait", "person", "check", "manage", "booked", "move", "accept", "look_up",
    "lost_number", "enquiry", "on_my_way",
}  # fmt: skip


def list_next_steps(page: str, here: str) -> set[str]:
    """Where the main part of a page leads: names of our routes, and `tel` for a number to call."""
    (main,) = lxml.html.fromstring(page).xpath("//main")
    aside = set(main.xpath(".//aside[contains(@class, 'choices-made')]//a"))  # back to what was answered is no way on
    links = [link.get("href") for link in main.xpath(".//a[@href]") if link not in aside]
    links = [link for link in links if not link.startswith("#")]
    forms = [form.get("action") or here for form in main.xpath(".//form[not(@role='search')]")]
    presses = [button.get("formaction") for button in main.xpath(".//button[@formaction]")]
    found = set()
    for address in [*links, *forms, *presses]:
        if address.startswith("tel:"):
            found.add("tel")
        elif address.startswith(("/", "?")) or not urlsplit(address).scheme:
            path = urlsplit(urljoin(here, address)).path
            found.add(resolve(path).url_name)
    return found


class StepsRecorder:
    """Stands where the walk over all states keeps its pages, and looks for the way on instead."""

    def __init__(self):
        self.stuck, self.seen = [], 0

    def __call__(self, name, answer, status=200):
        assert answer.status_code == status, name
        self.seen += 1
        steps = list_next_steps(answer.content.decode(), answer.request["PATH_INFO"])
        if not steps & (ENDS | {"tel"}):
            self.stuck.append((name, sorted(steps)))


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3", name="Balai Jawa III"))


def test_every_state_of_booking_leads_on(client, place):
    pages = StepsRecorder()

    session = test_html.walk_to_a_time(client, place, pages)
    test_html.look_at_the_times(client, session, pages)
    test_html.book(client, place, pages)
    test_html.look_after_the_booking(client, place, pages)

    assert pages.seen > 50
    assert pages.stuck == []


@pytest.fixture
def nowhere(place):
    """Maluku has a clinic without a counter; the one of `place`, on Java, has officers and a telephone talk."""
    offices.officer(place.office)
    java, maluku = offices.region("33", name="Jawa Tengah"), offices.region("81", name="Maluku")
    offices.region("81.71", RegionKind.KOTA, maluku, "Ambon")
    Coverage.objects.create(office=place.office, region=java)
    empty = offices.balai("MAL", name="Balai Maluku")
    Coverage.objects.create(office=empty, region=maluku)
    consultations.topic()
    return empty


def see(client, name="book", **asked):
    return client.get(reverse(f"consultations:{name}"), asked).content.decode()


@pytest.mark.parametrize("words", ["ambon", "Maluku", "negeri dongeng"])
def test_a_region_without_an_open_counter_offers_what_there_is(client, place, nowhere, words):
    talk = consultations.slot(place)
    Slot.objects.filter(pk=talk.pk).update(channel="PHONE")

    for page in (see(client, topic="desain", region=words), see(client, "home", region=words)):
        assert "Kirim pertanyaan tertulis" in page
        assert "Minta ditelepon" in page
        assert f"place={place.pk}&amp;channel=PHONE" in page
        assert "Balai Jawa III" in page


def test_the_clinic_without_a_counter_is_no_way_out_of_itself(client, nowhere):
    page = see(client, topic="desain", region="ambon")

    assert "office=MAL" in page.partition("Cara lain yang tersedia")[2]  # it is asked, and the nearest answers
    assert "datang langsung pada jam layanan" not in page.lower()


def test_where_nothing_is_free_there_is_a_way(client, place, nowhere):
    page = see(client, topic="desain", office="JAW3")

    assert "Belum ada waktu yang dapat dipesan" in page
    assert {"ask", "book"} <= list_next_steps(page, "/janji/")


def test_danger_leads_to_a_voice(client, place, nowhere):
    answer = consultations.danger()
    consultations.slot(place)
    asked = {"topic": "desain", "answers": answer.pk}

    for chosen in ({}, {"office": "JAW3"}, {"place": place.pk, "channel": "OFFICE"}):
        page = see(client, **asked, **chosen)
        assert "Utamakan keselamatan" in page
        assert "kind=CALL_BACK" in page
    place.office.phone = "(0274) 555 100"
    place.office.save()
    assert "tel:(0274)555100" in see(client, **asked, office="JAW3")
    assert "Utamakan keselamatan" not in see(client, topic="desain", answers="lewati", office="JAW3")


def test_every_place_has_a_telephone_or_says_why_not(client, place, nowhere):
    consultations.slot(place)

    without = see(client, "home", region="jawa tengah")
    assert "nomor telepon belum dicatat" in without
    assert re.search(r"/tanya/\?office=JAW3&amp;kind=CALL_BACK", without)
    place.office.phone = "(0274) 555 100"
    place.office.save()
    assert "nomor telepon belum dicatat" not in see(client, "home", region="jawa tengah")


def test_no_clinic_at_all_still_has_a_page_with_a_next_step(client, nowhere):
    Place.objects.all().delete()

    assert "ask" in list_next_steps(see(client, topic="desain"), "/janji/")


@pytest.mark.parametrize("state", list(AttendanceState))
def test_a_booking_in_any_state_leads_on(client, place, state):
    mine = consultations.attendance(consultations.slot(place, starts_at=clinics.now() + timedelta(days=2)))
    ends_at = clinics.now() + timedelta(hours=1) if state in ("HELD", "OFFERED") else None
    client.post(reverse("consultations:look_up"), {"reference": mine.reference, "phone": mine.phone})
    moments = consultations.tell_moments(state, mine.slot)
    Attendance.objects.filter(pk=mine.pk).update(state=state, hold_ends_at=ends_at, **moments)

    page = client.get(reverse("consultations:manage", args=[mine.reference])).content.decode()

    assert {"ask"} <= list_next_steps(page, "/janji/x/")
    assert list_next_steps(page, "/janji/x/") & {"book", "cancel"}
