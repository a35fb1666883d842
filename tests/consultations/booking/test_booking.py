"""A citizen books, looks at and cancels."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from consultations.booking import offers, services
from consultations.booking.enums import AttendanceState, SlotKind, SlotState
from consultations.booking.models.seats import Attendance, Slot
from krs_portal.kit.clock import TimeZone
from tests.factories import clinics, consultations, offices
from tests.factories.booking import send

pytestmark = pytest.mark.django_db
PHONE = "0812 3456 7890"


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture
def slot(place):
    return consultations.slot(place)


@pytest.fixture(autouse=True)
def topic():
    return consultations.topic()


def book(slot, key=None, phone=PHONE, **values):
    return services.book_seat(
        slot=slot,
        topic=consultations.topic(),
        name="Siti Aminah",
        phone=phone,
        consents=True,
        at=clinics.now(),
        idempotency_key=key,
        **values,
    )


def left(slot):
    return Slot.objects.get(pk=slot.pk).seats_left


# Taking seats


def test_booking_takes_a_seat_and_shows_the_ticket(client, slot):
    answer = client.get(send(client, slot).url)

    made = Attendance.objects.get()
    assert (left(slot), made.phone, made.consent_version) == (0, "+6281234567890", "2026-2")
    assert made.reference in answer.content.decode()
    assert "<svg" in answer.content.decode()


def test_somebody_elses_key_opens_nothing(slot, place):
    book(slot, key="satu")

    with pytest.raises(ValidationError, match="Kunci permintaan"):
        book(consultations.slot(place), key="satu", phone="0813 1111 2222")


@pytest.mark.django_db(transaction=True)
def test_last_seat_is_sold_once(place):
    slot = consultations.slot(place, seats=3, kind=SlotKind.GROUP)
    book(slot, party_size=2)

    def try_for_the_last(number):
        try:
            return book(slot, phone=f"0812 3456 78{number:02}")
        except services.SlotFull:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(try_for_the_last, range(10, 12)))

    assert sum(attendance is not None for attendance in made) == 1
    assert left(slot) == 0


@pytest.mark.django_db(transaction=True)
def test_the_same_request_sent_twice_at_once_is_one_booking(slot):
    def send_again(_number):
        try:
            return book(slot, key="satu").reference
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        references = set(pool.map(send_again, range(2)))

    assert len(references) == Attendance.objects.count() == 1


# What is refused, with what was typed still there


def test_a_slot_that_has_passed_is_not_booked(client, place):
    passed = consultations.slot(place, starts_at=clinics.now() - timedelta(hours=2))

    assert "sudah lewat" in client.get(reverse("consultations:book_slot", args=[passed.pk])).content.decode()
    assert "sudah lewat" in send(client, passed).content.decode()


def test_a_cancelled_slot_is_not_booked(client, slot):
    Slot.objects.filter(pk=slot.pk).update(state=SlotState.CANCELLED)

    assert "Jadwal ini dibatalkan" in send(client, slot).content.decode()


def test_the_door_of_the_day_is_not_for_booking(client, place):
    door = consultations.slot(place, kind=SlotKind.WALK_IN)

    assert client.get(reverse("consultations:book_slot", args=[door.pk])).status_code == 404


# Choosing


def test_nothing_free_says_what_to_do(client, place):
    answer = client.get(reverse("consultations:book"), {"topic": "desain", "place": place.pk})

    assert "Belum ada waktu yang dapat dipesan" in answer.content.decode()


def test_a_session_says_how_many_seats_are_left(client, place):
    session = consultations.slot(place, seats=20, kind=SlotKind.GROUP)
    book(session, party_size=17)

    answer = client.get(reverse("consultations:book"), {"topic": "desain", "place": place.pk})

    assert "Sisa 3 dari 20 kursi" in answer.content.decode()


def test_a_session_says_who_speaks_and_what_else_citizens_should_know(client, place):
    session = consultations.slot(place, seats=20, kind=SlotKind.GROUP)
    Slot.objects.filter(pk=session.pk).update(speaker="Ir. Contoh", note="Bawa gambar rumah.")

    times = client.get(reverse("consultations:book"), {"topic": "desain", "place": place.pk}).content.decode()
    page = client.get(reverse("consultations:book_slot", args=[session.pk])).content.decode()

    for shown in (times, page):
        assert "Narasumber: Ir. Contoh" in shown
        assert "Bawa gambar rumah." in shown


def test_days_are_those_of_the_offices_zone():
    place = clinics.place(offices.balai("MAL", zone=TimeZone.WIT))
    late = (clinics.now() + timedelta(days=2)).replace(hour=16, minute=0)  # 01.00 of the next day in WIT
    consultations.slot(place, starts_at=late)

    (day,) = offers.list_offered_days(place, None, clinics.now())

    assert day.on == (late + timedelta(days=1)).date()


# One's own booking


def test_the_ticket_needs_the_browser_that_booked(client, slot):
    made = consultations.attendance(slot)

    answer = client.get(reverse("consultations:booked", args=[made.reference]))

    assert answer.url == reverse("consultations:manage", args=[made.reference])


@pytest.mark.parametrize("wrong", [{"reference": "KRS-2222222"}, {"phone": "0813 9999 0000"}])
def test_which_of_the_two_was_wrong_is_not_said(client, slot, wrong):
    made = consultations.attendance(slot)

    answer = client.post(reverse("consultations:look_up"), {"reference": made.reference, "phone": PHONE} | wrong)

    assert "Nomor janji dan nomor telepon ini tidak cocok" in answer.content.decode()


def test_reference_and_phone_open_the_booking_and_it_can_be_cancelled(client, slot):
    made = consultations.attendance(slot)

    opened = client.post(
        reverse("consultations:look_up"), {"reference": made.reference.lower(), "phone": PHONE}, follow=True
    )
    assert made.name in opened.content.decode()
    client.post(reverse("consultations:cancel", args=[made.reference]))

    made.refresh_from_db()
    assert (made.state, left(slot)) == (AttendanceState.CANCELLED, 1)


def test_cancelling_gives_back_only_its_own_seats(place):
    session = consultations.slot(place, seats=5, kind=SlotKind.GROUP)
    mine, _others = book(session, party_size=2), book(session, party_size=3, phone="0813 1111 2222")

    services.cancel_booking(attendance=mine, at=clinics.now())
    services.cancel_booking(attendance=mine, at=clinics.now())

    assert left(session) == 2


def test_nobody_cancels_what_they_do_not_know(client, slot):
    made = consultations.attendance(slot)

    client.post(reverse("consultations:cancel", args=[made.reference]))

    made.refresh_from_db()
    assert made.state == AttendanceState.BOOKED


def test_looking_up_is_limited_to_ten_a_minute(client, settings):
    settings.THROTTLE = True
    wrong = {"reference": "KRS-2222222", "phone": PHONE}

    answers = [client.post(reverse("consultations:look_up"), wrong).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_the_calendar_entry_stands_on_the_offices_clock_and_is_folded(client, slot):
    send(client, slot)
    made = Attendance.objects.get()

    answer = client.get(reverse("consultations:calendar", args=[made.reference]))

    lines = answer.content.decode().split("\r\n")
    assert f"DTSTART;TZID=Asia/Jakarta:{slot.starts_at.astimezone(TimeZone.WIB.info):%Y%m%dT%H%M%S}" in lines
    assert max(len(line.encode()) for line in lines) <= 75
