"""A citizen's own booking: held while the form is filled, confirmed, moved, cancelled."""

from __future__ import annotations

from datetime import datetime
from typing import Required, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consultations import consent, messages, policies
from consultations.enums import COMING, AttendanceState
from consultations.models import Attendance, Slot, Topic
from consultations.services.seats import (
    HOLD,
    as_phone,
    give_up_seats,
    new_reference,
    offer_next,
    save_seated,
    with_room,
)
from krs_portal.offices.models import Region

UNCHECKED = ["slot", "topic", "region", "reference", "idempotency_key", "hold_token"]


class Citizen(TypedDict, total=False):
    """What somebody says of themselves when booking."""

    name: Required[str]
    phone: Required[str]
    email: str
    region: Region | None
    on_behalf_of: str
    contact_by: str  # an outbox.enums.Channel
    language: str


def hold(*, slot: Slot, topic: Topic, at: datetime, token: str, party_size: int = 1) -> Attendance:
    """Keep seats while the form is filled. One token holds one slot: another choice gives the first one back."""
    refuse(slot, party_size, at)
    earlier = Attendance.objects.filter(hold_token=token).select_related("slot__place__office").first()
    if earlier and earlier.state not in (AttendanceState.HELD, AttendanceState.EXPIRED):
        raise ValidationError(_("Formulir ini sudah menjadi janji. Mulai lagi untuk janji lain."), code="booked")
    with transaction.atomic():
        if earlier:
            earlier = locked(earlier)
            if (earlier.slot_id, earlier.topic_id, earlier.party_size) == (slot.pk, topic.pk, party_size) and is_held(
                earlier, at
            ):
                return earlier
        held = earlier or Attendance(reference=new_reference(), hold_token=token, created_at=at)
        left_slot = earlier.slot_id if earlier and earlier.slot_id != slot.pk else None
        held.slot, held.topic, held.party_size, held.seats = slot, topic, party_size, slot.seats_for(party_size)
        held.state, held.hold_ends_at, held.finished_at = AttendanceState.HELD, at + HOLD, None
        try:
            save_seated(held, at=at)
        except IntegrityError:  # the same token, sent twice at once
            return Attendance.objects.select_related("slot__place__office", "topic").get(hold_token=token)
        if left_slot:
            offer_next(left_slot, at=at)
    return held


def is_held(attendance: Attendance, at: datetime) -> bool:
    return attendance.state == AttendanceState.HELD and bool(attendance.hold_ends_at and attendance.hold_ends_at > at)


@transaction.atomic
def confirm(
    *,
    attendance: Attendance,
    at: datetime,
    consents: bool,
    party_size: int | None = None,
    idempotency_key: str | None = None,
    **citizen: Unpack[Citizen],
) -> Attendance:
    """Turn a hold into a booking; twice answers the same one. A hold that ran out is good while seats are left."""
    phone = as_phone(citizen["phone"])
    attendance = locked(attendance)
    if attendance.state == AttendanceState.BOOKED and attendance.phone == phone:
        return attendance
    if refusal := policies.why_not_move(attendance, AttendanceState.BOOKED):
        raise ValidationError(refusal)
    party_size = party_size or attendance.party_size
    refuse(attendance.slot, party_size, at, consents=consents)
    attendance.party_size, attendance.seats = party_size, attendance.slot.seats_for(party_size)
    attendance.idempotency_key = idempotency_key or None
    fill(attendance, citizen, phone, at)
    save_seated(attendance, at=at)
    messages.booked(attendance, at=at)
    return attendance


def book(
    *,
    slot: Slot,
    topic: Topic,
    at: datetime,
    consents: bool,
    party_size: int = 1,
    idempotency_key: str | None = None,
    **citizen: Unpack[Citizen],
) -> Attendance:
    """Book seats in one step. The same key answers the same booking.

    Raises `SlotFull`, or `ValidationError` with the field that is wrong.
    """
    phone = as_phone(citizen["phone"])
    try:
        refuse(slot, party_size, at, consents=consents)
        attendance = newly(slot, topic, party_size, idempotency_key, at)
        fill(attendance, citizen, phone, at)
        with_room(attendance, lambda: write_booked(attendance, at), at=at)
    except (IntegrityError, ValidationError):  # perhaps the same request again, or sent twice at once
        if earlier := booked_before(idempotency_key, slot, phone):
            return earlier
        raise
    return attendance


@transaction.atomic
def write_booked(attendance: Attendance, at: datetime) -> None:
    attendance.save(force_insert=True)
    messages.booked(attendance, at=at)


def newly(slot: Slot, topic: Topic, party_size: int, key: str | None, at: datetime) -> Attendance:
    return Attendance(
        slot=slot,
        topic=topic,
        reference=new_reference(),
        party_size=party_size,
        seats=slot.seats_for(party_size),
        idempotency_key=key or None,
        created_at=at,
    )


def refuse(slot: Slot, party_size: int, at: datetime, *, consents: bool = True) -> None:
    if not consents:
        raise ValidationError({"consent": _("Persetujuan diperlukan agar kami boleh mencatat data Anda.")})
    if refusal := policies.why_not_book(slot, at=at):
        raise ValidationError({"slot": refusal})
    if refusal := policies.why_too_many(slot, party_size=party_size):
        raise ValidationError({"party_size": refusal})


def fill(attendance: Attendance, citizen: Citizen, phone: str, at: datetime) -> None:
    """Write down who comes, as a booking; `phone` is as it will be called."""
    for field, value in citizen.items():
        setattr(attendance, field, value.strip() if isinstance(value, str) else value)
    attendance.phone = phone
    attendance.state, attendance.hold_ends_at, attendance.finished_at = AttendanceState.BOOKED, None, None
    attendance.booked_on = attendance.slot.day
    attendance.consented_at, attendance.consent_version = at, consent.VERSION
    attendance.full_clean(exclude=UNCHECKED, validate_unique=False, validate_constraints=False)


def booked_before(key: str | None, slot: Slot, phone: str) -> Attendance | None:
    """What this key has booked already. Somebody else's key opens nothing."""
    earlier = Attendance.objects.filter(idempotency_key=key).first() if key else None
    if earlier and (earlier.slot_id, earlier.phone) != (slot.pk, phone):
        raise ValidationError(
            {"idempotency_key": _("Kunci permintaan ini sudah dipakai untuk janji lain. Muat ulang halamannya.")}
        )
    return earlier


def locked(attendance: Attendance) -> Attendance:
    fresh: Attendance = (
        Attendance.objects.select_for_update(of=("self",))
        .select_related("slot__place__office", "topic")
        .get(pk=attendance.pk)
    )
    return fresh


@transaction.atomic
def move(*, attendance: Attendance, to_slot: Slot, at: datetime, reason: str = "") -> Attendance:
    """Come at another time under the same reference. One statement takes the new seats and gives up the old ones."""
    attendance = locked(attendance)
    if attendance.slot_id == to_slot.pk:
        return attendance
    if refusal := policies.why_not_change(attendance, at=at):
        raise ValidationError(refusal)
    refuse(to_slot, attendance.party_size, at)
    left_slot, attendance.slot = attendance.slot_id, to_slot
    attendance.seats = to_slot.seats_for(attendance.party_size)
    attendance.booked_on, attendance.on_my_way_at = to_slot.day, None
    attendance.sequence += 1
    save_seated(attendance, at=at)
    offer_next(left_slot, at=at)
    messages.moved(attendance, at=at, reason=reason)
    return attendance


@transaction.atomic
def cancel(*, attendance: Attendance, at: datetime, reason: str = "") -> Attendance:
    """Give the seats of one attendance back; the others of the slot stay. Cancelling twice changes nothing."""
    attendance = locked(attendance)
    if attendance.state == AttendanceState.CANCELLED:
        return attendance
    if refusal := policies.why_not_move(attendance, AttendanceState.CANCELLED):
        raise ValidationError(refusal)
    was_booked = attendance.state in COMING
    attendance.sequence += 1
    attendance.save(update_fields=["sequence"])
    give_up_seats(attendance, AttendanceState.CANCELLED, at=at)
    if was_booked:
        messages.cancelled(attendance, at=at, reason=reason)
    return attendance


@transaction.atomic
def release(*, attendance: Attendance, at: datetime) -> Attendance:
    """Give up a hold before its time; what is booked already stays."""
    attendance = locked(attendance)
    if attendance.state == AttendanceState.HELD:
        give_up_seats(attendance, AttendanceState.EXPIRED, at=at)
    return attendance


@transaction.atomic
def on_my_way(*, attendance: Attendance, at: datetime) -> Attendance:
    """The counter is told that somebody is coming; saying it again changes nothing."""
    attendance = locked(attendance)
    if refusal := policies.why_not_on_my_way(attendance, at=at):
        raise ValidationError(refusal)
    if attendance.on_my_way_at is None:
        attendance.on_my_way_at = at
        attendance.save(update_fields=["on_my_way_at"])
    return attendance
