"""A citizen's own booking: held while the form is filled, confirmed, moved, cancelled."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Required, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consultations.booking import consent, messages, policies
from consultations.booking.enums import COMING, AttendanceState
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.topics import Topic
from consultations.booking.services.seats import (
    HOLD,
    create_reference,
    give_up_seats,
    offer_free_seats,
    read_phone,
    save_seated_attendance,
    take_seats,
)
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import reject_if
from krs_portal.kit.saving import set_fields
from krs_portal.offices.models import Region

UNCHECKED = ["slot", "topic", "region", "reference", "idempotency_key", "hold_token"]


class CitizenDetails(TypedDict, total=False):
    """What somebody says of themselves when booking."""

    name: Required[str]
    phone: Required[str]
    email: str
    region: Region | None
    on_behalf_of: str
    address: str  # of the house, for a visit
    contact_by: str  # an outbox.enums.Channel
    language: str
    wish: str  # in their own words
    needs: list[str]  # of `enums.AccessNeed`
    triage: list[dict[str, str]]  # what was answered on the way, see `triage.TriageProgress.build_record`


def hold_seat(*, slot: Slot, topic: Topic, at: datetime, token: str, party_size: int = 1) -> Attendance:
    """Keep seats while the form is filled. One token holds one slot: another choice gives the first one back."""
    check_slot_takes_party(slot, party_size, at)
    earlier = Attendance.objects.filter(hold_token=token).select_related("slot__place__office").first()
    if earlier and earlier.state not in (AttendanceState.HELD, AttendanceState.EXPIRED):
        raise ValidationError(_("Formulir ini sudah menjadi janji. Mulai lagi untuk janji lain."), code="booked")
    with transaction.atomic():
        if earlier:
            earlier = lock_attendance(earlier)
            is_same = (earlier.slot_id, earlier.topic_id, earlier.party_size) == (slot.pk, topic.pk, party_size)
            if is_same and earlier.is_held(at):
                return earlier
        held = earlier or Attendance(reference=create_reference(), hold_token=token, created_at=at)
        left_slot = earlier.slot_id if earlier and earlier.slot_id != slot.pk else None
        held.slot, held.topic, held.party_size, held.seats = slot, topic, party_size, slot.seats_for(party_size)
        held.state, held.hold_ends_at, held.finished_at = AttendanceState.HELD, at + HOLD, None
        try:
            save_seated_attendance(held, at=at)
        except IntegrityError:  # the same token, sent twice at once
            return Attendance.objects.select_related("slot__place__office", "topic").get(hold_token=token)
        if left_slot:
            offer_free_seats(left_slot, at=at)
    return held


@transaction.atomic
def confirm_booking(
    *,
    attendance: Attendance,
    at: datetime,
    consents: bool,
    party_size: int | None = None,
    idempotency_key: str | None = None,
    **citizen: Unpack[CitizenDetails],
) -> Attendance:
    """Turn a hold into a booking; twice answers the same one. A hold that ran out is good while seats are left."""
    phone = read_phone(citizen["phone"])
    attendance = lock_attendance(attendance)
    if attendance.state == AttendanceState.BOOKED and attendance.phone == phone:
        return attendance
    reject_if(policies.why_not_move(attendance, AttendanceState.BOOKED))
    party_size = party_size or attendance.party_size
    check_slot_takes_party(attendance.slot, party_size, at, consents=consents)
    attendance.party_size, attendance.seats = party_size, attendance.slot.seats_for(party_size)
    attendance.idempotency_key = idempotency_key or None
    fill_booking(attendance, citizen, at)
    save_seated_attendance(attendance, at=at)
    messages.announce_booking(attendance, at=at)
    return attendance


def book_seat(
    *,
    slot: Slot,
    topic: Topic,
    at: datetime,
    consents: bool,
    party_size: int = 1,
    idempotency_key: str | None = None,
    **citizen: Unpack[CitizenDetails],
) -> Attendance:
    """Book seats in one step. The same key answers the same booking.

    Raises `SlotFull`, or `ValidationError` with the field that is wrong.
    """
    read_phone(citizen["phone"])
    try:
        check_slot_takes_party(slot, party_size, at, consents=consents)
        attendance = build_attendance(slot, topic, party_size, idempotency_key, at)
        fill_booking(attendance, citizen, at)
        take_seats(attendance, lambda: insert_booking(attendance, at), at=at)
    except (IntegrityError, ValidationError):  # perhaps the same request again, or sent twice at once
        if earlier := find_booking_by_key(idempotency_key, slot, topic, party_size, citizen):
            return earlier
        raise
    return attendance


@transaction.atomic
def insert_booking(attendance: Attendance, at: datetime) -> None:
    attendance.save(force_insert=True)
    messages.announce_booking(attendance, at=at)


def build_attendance(slot: Slot, topic: Topic, party_size: int, key: str | None, at: datetime) -> Attendance:
    return Attendance(
        slot=slot,
        topic=topic,
        reference=create_reference(),
        party_size=party_size,
        seats=slot.seats_for(party_size),
        idempotency_key=key or None,
        created_at=at,
    )


def check_slot_takes_party(slot: Slot, party_size: int, at: datetime, *, consents: bool = True) -> None:
    reject_if("" if consents else _("Persetujuan diperlukan agar kami boleh mencatat data Anda."), "consent")
    reject_if(policies.why_not_book(slot, at=at), "slot")
    reject_if(policies.why_too_many(slot, party_size=party_size), "party_size")


def fill_booking(attendance: Attendance, citizen: CitizenDetails, at: datetime) -> None:
    """Fill the attendance with the citizen's data in state BOOKED; does not save."""
    set_fields(attendance, tidy_details(citizen))
    attendance.state, attendance.hold_ends_at, attendance.finished_at = AttendanceState.BOOKED, None, None
    attendance.booked_on = attendance.slot.day
    attendance.consented_at, attendance.consent_version = at, consent.VERSION
    attendance.full_clean(exclude=UNCHECKED, validate_unique=False, validate_constraints=False)


def find_booking_by_key(
    key: str | None, slot: Slot, topic: Topic, party_size: int, citizen: CitizenDetails
) -> Attendance | None:
    """The booking that this very request made earlier: the same key, and the same said of everything.

    A key is a word that anybody can send. Whoever says something else did not make that booking and is told nothing of
    it; whoever says the same learns nothing new.
    """
    earlier = Attendance.objects.filter(idempotency_key=key).first() if key else None
    if earlier is None:
        return None
    asked: dict[str, Any] = {"slot": slot, "topic": topic, "party_size": party_size} | tidy_details(citizen)
    if any(getattr(earlier, name) != value for name, value in asked.items()):
        raise ValidationError(
            {"idempotency_key": _("Kunci permintaan ini sudah dipakai untuk janji lain. Muat ulang halamannya.")}
        )
    return earlier


def tidy_details(citizen: CitizenDetails) -> dict[str, Any]:
    """As they are kept: the telephone in E.164, texts without blanks around them."""
    said = {name: value.strip() if isinstance(value, str) else value for name, value in citizen.items()}
    return said | {"phone": read_phone(citizen["phone"])}


def lock_attendance(attendance: Attendance) -> Attendance:
    """The attendance before its slot: the order of locks that docs/decisions/0006 sets."""
    return lock_row(attendance, "slot__place__office", "topic")


@transaction.atomic
def move_booking(
    *, attendance: Attendance, to_slot: Slot, at: datetime, reason: str = "", channel: str | None = None
) -> Attendance:
    """Come at another time under the same reference. One statement takes the new seats and gives up the old ones.

    `channel` is the manner that was agreed to, where it is to be another one.
    """
    attendance = lock_attendance(attendance)
    if attendance.slot_id == to_slot.pk:
        return attendance
    reject_if(policies.why_not_change(attendance, at=at))
    reject_if(policies.why_not_change_manner(attendance, to_slot, channel), "channel", "manner")
    check_slot_takes_party(to_slot, attendance.party_size, at)
    left_slot, attendance.slot = attendance.slot_id, to_slot
    attendance.seats = to_slot.seats_for(attendance.party_size)
    attendance.booked_on, attendance.on_my_way_at = to_slot.day, None
    attendance.sequence += 1
    save_seated_attendance(attendance, at=at)
    offer_free_seats(left_slot, at=at)
    messages.announce_move(attendance, at=at, reason=reason)
    return attendance


@transaction.atomic
def cancel_booking(*, attendance: Attendance, at: datetime, reason: str = "") -> Attendance:
    """Give the seats of one attendance back; the others of the slot stay. Cancelling twice changes nothing.

    Whoever leaves a waiting list knows it; with a `reason` it is the clinic that cancels, and tells them.
    """
    attendance = lock_attendance(attendance)
    if attendance.state == AttendanceState.CANCELLED:
        return attendance
    reject_if(policies.why_not_cancel(attendance, at=at))
    was_booked = attendance.state in COMING
    attendance.sequence += 1
    attendance.save(update_fields=["sequence"])
    give_up_seats(attendance, AttendanceState.CANCELLED, at=at)
    if was_booked or reason:
        messages.announce_cancellation(attendance, at=at, reason=reason)
    return attendance


@transaction.atomic
def release_hold(*, attendance: Attendance, at: datetime) -> Attendance:
    """Give up a hold before its time; what is booked already stays."""
    attendance = lock_attendance(attendance)
    if attendance.state == AttendanceState.HELD:
        give_up_seats(attendance, AttendanceState.EXPIRED, at=at)
    return attendance


@transaction.atomic
def mark_on_my_way(*, attendance: Attendance, at: datetime) -> Attendance:
    """Tell the counter that somebody is coming; saying it again changes nothing."""
    attendance = lock_attendance(attendance)
    reject_if(policies.why_not_on_my_way(attendance, at=at))
    if attendance.on_my_way_at is None:
        attendance.on_my_way_at = at
        attendance.save(update_fields=["on_my_way_at"])
    return attendance
