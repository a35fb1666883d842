"""Hours become slots, and a change of hours touches no booked seat silently."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from clinics.models import Closure
from consultations.agenda import jobs, services
from consultations.agenda.models import Absence, WeeklyHours
from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Slot
from consultations.booking.services.booking import book_seat
from krs_portal.kit.clock import TimeZone
from krs_portal.offices.models import Holiday
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db
AT = datetime(2031, 3, 2, 3, 0, tzinfo=UTC)  # a Sunday
MONDAY = date(2031, 3, 3)


@pytest.fixture
def place():
    return clinics.place(offices.balai("MALUKU", zone=TimeZone.WIT))


def hours(place, weekday=1, **changes):
    values = {"opens_at": time(9), "closes_at": time(11), "valid_from": date(2031, 1, 1), "opens_days_before": 7}
    return WeeklyHours.objects.create(place=place, weekday=weekday, **(values | changes))


def opened(place):
    services.open_slots(place=place, at=AT)
    return [slot.starts_at for slot in Slot.objects.filter(place=place, state="OPEN").order_by("starts_at", "pk")]


def booked(slot):
    return book_seat(slot=slot, topic=consultations.topic(), at=AT, name="Siti", phone="0812 3456 7890", consents=True)


def test_hours_are_cut_into_whole_slots_on_the_clock_of_the_office(place):
    hours(place, desks=2, closes_hours_before=3)

    starts = opened(place)

    nine_in_wit = datetime(2031, 3, 3, 0, 0, tzinfo=UTC)
    slot = Slot.objects.earliest("starts_at")
    assert starts == [nine_in_wit, nine_in_wit + timedelta(minutes=45)]  # the last half hour is no whole slot
    assert (slot.seats, slot.registration_ends_at) == (2, nine_in_wit - timedelta(hours=3))


def test_opening_again_opens_nothing_twice_and_only_so_many_days_ahead(place):
    hours(place, opens_days_before=8)

    assert len(opened(place)) == len(opened(place)) == 4
    jobs.open_all_slots()


def test_holidays_closures_absences_and_validity_leave_slots_out(place):
    officer = offices.officer(place.office)
    for weekday in range(1, 6):
        hours(place, weekday, officer=officer if weekday == 3 else None, closes_at=time(9, 45))
    WeeklyHours.objects.filter(weekday=5).update(valid_until=date(2031, 3, 6))
    Holiday.objects.create(day_on=MONDAY, name="Libur uji", kind="NATIONAL")
    Closure.objects.create(place=place, starts_on=date(2031, 3, 4), ends_on=date(2031, 3, 4), reason="Renovasi")
    Absence.objects.create(officer=officer, starts_on=date(2031, 3, 5), ends_on=date(2031, 3, 5))

    assert opened(place) == [datetime(2031, 3, 6, 0, 0, tzinfo=UTC)]  # only Thursday is left


def test_registration_ends_before_the_slot(place):
    hours(place, closes_hours_before=2)
    opened(place)
    slot = Slot.objects.earliest("starts_at")

    with pytest.raises(ValidationError, match="Pendaftaran untuk jadwal ini sudah ditutup"):
        book_seat(
            slot=slot,
            topic=consultations.topic(),
            at=slot.starts_at - timedelta(hours=1),
            name="Siti",
            phone="0812 3456 7890",
            consents=True,
        )
    assert slot not in Slot.objects.bookable(slot.starts_at - timedelta(hours=1))


def test_changed_hours_withdraw_free_slots_and_name_the_people_in_the_others(place):
    weekly = hours(place)
    opened(place)
    first, second = Slot.objects.order_by("starts_at")
    made = booked(first)
    weekly.opens_at = time(10)
    weekly.save()

    done = services.realign_slots(place=place, by=offices.officer(place.office), at=AT)

    made.refresh_from_db()
    assert (done.withdrawn, [each.pk for each in done.affected]) == (1, [made.pk])
    assert [slot.starts_at.hour for slot in done.opened] == [10]
    assert made.state == AttendanceState.BOOKED
    assert {slot.state for slot in Slot.objects.filter(pk__in=(first.pk, second.pk))} == {"CLOSED"}


def test_hours_changed_back_open_again_but_what_was_cancelled_stays_so(place):
    weekly, officer = hours(place), offices.officer(place.office)
    opened(place)
    cancelled = Slot.objects.earliest("starts_at")
    Slot.objects.filter(pk=cancelled.pk).update(state="CANCELLED")

    for opens_at in (time(10), time(9)):
        weekly.opens_at = opens_at
        weekly.save()
        services.realign_slots(place=place, by=officer, at=AT)

    assert Slot.objects.get(state="OPEN").starts_at == cancelled.starts_at + timedelta(minutes=45)


def test_only_the_places_own_people_change_its_slots(place):
    with pytest.raises(PermissionDenied):
        services.realign_slots(place=place, by=offices.officer(offices.balai()), at=AT)


def test_an_officer_wanted_in_two_places_at_once_is_warned_of(place):
    officer = offices.officer(place.office)
    one, other, later = (
        consultations.slot(place, starts_at=AT + timedelta(days=1, minutes=minutes)) for minutes in (0, 30, 45)
    )
    for slot in (one, other, later):
        slot.officer = officer
        slot.save()

    assert (services.list_overlapping_slots(one), services.list_overlapping_slots(other)) == ([other], [one, later])
