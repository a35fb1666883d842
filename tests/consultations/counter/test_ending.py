"""The day ends, by a job and by hand, and is completed afterwards."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from consultations.booking.enums import AttendanceState, SlotKind, SlotState
from consultations.booking.models.seats import Attendance, Slot
from consultations.counter import services
from consultations.counter.enums import ConsultationState
from consultations.counter.jobs import end_past_days
from consultations.counter.models import Consultation
from krs_portal.kit.clock import TimeZone, get_midnight, today
from tests.consultations.counter.test_calling import balai, counter, noon, officer, place, topic
from tests.factories import clinics, consultations, offices

__all__ = ["balai", "counter", "officer", "place", "topic"]
DAY = timedelta(days=1)


@pytest.fixture
def yesterday(place):
    """Of each state one, of yesterday, by its state."""
    at = noon(place) - DAY
    made = {}
    for number, state in enumerate(("BOOKED", "WAITING", "CALLED", "ON_HOLD", "IN_SERVICE", "DONE")):
        slot = consultations.slot(place, starts_at=at)
        of_call = {"called_at": at, "officer": offices.officer(place.office), "calls": 1} if state == "CALLED" else {}
        made[state] = consultations.attendance(
            slot, state, phone=f"+62812000000{number}", arrived_at=at, set_aside_at=at, **of_call
        )
    return made


def read_states(visits):
    return {before: Attendance.objects.get(pk=visit.pk).state for before, visit in visits.items()}


ENDED = {
    "BOOKED": "NO_SHOW", "WAITING": "LEFT", "CALLED": "LEFT", "ON_HOLD": "LEFT", "IN_SERVICE": "IN_SERVICE",
    "DONE": "DONE",
}  # fmt: skip


def test_the_job_ends_yesterday_and_leaves_drafts_and_today(yesterday, place, officer):
    today_waiting = consultations.attendance(
        consultations.slot(place, starts_at=noon(place)), AttendanceState.WAITING, phone="+6281288880000"
    )

    end_past_days()
    end_past_days()  # once more changes nothing

    today_waiting.refresh_from_db()
    assert read_states(yesterday) == ENDED
    assert today_waiting.state == AttendanceState.WAITING


@pytest.mark.parametrize("zone", TimeZone.values)
def test_a_day_ends_at_midnight_of_its_own_zone(topic, zone):
    office = offices.balai("ZON1")
    office.time_zone = zone
    office.save()
    place = clinics.place(office)
    midnight = get_midnight(today(zone), zone)
    late = consultations.attendance(consultations.slot(place, starts_at=midnight - timedelta(minutes=1)))

    services.end_past_days(zone=zone, at=midnight - timedelta(seconds=1))
    late.refresh_from_db()
    assert late.state == AttendanceState.BOOKED
    services.end_past_days(zone=zone, at=midnight)

    late.refresh_from_db()
    assert late.state == AttendanceState.NO_SHOW


def test_who_came_to_a_session_is_not_said_to_have_left(place, officer):
    session = consultations.slot(place, 9, noon(place) - DAY, SlotKind.GROUP)
    came = consultations.attendance(session, AttendanceState.WAITING, phone="+6281200000001")
    missed = consultations.attendance(session, phone="+6281200000002")

    end_past_days()

    came.refresh_from_db()
    missed.refresh_from_db()
    assert (came.state, missed.state) == (AttendanceState.WAITING, AttendanceState.NO_SHOW)


def test_who_is_still_to_be_moved_is_not_blamed(place):
    slot = consultations.slot(place, starts_at=noon(place) - DAY)
    booked = consultations.attendance(slot)
    Slot.objects.filter(pk=slot.pk).update(state=SlotState.CLOSED)

    end_past_days()

    booked.refresh_from_db()
    assert booked.state == AttendanceState.BOOKED


def test_a_day_is_ended_by_hand_once_it_was_said_whom_it_concerns(counter, place, yesterday):
    address = reverse("consultations:end_day", args=[place.pk]) + f"?day={today(place.office.time_zone) - DAY}"

    asked = counter.get(address).content.decode()
    assert "3 orang yang belum dilayani" in asked
    answer = counter.post(address, follow=True).content.decode()

    assert "3 dicatat pergi, 1 dicatat tidak hadir" in answer
    assert read_states(yesterday) == ENDED


def test_tomorrow_is_not_ended(place, officer):
    with pytest.raises(ValidationError, match="belum tiba"):
        services.end_day(place=place, day=today(place.office.time_zone) + DAY, by=officer, at=noon(place))


@pytest.mark.parametrize("state", ["LEFT", "NO_SHOW", "WAITING"])
def test_who_was_served_after_all_is_recorded_on_that_day(counter, place, officer, state):
    slot = consultations.slot(place, starts_at=noon(place) - DAY)
    visit = consultations.attendance(slot, state, finished_at=noon(place) - DAY, arrived_at=noon(place) - DAY)

    page = counter.get(reverse("consultations:visit", args=[visit.pk])).content.decode()
    assert "Ternyata dilayani" in page
    counter.post(reverse("consultations:served_after_all", args=[visit.pk]))

    visit.refresh_from_db()
    record = Consultation.objects.get()
    assert (visit.state, visit.called_at, visit.finished_at) == (AttendanceState.DONE, None, None)
    assert (record.state, record.happened_on) == (ConsultationState.OPEN, slot.day)


def test_of_today_nobody_was_served_after_all(place, officer):
    visit = consultations.attendance(
        consultations.slot(place, starts_at=noon(place)), AttendanceState.NO_SHOW, finished_at=noon(place)
    )

    with pytest.raises(ValidationError, match="masih dapat dikembalikan"):
        services.record_served_after_all(attendance=visit, by=officer, at=noon(place))


def test_nobody_waits_again_on_a_day_that_is_over(yesterday, officer, place):
    end_past_days()

    with pytest.raises(ValidationError, match="sudah lewat"):
        services.put_back(attendance=yesterday["WAITING"], by=officer, at=noon(place))
