"""People who come without a booking: the door of the day and its queue."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from clinics.models import Place
from consultations import policies
from consultations.enums import AttendanceState, Channel, SlotKind
from consultations.models import Attendance, Slot, Topic
from consultations.services.seats import as_phone, new_reference
from krs_portal.kit.clock import TimeZone, day_of

DOOR_SEATS = 10_000


@transaction.atomic
def register_walk_in(
    *, place: Place, topic: Topic, name: str, by: Any, at: datetime, phone: str = "", nik: str = "", party_size: int = 1
) -> Attendance:
    """Put somebody who walked in into today's queue of a place, with the next number."""
    if refusal := policies.why_not_serve(by, place.office):
        raise PermissionDenied(refusal)
    door = held_door(place, day_of(at, place.office.time_zone))
    attendance = Attendance(
        slot=door,
        reference=new_reference(),
        state=AttendanceState.WAITING,
        name=name.strip(),
        phone=as_phone(phone) if phone else "",
        party_size=party_size,
        topic=topic,
        queue_number=next_queue_number(place, door),
        created_at=at,
        arrived_at=at,
    )
    try:
        attendance.set_nik(nik)
    except ValidationError as error:
        raise ValidationError({"nik": error.messages}) from error
    attendance.full_clean(exclude=["slot", "topic", "reference"])
    attendance.save()
    return attendance


def held_door(place: Place, day: date) -> Slot:
    """The walk-in slot of a place on a day, made on first use; held, so that queue numbers come one after another."""
    zone = TimeZone(place.office.time_zone).info
    starts_at = datetime.combine(day, time.min, zone)
    door, _made = Slot.objects.get_or_create(
        place=place,
        kind=SlotKind.WALK_IN,
        starts_at=starts_at,
        defaults={"ends_at": starts_at + timedelta(days=1), "seats": DOOR_SEATS, "channel": Channel.OFFICE},
    )
    return Slot.objects.select_for_update(no_key=True).get(pk=door.pk)


def next_queue_number(place: Place, door: Slot) -> int:
    """One more than the highest of the day at this place; the caller holds the door's row."""
    today = Attendance.objects.filter(
        slot__place=place, slot__starts_at__gte=door.starts_at, slot__starts_at__lt=door.ends_at
    )
    return (today.aggregate(last=Max("queue_number"))["last"] or 0) + 1
