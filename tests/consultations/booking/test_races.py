"""Many at once, on real threads and connections: exactly as many are booked as there are seats."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Sum

from consultations.booking import services
from consultations.booking.enums import SEATED, AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance, Slot
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS, AT_ONCE = 200, 16
numbers = count(1)


@pytest.fixture
def place():
    return clinics.place(offices.balai())


@pytest.fixture
def topic():
    return consultations.topic()


def citizen():
    return {"name": "Siti Aminah", "phone": f"0812 {next(numbers):08}", "consents": True}


def all_at_once(tasks):
    """The answer of each: what it made, or the error in words. Anything else fails the test."""
    barrier = Barrier(AT_ONCE)

    def work(share):
        barrier.wait()
        try:
            return [attempt(task) for task in share]
        finally:
            connection.close()

    tasks = list(tasks)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [each for share in pool.map(work, [tasks[n::AT_ONCE] for n in range(AT_ONCE)]) for each in share]


def attempt(task):
    try:
        return task()
    except ValidationError as refusal:
        return refusal


def assert_counted():
    for slot in Slot.objects.all():
        seated = Attendance.objects.filter(slot=slot, state__in=SEATED).aggregate(sum=Sum("seats"))["sum"] or 0
        assert seated == slot.seats_taken <= slot.seats


@pytest.mark.parametrize("seats", [1, 5, 10])
def test_200_clients_for_k_seats_are_exactly_k_bookings(place, topic, seats):
    slot = consultations.slot(place, seats=seats)

    answers = all_at_once([lambda: services.book_seat(slot=slot, topic=topic, at=clinics.now(), **citizen())] * CLIENTS)

    told = Counter(type(answer) for answer in answers)
    assert told == {Attendance: seats, services.SlotFull: CLIENTS - seats}
    assert_counted()


@pytest.mark.parametrize("seats", [1, 5, 10])
def test_mixed_with_holds_that_expire_cancels_moves_and_a_waiting_list(place, topic, seats):
    starts_at = clinics.now() + timedelta(days=2)
    wanted, other = (consultations.slot(place, seats, starts_at, SlotKind.GROUP) for _ in range(2))
    at, chance = clinics.now(), random.Random(seats)
    late = at + timedelta(hours=1)
    here = [services.book_seat(slot=wanted, topic=topic, at=at, **citizen()) for _ in range(seats // 2)]
    there = [services.book_seat(slot=other, topic=topic, at=at, **citizen()) for _ in range(seats)]
    held = [services.hold_seat(slot=wanted, topic=topic, at=at, token=f"lama-{n}") for n in range(seats - seats // 2)]

    def book():
        return services.book_seat(slot=wanted, topic=topic, at=late, **citizen())

    def hold_and_confirm():
        made = services.hold_seat(slot=wanted, topic=topic, at=late, token=f"baru-{next(numbers)}")
        return services.confirm_booking(attendance=made, at=late, **citizen())

    def wait_for_a_seat():
        made = services.join_waiting_list(slot=wanted, topic=topic, at=late, **citizen())
        return services.accept_offer(attendance=made, at=late)

    tasks = [chance.choice([book, hold_and_confirm, wait_for_a_seat]) for _ in range(CLIENTS)]
    tasks += [lambda made=made: services.cancel_booking(attendance=made, at=late) for made in here]
    tasks += [lambda made=made: services.move_booking(attendance=made, to_slot=wanted, at=late) for made in there]
    tasks += [lambda made=made: services.move_booking(attendance=made, to_slot=other, at=late) for made in here]
    tasks += [lambda made=made: services.confirm_booking(attendance=made, at=late, **citizen()) for made in held]
    tasks += [lambda: services.expire_holds(at=late)] * 5
    chance.shuffle(tasks)

    all_at_once(tasks)

    assert_counted()
    while offered := Attendance.objects.filter(slot=wanted, state=AttendanceState.OFFERED):
        for each in offered:
            services.accept_offer(attendance=each, at=late)
    assert Attendance.objects.coming().filter(slot=wanted).count() == seats
    assert_counted()


def test_two_who_swap_full_slots_do_not_wait_for_each_other(place, topic):
    first, second = (consultations.slot(place, seats=8, kind=SlotKind.GROUP) for _ in range(2))
    at = clinics.now()
    here, there = (
        [services.book_seat(slot=slot, topic=topic, at=at, **citizen()) for _ in range(4)] for slot in (first, second)
    )

    all_at_once(
        [lambda made=made: services.move_booking(attendance=made, to_slot=second, at=at) for made in here]
        + [lambda made=made: services.move_booking(attendance=made, to_slot=first, at=at) for made in there]
    )

    assert {slot.seats_taken for slot in Slot.objects.all()} == {4}
    assert_counted()


def test_a_hold_confirmed_from_two_tabs_is_one_booking(place, topic):
    slot, at = consultations.slot(place), clinics.now()
    held = services.hold_seat(slot=slot, topic=topic, at=at, token="satu")
    who = citizen()

    answers = all_at_once([lambda: services.confirm_booking(attendance=held, at=at, **who)] * 4)

    assert {answer.reference for answer in answers} == {held.reference}
    assert Attendance.objects.get().state == AttendanceState.BOOKED


def test_a_token_sent_twice_at_once_holds_once(place, topic):
    slot, at = consultations.slot(place, seats=5, kind=SlotKind.GROUP), clinics.now()

    answers = all_at_once([lambda: services.hold_seat(slot=slot, topic=topic, at=at, token="satu")] * 4)

    assert len({answer.pk for answer in answers}) == 1
    assert_counted()


def test_one_persons_two_bookings_of_a_day_sent_at_once_are_one(place, topic):
    starts_at, at = clinics.now() + timedelta(days=2), clinics.now()
    slots = [consultations.slot(place, 5, starts_at, SlotKind.GROUP) for _ in range(4)]
    who = citizen()

    answers = all_at_once(
        [lambda slot=slot: services.book_seat(slot=slot, topic=topic, at=at, **who) for slot in slots]
    )

    assert sum(isinstance(answer, Attendance) for answer in answers) == 1
    assert_counted()
