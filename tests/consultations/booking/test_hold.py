"""Seats kept while a form is filled."""

from datetime import timedelta

import pghistory.models
import pytest
from django.core.exceptions import ValidationError

from consultations.booking import services
from consultations.booking.enums import AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance, Slot
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db
WHO = {"name": "Siti Aminah", "phone": "0812 3456 7890", "consents": True}


@pytest.fixture
def place():
    return clinics.place(offices.balai())


@pytest.fixture
def slot(place):
    return consultations.slot(place)


@pytest.fixture
def at():
    return clinics.now()


def hold(slot, at, token="satu", party_size=1):  # noqa: S107
    return services.hold_seat(slot=slot, topic=consultations.topic(), at=at, token=token, party_size=party_size)


def left(slot):
    return Slot.objects.get(pk=slot.pk).seats_left


def test_a_hold_has_its_seat_for_a_quarter_of_an_hour(slot, at):
    held = hold(slot, at)

    assert (left(slot), held.hold_ends_at) == (0, at + timedelta(minutes=15))
    with pytest.raises(services.SlotFull):
        hold(slot, at, "dua")


def test_asking_again_does_not_make_it_longer(slot, at):
    first, again = hold(slot, at), hold(slot, at + timedelta(minutes=5))

    assert (again.pk, again.hold_ends_at) == (first.pk, first.hold_ends_at)


def test_confirming_keeps_seat_and_reference_and_twice_is_once(slot, at):
    held = hold(slot, at)

    made, again = (services.confirm_booking(attendance=held, at=at, **WHO) for _ in range(2))

    assert made.pk == again.pk == held.pk
    assert (made.state, made.reference, left(slot)) == (AttendanceState.BOOKED, held.reference, 0)


def test_another_choice_gives_the_first_one_back(place, slot, at):
    other = consultations.slot(place)
    hold(slot, at)

    hold(other, at)

    assert (left(slot), left(other)) == (1, 0)


def test_a_hold_that_ran_out_gives_way_to_the_next_who_asks(slot, at):
    held = hold(slot, at)

    hold(slot, at + timedelta(minutes=16), "dua")

    with pytest.raises(services.SlotFull):
        services.confirm_booking(attendance=held, at=at + timedelta(minutes=17), **WHO)
    held.refresh_from_db()
    assert held.state == AttendanceState.EXPIRED


def test_a_form_sent_late_is_a_booking_while_the_seat_is_free(slot, at):
    held = hold(slot, at)
    assert services.expire_holds(at=at + timedelta(minutes=16)) == 1
    assert left(slot) == 1

    services.confirm_booking(attendance=held, at=at + timedelta(minutes=17), **WHO)

    assert (Attendance.objects.get().state, left(slot)) == (AttendanceState.BOOKED, 0)


def test_more_people_than_were_held_need_as_many_seats(place, at):
    session = consultations.slot(place, seats=4, kind=SlotKind.GROUP)
    held = hold(session, at, party_size=2)
    hold(session, at, "dua")

    with pytest.raises(services.SlotFull, match="Sisa 1 kursi"):
        services.confirm_booking(attendance=held, at=at, party_size=4, **WHO)
    services.confirm_booking(attendance=held, at=at, party_size=3, **WHO)

    assert left(session) == 0


def test_what_is_wrong_in_the_form_leaves_the_hold(slot, at):
    held = hold(slot, at)

    for wrong in ({"phone": "12"}, {"consents": False}, {"party_size": 11}):
        with pytest.raises(ValidationError):
            services.confirm_booking(attendance=held, at=at, **(WHO | wrong))

    held.refresh_from_db()
    assert (held.state, left(slot)) == (AttendanceState.HELD, 0)


def test_a_hold_given_up_is_free_at_once_and_a_booking_stays(place, slot, at):
    other = consultations.slot(place)
    services.release_hold(attendance=hold(slot, at), at=at)
    made = services.confirm_booking(attendance=hold(other, at, "dua"), at=at, **WHO)

    services.release_hold(attendance=made, at=at)

    assert (left(slot), left(other)) == (1, 0)


def test_a_form_nobody_finished_is_forgotten_after_a_day_and_its_trail_stays(place, slot, at):
    held = hold(slot, at)
    named = consultations.attendance(consultations.slot(place), AttendanceState.EXPIRED, finished_at=at)
    services.expire_holds(at=at + timedelta(minutes=16))
    event = pghistory.models.Events.objects.tracks(held)

    assert services.delete_ended_holds(at=at + timedelta(hours=23)) == 0
    assert services.delete_ended_holds(at=at + timedelta(hours=25)) == 1

    assert list(Attendance.objects.values_list("pk", flat=True)) == [named.pk]
    assert [row.pgh_label for row in event.order_by("pgh_created_at", "pgh_slug")][-1] == "delete"
    assert left(slot) == 1
