"""Taking and giving back seats. The database counts them: one conditional update, and a check behind it."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from clinics.models import Place
from consultations import consent, policies
from consultations.enums import AttendanceState, Channel, SlotKind, SlotState
from consultations.models import Attendance, Slot, Topic
from krs_portal.accounts.phones import parse_phone
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.offices.models import Region

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is misread on paper
DOOR_SEATS = 10_000


class SlotFull(ValidationError):
    """No seat is left for this party."""


def new_reference() -> str:
    """`KRS-` and seven letters or digits: 3·10¹⁰ of them, so that none is guessed together with a phone number."""
    return "KRS-" + "".join(secrets.choice(ALPHABET) for _ in range(7))


def take_seats(slot: Slot, seats: int) -> None:
    taken = Slot.objects.filter(pk=slot.pk, state=SlotState.OPEN, seats_taken__lte=F("seats") - seats).update(
        seats_taken=F("seats_taken") + seats
    )
    if not taken:
        left = Slot.objects.get(pk=slot.pk).seats_left
        if left > 0:
            raise SlotFull(
                _("Sisa %(left)d kursi, tidak cukup untuk %(seats)d orang. Pilih waktu lain; isian Anda tetap ada.")
                % {"left": left, "seats": seats},
                code="full",
            )
        raise SlotFull(_("Jadwal ini baru saja penuh. Pilih waktu lain; isian Anda tetap ada."), code="full")


def give_back_seats(slot_id: int, seats: int) -> None:
    Slot.objects.filter(pk=slot_id).update(seats_taken=F("seats_taken") - seats)


def book(
    *,
    slot: Slot,
    topic: Topic,
    name: str,
    phone: str,
    at: datetime,
    email: str = "",
    party_size: int = 1,
    region: Region | None = None,
    consents: bool,
    idempotency_key: str | None = None,
) -> Attendance:
    """Book seats in a slot. The same key answers the same booking.

    A group slot gives a seat to each person; an individual one a single seat to the whole party. Raises `SlotFull`,
    or `ValidationError` with the field that is wrong.
    """
    phone = as_phone(phone)
    if earlier := booked_before(idempotency_key, slot, phone):
        return earlier
    if not consents:
        raise ValidationError({"consent": _("Persetujuan diperlukan agar kami boleh mencatat data Anda.")})
    if refusal := policies.why_not_book(slot, at=at):
        raise ValidationError({"slot": refusal})
    if refusal := policies.why_too_many(slot, party_size=party_size):
        raise ValidationError({"party_size": refusal})
    seats = party_size if slot.kind == SlotKind.GROUP else 1
    attendance = Attendance(
        slot=slot,
        reference=new_reference(),
        name=name.strip(),
        phone=phone,
        email=email,
        party_size=party_size,
        seats=seats,
        topic=topic,
        region=region,
        consented_at=at,
        consent_version=consent.VERSION,
        idempotency_key=idempotency_key,
        created_at=at,
    )
    attendance.full_clean(exclude=["slot", "topic", "region", "reference", "idempotency_key"])
    try:
        with transaction.atomic():
            take_seats(slot, seats)
            attendance.save()
    except (IntegrityError, SlotFull):  # perhaps the same request, sent twice at once
        if earlier := booked_before(idempotency_key, slot, phone):
            return earlier
        raise
    return attendance


def booked_before(key: str | None, slot: Slot, phone: str) -> Attendance | None:
    """What this key has booked already. Somebody else's key opens nothing."""
    earlier = Attendance.objects.filter(idempotency_key=key).first() if key else None
    if earlier and (earlier.slot_id, earlier.phone) != (slot.pk, phone):
        raise ValidationError(
            {"idempotency_key": _("Kunci permintaan ini sudah dipakai untuk janji lain. Muat ulang halamannya.")}
        )
    return earlier


def as_phone(value: str) -> str:
    try:
        return parse_phone(value)
    except ValidationError as error:
        raise ValidationError({"phone": error.messages}) from error


@transaction.atomic
def cancel(*, attendance: Attendance, at: datetime) -> Attendance:
    """Give the seats of one attendance back; the others of the slot stay. Cancelling twice changes nothing."""
    attendance = Attendance.objects.select_for_update(of=("self",)).get(pk=attendance.pk)
    if attendance.state == AttendanceState.CANCELLED:
        return attendance
    if refusal := policies.why_not_move(attendance, AttendanceState.CANCELLED):
        raise ValidationError(refusal)
    attendance.state, attendance.finished_at = AttendanceState.CANCELLED, at
    attendance.save(update_fields=["state", "finished_at"])
    give_back_seats(attendance.slot_id, attendance.seats)
    return attendance


@transaction.atomic
def register_walk_in(
    *, place: Place, topic: Topic, name: str, by: Any, at: datetime, phone: str = "", nik: str = "", party_size: int = 1
) -> Attendance:
    """Put somebody who walked in into today's queue of a place, with the next number."""
    if refusal := policies.why_not_serve(by, place.office):
        raise PermissionDenied(refusal)
    door = door_of(place, day_of(at, place.office.time_zone))
    take_seats(door, 1)  # locks the door's row: queue numbers come one after another
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


def door_of(place: Place, day: date) -> Slot:
    """The walk-in slot of a place on a day, made on first use."""
    zone = TimeZone(place.office.time_zone).info
    starts_at = datetime.combine(day, time.min, zone)
    door, _made = Slot.objects.get_or_create(
        place=place,
        kind=SlotKind.WALK_IN,
        starts_at=starts_at,
        defaults={"ends_at": starts_at + timedelta(days=1), "seats": DOOR_SEATS, "channel": Channel.OFFICE},
    )
    return door


def next_queue_number(place: Place, door: Slot) -> int:
    """One more than the highest of the day at this place; the caller holds the door's row."""
    today = Attendance.objects.filter(
        slot__place=place, slot__starts_at__gte=door.starts_at, slot__starts_at__lt=door.ends_at
    )
    return (today.aggregate(last=Max("queue_number"))["last"] or 0) + 1
