"""One's own booking: moved, announced, opened by a link in a message, joined to a waiting list."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from icalendar import Calendar

from consultations.booking import links
from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Slot
from tests.factories import clinics, consultations, offices, outbox
from tests.factories.booking import PHONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture
def mine(place):
    return consultations.attendance(consultations.slot(place))


@pytest.fixture
def known(client, mine):
    """A browser that proved to know the booking."""
    client.post(reverse("consultations:look_up"), {"reference": mine.reference, "phone": PHONE})
    return client


def left(slot):
    return Slot.objects.get(pk=slot.pk).seats_left


def address(name, attendance):
    return reverse(f"consultations:{name}", args=[attendance.reference])


# Moving


def test_moving_keeps_the_reference_and_gives_the_old_seat_back(known, mine, place):
    new = consultations.slot(place)
    assert "Pindah ke waktu lain" in known.get(address("move", mine)).content.decode()

    answer = known.post(address("move", mine), {"slot": new.pk}, follow=True)

    assert mine.reference in answer.content.decode()
    assert (left(mine.slot), left(new)) == (1, 0)


def test_moving_to_a_full_time_keeps_the_old_one(known, mine, place):
    full = consultations.slot(place)
    consultations.attendance(full, phone="+6281311112222")

    answer = known.post(address("move", mine), {"slot": full.pk})

    assert answer.status_code == 422
    assert "Janji Anda yang lama tetap berlaku" in answer.content.decode()
    assert left(mine.slot) == 0


@pytest.mark.parametrize("slot", ["", "x", "999999999"])
def test_a_time_that_is_none_is_not_found(known, mine, slot):
    assert known.post(address("move", mine), {"slot": slot}).status_code == 404


def test_another_office_is_not_a_place_to_move_to(known, mine):
    elsewhere = consultations.slot(clinics.place(offices.balai("MAL")))

    assert known.post(address("move", mine), {"slot": elsewhere.pk}).status_code == 404


@pytest.mark.parametrize("name", ["move", "cancel", "on_my_way", "accept"])
def test_nobody_touches_what_they_do_not_know(client, mine, name):
    answer = client.post(address(name, mine))

    mine.refresh_from_db()
    assert answer.url == address("manage", mine)
    assert (mine.state, mine.on_my_way_at) == (AttendanceState.BOOKED, None)


# On my way


def test_on_my_way_is_told_once_and_only_on_the_day(known, mine):
    answer = known.post(address("on_my_way", mine), follow=True)
    if mine.slot.starts_at - clinics.now() > timedelta(hours=24):
        assert "Kabari kami pada hari janji" in answer.content.decode()

    soon = clinics.now() + timedelta(minutes=5)
    Slot.objects.filter(pk=mine.slot_id).update(starts_at=clinics.now() - timedelta(minutes=1), ends_at=soon)
    known.post(address("on_my_way", mine))

    mine.refresh_from_db()
    assert mine.on_my_way_at


# The link in a message


def test_a_link_opens_its_booking_without_the_phone_number(client, mine):
    page = client.get(links.build_booking_link(mine).removeprefix("http://127.0.0.1:8000"), follow=True)

    assert mine.name in page.content.decode()


def test_a_link_ends_the_day_after(client, mine):
    past = clinics.now() - timedelta(days=2)
    Slot.objects.filter(pk=mine.slot_id).update(starts_at=past, ends_at=past + timedelta(minutes=45))

    page = client.get(reverse("consultations:link", args=[signing.dumps(mine.pk, salt=links.SALT)]), follow=True)

    assert "sudah tidak berlaku" in page.content.decode()


def test_a_forged_link_opens_nothing(client, mine):
    forged = signing.dumps(mine.pk, salt="somebody else's")

    assert (
        "sudah tidak berlaku" in client.get(reverse("consultations:link", args=[forged]), follow=True).content.decode()
    )


# Guessing


def test_guessing_numbers_of_one_phone_is_limited_from_any_address(client, settings):
    settings.THROTTLE = True
    wrong = {"reference": "KRS-2222222", "phone": PHONE}

    answers = [
        client.post(reverse("consultations:look_up"), wrong, REMOTE_ADDR=f"10.0.0.{number}").status_code
        for number in range(12)
    ]

    assert answers[-1] == 429


# A lost number, a move that is checked, a calendar that is true


def lose(client, address):
    return client.post(reverse("consultations:lost_number"), {"address": address})


@pytest.mark.parametrize("typed", [PHONE, "siti@uji.krs.test"])
def test_a_lost_number_goes_to_its_own_telephone_and_mail(client, place, typed):
    mine = consultations.attendance(consultations.slot(place), email="siti@uji.krs.test")
    consultations.attendance(consultations.slot(place), AttendanceState.CANCELLED)

    answer = lose(client, typed)

    sent = outbox.written(kind="booking-lost")
    assert [message.recipient for message in sent] == [mine.phone, mine.email]
    assert all(mine.reference in message.body for message in sent)
    assert mine.reference not in answer.content.decode()


def test_whoever_has_no_booking_hears_the_same(client, mine):
    known, unknown = lose(client, PHONE), lose(client, "0813 9999 0000")

    assert known.content.decode() == unknown.content.decode()
    assert lose(client, "siapa saya").status_code == 422


def test_a_lost_number_is_sent_a_few_times_an_hour(client, mine, settings):
    settings.THROTTLE = True

    assert [lose(client, PHONE).status_code for _turn in range(4)] == [200, 200, 200, 422]


def test_a_move_is_shown_before_it_is_made(known, mine, place):
    new = consultations.slot(place)
    page = known.get(address("move", mine), {"slot": new.pk}).content.decode()

    assert "Periksa dahulu" in page
    assert f'name="slot" value="{new.pk}"' in page
    assert "Periksa dahulu" not in known.get(address("move", mine), {"slot": mine.slot_id}).content.decode()
    assert left(new) == 1


def read_event(client, attendance):
    (event,) = Calendar.from_ical(client.get(address("calendar", attendance)).getvalue()).walk("VEVENT")
    return event


def test_a_calendar_rings_and_says_who_and_what(known, mine):
    event = read_event(known, mine)

    assert event["STATUS"] == "CONFIRMED"
    assert len(event.walk("VALARM")) == 2
    assert event["ORGANIZER"].startswith("mailto:")
    assert mine.reference in event["DESCRIPTION"]
    assert "Pindahkan atau batalkan: http" in event["DESCRIPTION"]


@pytest.mark.parametrize(("state", "status"), [("WAITLISTED", "TENTATIVE"), ("CANCELLED", "CANCELLED")])
def test_a_place_in_line_is_no_appointment(known, mine, state, status):
    type(mine).objects.filter(pk=mine.pk).update(state=state)
    event = read_event(known, mine)

    assert event["STATUS"] == status
    assert event.walk("VALARM") == []
