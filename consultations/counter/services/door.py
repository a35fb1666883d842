"""People who come without a booking: the door of the day and its queue."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from clinics.enums import PlaceKind
from clinics.models import Place
from clinics.policies import why_not_open_on
from consultations.booking import consent
from consultations.booking.enums import AttendanceState, ServiceChannel, SlotKind
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.topics import Topic
from consultations.booking.services.seats import create_reference, read_phone
from consultations.counter.order import suggest_priority
from consultations.people import policies
from consultations.people.models.person import Person
from consultations.people.services import Told, receive_person
from krs_portal.accounts.nik import read_nik
from krs_portal.kit.clock import day_of, get_midnight
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if

DOOR_SEATS = 10_000
# How somebody is served who comes to a place of that kind without a booking.
DOOR_CHANNELS = {
    PlaceKind.OFFICE: ServiceChannel.OFFICE,
    PlaceKind.MPP: ServiceChannel.MPP,
    PlaceKind.POP_UP: ServiceChannel.POP_UP,
    PlaceKind.ONLINE: ServiceChannel.ONLINE,
}


@transaction.atomic
def register_walk_in(
    *, place: Place, topic: Topic, name: str, by: Any, at: datetime, phone: str = "", nik: str = "",
    party_size: int = 1, person: Person | None = None, is_new_person: bool = False, consents: bool = False,
    priority: str = "",
) -> Attendance:  # fmt: skip
    """Put somebody who walked in into today's queue of a place, with the next number.

    `person` is whom the officer recognised; else the same NIK, or the same telephone and name, is the same person.
    Without a `priority` they get the one that follows from what is known of them.
    """
    refuse_if(policies.why_not_serve(by, place.office))
    day = day_of(at, place.office.time_zone)
    lock_row(place, no_key=True)  # whoever closes the day meanwhile is waited for
    reject_if(why_not_open_on(place, day))
    door = lock_walk_in_slot(place, day)
    told = Told(
        name=name,
        phone=read_phone(phone) if phone else "",
        nik=read_number(nik) if nik else "",
        consented_at=at if consents else None,
        consent_version=consent.COUNTER_VERSION if consents else None,
    )
    received = receive_person(office=place.office, told=told, at=at, person=person, is_new=is_new_person)
    attendance = Attendance(
        slot=door,
        person=received,
        reference=create_reference(),
        state=AttendanceState.WAITING,
        name=name.strip(),
        phone=told.phone,
        party_size=party_size,
        topic=topic,
        queue_number=get_next_queue_number(place, day),
        priority=priority or suggest_priority(day, known=received.needs, born_on=received.born_on),
        consented_at=told.consented_at,
        consent_version=told.consent_version,
        created_at=at,
        arrived_at=at,
    )
    attendance.set_nik(told.nik)
    attendance.full_clean(exclude=["slot", "topic", "reference", "person"])
    attendance.save()
    return attendance


def read_number(nik: str) -> str:
    try:
        return read_nik(nik).text
    except ValidationError as error:
        raise ValidationError({"nik": error.messages}) from error


def lock_walk_in_slot(place: Place, day: date) -> Slot:
    """Get or create the walk-in slot of a day and lock it, so that numbers are given out and called one by one."""
    starts_at = get_midnight(day, place.office.time_zone)
    door, _made = Slot.objects.get_or_create(
        place=place,
        kind=SlotKind.WALK_IN,
        starts_at=starts_at,
        defaults={
            "ends_at": starts_at + timedelta(days=1),
            "seats": DOOR_SEATS,
            "channel": DOOR_CHANNELS[PlaceKind(place.kind)],
        },
    )
    return lock_row(door, no_key=True)


def get_next_queue_number(place: Place, day: date) -> int:
    """One more than the highest of the day at this place; the caller has locked the day's walk-in slot."""
    today = Attendance.objects.of_day(place, day)
    return (today.aggregate(last=Max("queue_number"))["last"] or 0) + 1
