"""A number finds, it does not open: no row that this request did not make is opened by a number, a key or a token."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from consultations.booking import services
from consultations.booking.enums import AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance
from consultations.booking.remembered import COOKIE
from tests.factories import clinics, consultations, offices
from tests.factories.booking import fill, hold, typed

pytestmark = pytest.mark.django_db
PHONE = "0811 1111 0021"
API = "/api/v1/bookings/"


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture
def topic():
    return consultations.topic()


@pytest.fixture
def full(place):
    made = consultations.slot(place)
    consultations.attendance(made, phone="+6281311112222")
    return made


@pytest.fixture
def free(place):
    return consultations.slot(place, seats=5, kind=SlotKind.GROUP)


def wait(client, slot, **changes):
    address = f"{reverse('consultations:wait', args=[slot.pk])}?topic=desain"
    sent = typed(consents="on", **{"phone": PHONE, "idempotency_key": uuid.uuid4().hex} | changes)
    return client.post(address, sent)


def book_by_page(client, slot, **changes):
    sent = typed(consents="on", topic="desain", **{"phone": PHONE, "idempotency_key": "kunci"} | changes)
    return client.post(f"{reverse('consultations:book_slot', args=[slot.pk])}?topic=desain", sent)


def book_by_api(client, slot, key="kunci", **changes):
    sent = {"slot": slot.pk, "topic": "desain", "name": "Siti Aminah", "phone": PHONE, "consent": True} | changes
    return client.post(API, sent, content_type="application/json", headers={"Idempotency-Key": key})


# The number


def test_a_number_that_waits_already_opens_nobodys_row(full, topic):
    mine, strange = Client(), Client()
    wait(mine, full, name="Siti Aminah")

    answer = wait(strange, full, name="Orang lain")

    waiting = Attendance.objects.get(state=AttendanceState.WAITLISTED)
    assert answer.status_code == 422
    assert "sudah ada di daftar tunggu" in answer.content.decode()
    assert COOKIE not in strange.cookies
    assert waiting.name == "Siti Aminah"
    assert "Siti Aminah" not in strange.get(reverse("consultations:manage", args=[waiting.reference])).content.decode()


def test_two_who_share_a_telephone_both_wait(full, topic):
    wait(Client(), full)

    answer = wait(Client(), full, on_behalf_of="Ibu Kartini")

    assert answer.status_code == 302
    assert Attendance.objects.filter(state=AttendanceState.WAITLISTED).count() == 2


def test_whoever_sends_the_same_form_twice_waits_once_and_sees_it(full, topic):
    client, key = Client(), uuid.uuid4().hex

    first, again = (wait(client, full, idempotency_key=key) for _ in range(2))

    assert first.url == again.url
    assert Attendance.objects.filter(state=AttendanceState.WAITLISTED).count() == 1


# The key


@pytest.mark.parametrize(
    "said",
    [
        {"name": "Orang lain"},
        {"email": "lain@uji.krs.test"},
        {"on_behalf_of": "Ibu Kartini"},
        {"party_size": 2},
        {"phone": "0812 0000 0001"},
        {"address": "Jl. Lain 1"},
    ],
)
def test_a_key_answers_only_the_request_that_made_the_booking(free, topic, said):
    at, mine = clinics.now(), {"name": "Siti Aminah", "phone": PHONE, "consents": True, "idempotency_key": "kunci"}
    made = services.book_seat(slot=free, topic=topic, at=at, **mine)

    assert services.book_seat(slot=free, topic=topic, at=at, **mine) == made
    with pytest.raises(ValidationError, match="Kunci permintaan ini sudah dipakai"):
        services.book_seat(slot=free, topic=topic, at=at, **mine | said)
    with pytest.raises(ValidationError, match="Kunci permintaan ini sudah dipakai"):
        services.join_waiting_list(slot=free, topic=topic, at=at, **mine | said)


def test_a_key_of_the_api_opens_nothing_on_a_page(free, topic):
    book_by_api(Client(), free)
    strange = Client()

    answer = book_by_page(strange, free)

    assert answer.status_code == 422
    assert COOKIE not in strange.cookies


def test_a_key_from_another_page_is_another_key(free, topic):
    """Two browsers, the same words and the same key: the second is told what anybody is told who types the number."""
    first, second = Client(), Client()
    first.cookies["csrftoken"], second.cookies["csrftoken"] = "a" * 32, "b" * 32
    assert book_by_page(first, free).status_code == 302

    answer = book_by_page(second, free)

    assert answer.status_code == 422
    assert "sudah punya janji pada hari itu" in answer.content.decode()
    assert COOKIE not in second.cookies


# The token of a form on its way


def test_a_token_in_a_shared_address_leads_to_nobodys_seat(place, free, topic):
    token, mine, strange = uuid.uuid4().hex, Client(), Client()
    mine.cookies["csrftoken"], strange.cookies["csrftoken"] = "a" * 32, "b" * 32
    hold(mine, free, token=token)
    fill(mine, token)
    mine.post(reverse("consultations:check", args=[token]), {"consents": "on"})
    other = consultations.slot(place)

    hold(strange, other, token=token)
    page = strange.get(reverse("consultations:person", args=[token]), follow=True).content.decode()

    booked = Attendance.objects.get(state=AttendanceState.BOOKED)
    assert booked.slot == free
    assert booked.reference not in page
    assert COOKIE not in strange.cookies
    assert Attendance.objects.get(state=AttendanceState.HELD).slot == other


def test_a_press_sent_twice_by_one_browser_holds_once(free, topic):
    """As a double click: the second comes before the first has answered, so no session knows the form yet."""
    token = uuid.uuid4().hex
    for _ in range(2):
        client = Client()
        client.cookies["csrftoken"] = "a" * 32
        hold(client, free, token=token)

    assert Attendance.objects.count() == 1


# How often


@pytest.fixture
def limits(settings):
    settings.THROTTLE = True


def from_anywhere(client, number):
    client.defaults["REMOTE_ADDR"] = f"10.0.0.{number}"
    return client


def test_pages_and_api_share_the_limit_of_a_telephone(place, topic, limits):
    answers = []
    for number in range(10):
        slot, client = consultations.slot(place, seats=5, kind=SlotKind.GROUP), from_anywhere(Client(), number)
        if number % 2:
            answers.append(book_by_api(client, slot, key=str(number)).status_code)
        else:
            answers.append(book_by_page(client, slot, idempotency_key=str(number)).status_code)

    assert answers[:8].count(429) == 0
    assert (answers[8], answers[9]) == (422, 429)


@pytest.mark.parametrize("act", ["cancel", "move"])
def test_references_of_one_telephone_are_not_guessed_through_the_api(free, limits, act):
    answers = [
        from_anywhere(Client(), number)
        .post(
            f"{API}KRS-222222{number % 10}/{act}/", {"phone": PHONE, "slot": free.pk}, content_type="application/json"
        )
        .status_code
        for number in range(12)
    ]

    assert (answers[0], answers[-1]) == (404, 429)


def test_a_booking_is_not_moved_to_and_fro_without_end(place, topic, limits):
    here, there = (consultations.slot(place, seats=5, kind=SlotKind.GROUP) for _ in range(2))
    made = consultations.attendance(here)
    answers = [
        from_anywhere(Client(), number)
        .post(
            f"{API}{made.reference}/move/",
            {"phone": "+6281234567890", "slot": (here, there)[number % 2].pk},
            content_type="application/json",
        )
        .status_code
        for number in range(9)
    ]

    assert (answers[0], answers[-1]) == (200, 429)
