"""Waiting for a seat, moving to another, and one booking a day."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from consultations.booking import services
from consultations.booking.enums import AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance, Slot
from tests.factories import clinics, consultations, offices, outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return clinics.place(offices.balai())


@pytest.fixture
def at():
    return clinics.now()


@pytest.fixture
def session(place, at):
    return consultations.slot(place, 4, at + timedelta(days=3), SlotKind.GROUP)


def come(slot, at, phone=0, service=services.book_seat, **values):
    values = {"name": "Siti Aminah", "phone": f"0812 3456 {phone:04}"} | values
    return service(slot=slot, topic=consultations.topic(), at=at, consents=True, **values)


def wait(slot, at, phone, **values):
    return come(slot, at, phone, services.join_waiting_list, **values)


def left(slot):
    return Slot.objects.get(pk=slot.pk).seats_left


def states(*people):
    return [Attendance.objects.get(pk=each.pk).state for each in people]


def test_a_freed_seat_is_offered_to_the_first_whose_party_fits_and_is_theirs(session, at):
    made = come(session, at, 1, party_size=2), come(session, at, 2, party_size=2)
    large, first, second = wait(session, at, 3, party_size=3), wait(session, at, 4), wait(session, at, 5)

    services.cancel_booking(attendance=made[0], at=at)

    assert states(large, first, second) == ["WAITLISTED", "OFFERED", "OFFERED"]
    assert left(session) == 0
    with pytest.raises(services.SlotFull):
        come(session, at, 6)


def test_an_offer_that_runs_out_goes_to_the_next(session, at):
    made = come(session, at, 1, party_size=4)
    first, second = wait(session, at, 2, party_size=4), wait(session, at, 3)
    services.cancel_booking(attendance=made, at=at)

    ends_at = Attendance.objects.get(pk=first.pk).hold_ends_at

    services.expire_holds(at=ends_at)

    assert states(first, second) == ["EXPIRED", "OFFERED"]
    services.accept_offer(attendance=second, at=ends_at + timedelta(hours=1))
    assert states(second) == ["BOOKED"]


def test_waiting_for_a_seat_that_is_free_is_offered_at_once_and_twice_is_once(session, at):
    come(session, at, 1, party_size=4)
    first, again = (wait(session, at, 2, idempotency_key="satu") for _ in range(2))
    assert (first.pk, services.get_place_in_line(first)) == (again.pk, 1)

    other = consultations.slot(session.place, 2, session.starts_at, SlotKind.GROUP)
    assert wait(other, at, 3).state == AttendanceState.OFFERED


def test_no_offer_is_made_in_the_last_hour(session, at):
    made = come(session, at, 1, party_size=4)
    waits = wait(session, at, 2)

    services.cancel_booking(attendance=made, at=session.starts_at - timedelta(minutes=50))

    assert states(waits) == ["WAITLISTED"]


# Moving


def test_moving_keeps_the_reference_and_frees_the_old_seat_for_whoever_waits(place, session, at):
    other = consultations.slot(place, 4, session.starts_at, SlotKind.GROUP)
    made = come(session, at, 1, party_size=4)
    waits = wait(session, at, 2)

    moved = services.move_booking(attendance=made, to_slot=other, at=at)

    assert (moved.reference, moved.sequence, left(other)) == (made.reference, 1, 0)
    assert states(waits) == ["OFFERED"]


def test_moving_to_a_full_slot_leaves_everything_as_it_was(place, session, at):
    full = consultations.slot(place)
    come(full, at, 1)
    made = come(session, at, 2, party_size=2)

    with pytest.raises(services.SlotFull):
        services.move_booking(attendance=made, to_slot=full, at=at)

    made.refresh_from_db()
    assert (made.slot_id, made.sequence, left(session), left(full)) == (session.pk, 0, 2, 0)


def test_what_has_passed_or_is_cancelled_is_not_moved(place, session, at):
    other = consultations.slot(place, 4, session.starts_at, SlotKind.GROUP)
    made = come(session, at, 1)

    with pytest.raises(ValidationError, match="sudah lewat"):
        services.move_booking(attendance=made, to_slot=other, at=session.starts_at)
    services.cancel_booking(attendance=made, at=at)
    with pytest.raises(ValidationError, match="tidak dapat dipindahkan"):
        services.move_booking(attendance=made, to_slot=other, at=at)


# One booking a day


def test_one_number_has_one_booking_a_day(place, session, at):
    other = consultations.slot(place, 4, session.starts_at, SlotKind.GROUP)
    next_day = consultations.slot(place, 4, session.starts_at + timedelta(days=1), SlotKind.GROUP)
    made = come(session, at, 1)

    with pytest.raises(ValidationError, match="sudah punya janji pada hari itu"):
        come(other, at, 1)
    come(next_day, at, 1)
    with pytest.raises(ValidationError, match="sudah punya janji pada hari itu"):
        services.move_booking(attendance=made, to_slot=next_day, at=at)

    assert left(other) == 4


def test_for_somebody_else_and_after_cancelling_there_may_be_another(place, session, at):
    other = consultations.slot(place, 4, session.starts_at, SlotKind.GROUP)
    made = come(session, at, 1)

    come(other, at, 1, on_behalf_of="Ibu Kartini")
    services.cancel_booking(attendance=made, at=at)
    come(other, at, 1)

    assert left(other) == 2


def test_a_person_on_the_way_says_so_on_the_day_only(place, at):
    today = consultations.slot(place, starts_at=at)
    made = consultations.attendance(today)

    assert services.mark_on_my_way(attendance=made, at=at).on_my_way_at == at
    with pytest.raises(ValidationError, match="pada hari janji"):
        services.mark_on_my_way(attendance=made, at=at - timedelta(days=1))


def test_an_offer_in_the_night_begins_in_the_morning(place):
    night, morning = (datetime(2031, 3, 3, hour, tzinfo=UTC) for hour in (16, 17))  # 23.00 and 00.00 in WIB
    slot = consultations.slot(place, 1, datetime(2031, 3, 6, 3, tzinfo=UTC), SlotKind.GROUP)
    come(slot, night, 1)
    waiting = wait(slot, night, 2)

    services.cancel_booking(attendance=Attendance.objects.get(name="Siti Aminah", state="BOOKED"), at=morning)

    offered = Attendance.objects.get(pk=waiting.pk)
    assert offered.hold_ends_at == datetime(2031, 3, 4, 2, tzinfo=UTC)  # 09.00: two hours after seven
    (letter,) = outbox.written(kind="waiting-offer")
    assert letter.due_at == datetime(2031, 3, 4, 0, tzinfo=UTC)


def test_no_offer_waits_for_a_morning_that_comes_too_late(place):
    night = datetime(2031, 3, 3, 16, tzinfo=UTC)
    early = consultations.slot(place, 1, datetime(2031, 3, 4, 1, tzinfo=UTC), SlotKind.GROUP)  # 08.00
    made = come(early, night, 1)
    waiting = wait(early, night, 2)

    services.cancel_booking(attendance=made, at=night)

    assert states(waiting) == [AttendanceState.WAITLISTED]


# A way back, and a swap


@pytest.fixture
def offered(session, at):
    """Somebody who waits for the session, has a booking in another one of that day, and is offered a seat."""
    made = come(session, at, 1, party_size=4)
    other = come(consultations.slot(session.place, 4, session.starts_at, SlotKind.GROUP), at, 2)
    waiting = wait(session, at, 2)
    services.cancel_booking(attendance=made, at=at)
    return Attendance.objects.get(pk=waiting.pk), other


def test_an_offered_seat_is_swapped_for_the_booking_of_that_day(offered, at):
    attendance, other = offered
    with pytest.raises(ValidationError, match="sudah punya janji"):
        services.accept_offer(attendance=attendance, at=at)

    for _twice in range(2):
        services.swap_into_offer(attendance=attendance, reference=other.reference, at=at)

    assert states(attendance, other) == ["BOOKED", "CANCELLED"]
    (letter,) = outbox.written(kind="booking-cancelled", about_key=other.reference)
    assert attendance.reference in letter.body


def test_a_telephone_number_alone_cancels_no_booking(offered, session, at):
    attendance, other = offered
    stranger = come(consultations.slot(session.place, 4, session.starts_at, SlotKind.GROUP), at, 7)

    for reference in ("KRS-AAAAAAA", stranger.reference, attendance.reference):
        with pytest.raises(ValidationError, match="bukan janji Anda"):
            services.swap_into_offer(attendance=attendance, reference=reference, at=at)

    assert states(attendance, other, stranger) == ["OFFERED", "BOOKED", "BOOKED"]


def test_a_refused_swap_leaves_both_as_they_were(offered, session, at):
    attendance, other = offered
    Slot.objects.filter(pk=session.pk).update(state="CLOSED")

    with pytest.raises(ValidationError):
        services.swap_into_offer(attendance=attendance, reference=other.reference, at=at)

    assert states(attendance, other) == ["OFFERED", "BOOKED"]


def test_whoever_lapsed_gets_back_in_line_at_the_place_of_before(session, at):
    made = come(session, at, 1, party_size=4)
    first, second, third = (wait(session, at + timedelta(seconds=phone), phone, party_size=4) for phone in (2, 3, 4))
    services.cancel_booking(attendance=made, at=at)
    lapsed_at = Attendance.objects.get(pk=first.pk).hold_ends_at
    services.expire_holds(at=lapsed_at)
    assert states(first, second, third) == ["EXPIRED", "OFFERED", "WAITLISTED"]

    again = services.wait_again(attendance=first, at=lapsed_at)

    assert (services.get_place_in_line(again), services.get_place_in_line(third)) == (1, 2)
    Attendance.objects.filter(pk=first.pk).update(state="EXPIRED")
    with pytest.raises(ValidationError, match="sudah lewat"):
        services.wait_again(attendance=first, at=session.starts_at)


def test_whoever_lapsed_and_joined_anew_waits_once(session, at):
    made = come(session, at, 1, party_size=4)
    first = wait(session, at, 2, party_size=4)
    services.cancel_booking(attendance=made, at=at)
    services.expire_holds(at=Attendance.objects.get(pk=first.pk).hold_ends_at)
    come(session, at, 5, party_size=4)
    wait(session, at, 2)

    with pytest.raises(ValidationError, match="sudah ada di daftar tunggu"):
        services.wait_again(attendance=first, at=at)


def test_the_pages_lead_back_and_swap(client, offered, at):
    attendance, other = offered
    manage = reverse("consultations:manage", args=[attendance.reference])
    for known in (other, attendance):
        client.post(reverse("consultations:look_up"), {"reference": known.reference, "phone": known.phone})

    swap = reverse("consultations:swap", args=[attendance.reference])
    assert swap in client.get(manage).content.decode()
    assert f'value="{other.reference}"' in client.get(swap).content.decode()  # this browser knows it
    Attendance.objects.filter(pk=attendance.pk).update(state="EXPIRED", hold_ends_at=None)
    assert "Tunggu lagi" in client.get(manage).content.decode()
    client.post(reverse("consultations:wait_again", args=[attendance.reference]))
    assert states(attendance) == ["OFFERED"]  # the seat was still free
    client.post(swap, {"reference": other.reference.lower()})
    assert states(attendance, other) == ["BOOKED", "CANCELLED"]
