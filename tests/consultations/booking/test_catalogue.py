"""What is the same for everybody is read seldom; what one can still have is read each time."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinics.models import Place
from consultations.booking import catalogue
from consultations.booking.models.seats import Slot
from consultations.booking.models.topics import Topic
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture(autouse=True)
def topic():
    return consultations.topic()


def ask(client, **chosen):
    return client.get(reverse("consultations:book"), chosen)


def test_the_page_of_times_asks_as_much_for_a_hundred_as_for_three(client, place):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = ask(client, topic="desain", place=place.pk, channel="OFFICE").content.decode()
        return page.count("formaction="), len(asked)

    day = (clinics.now() + timedelta(days=2)).replace(hour=1, minute=0)
    for number in range(3):
        consultations.slot(place, starts_at=day + timedelta(minutes=number))
    queries()
    few = queries()
    for number in range(3, 100):
        consultations.slot(place, starts_at=day + timedelta(minutes=number))
    many = queries()

    assert (few, many) == ((3, 1), (100, 1))


def test_looking_at_the_pages_writes_no_session(client, place):
    consultations.slot(place)

    for chosen in ({}, {"topic": "desain"}, {"topic": "desain", "place": place.pk}):
        ask(client, **chosen)

    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_seats_are_read_each_time(client, place):
    slot = consultations.slot(place)
    assert b"formaction=" in ask(client, topic="desain", place=place.pk).content

    Slot.objects.filter(pk=slot.pk).update(seats_taken=1)

    assert b"formaction=" not in ask(client, topic="desain", place=place.pk).content


def test_what_is_changed_here_is_seen_at_once(client, topic):
    ask(client)

    topic.name = "Gambar rumah"
    topic.save()

    assert "Gambar rumah" in ask(client).content.decode()


def test_what_is_changed_elsewhere_is_seen_after_a_few_seconds(client, monkeypatch):
    ask(client)
    Topic.objects.update(name="Gambar rumah")  # as another process would: no signal here
    assert "Gambar rumah" not in ask(client).content.decode()

    later = catalogue.get_catalogue().read_at + catalogue.LASTS + 1
    monkeypatch.setattr(catalogue, "monotonic", lambda: later)

    assert "Gambar rumah" in ask(client).content.decode()


def test_a_place_that_was_made_elsewhere_can_be_booked_at_once(client, place):
    ask(client)
    (new,) = Place.objects.bulk_create([Place(office=place.office, name="Klinik keliling")])
    consultations.slot(new)

    assert "Klinik keliling" in ask(client, topic="desain", place=new.pk).content.decode()


@pytest.mark.parametrize(
    "nonsense",
    [
        {"place": "9" * 30},
        {"place": "x\0"},
        {"topic": "\0"},
        {"office": "tidak-ada"},
        {"home": "99999999999999999"},
        {"day": "2026-02-31"},
        {"answers": "1-x"},
        {"channel": "MERPATI"},
    ],
)
def test_what_cannot_be_read_is_not_chosen_yet(client, nonsense):
    assert ask(client, **{"topic": "desain"} | nonsense).status_code == 200
