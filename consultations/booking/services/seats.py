"""Taking seats and giving them back. The database counts (see `triggers`); here its refusal becomes a sentence.

Locks are taken in one order, attendance before slot, and slots without `KEY` so that a booking in another transaction
never stands in the way: docs/decisions/0006.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.booking import messages
from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.policies import why_not_book
from consultations.booking.waking import find_waking_moment
from krs_portal.accounts.phones import parse_phone
from krs_portal.kit.codes import make_code
from krs_portal.kit.constraints import get_constraint_name
from krs_portal.kit.locking import lock_row

HOLD = timedelta(minutes=15)
OFFER = timedelta(hours=2)
OFFER_ENDS_BEFORE = timedelta(hours=1)
AT_ONCE = 500
FORGOTTEN_AFTER = timedelta(days=1)


# Not where or when the other booking is: anybody who knows the telephone number can provoke this sentence.
HAS_BOOKING = gettext_lazy(
    "Nomor telepon ini sudah punya janji pada hari itu. Ubah janji itu, pilih hari lain, atau isi nama orang yang "
    "Anda daftarkan."
)


class SlotFull(ValidationError):
    """No seat is left for this party."""


def create_reference() -> str:
    """`KRS-` and seven letters or digits: 2·10¹⁰ of them, so that none is guessed together with a phone number."""
    return "KRS-" + make_code(7)


def read_phone(value: str) -> str:
    try:
        return parse_phone(value)
    except ValidationError as error:
        raise ValidationError({"phone": error.messages}) from error


def save_seated_attendance(attendance: Attendance, *, at: datetime) -> None:
    """Save an attendance that now has seats."""
    take_seats(attendance, lambda: save_attendance(attendance, at), at=at)


def take_seats(attendance: Attendance, take: Callable[[], object], *, at: datetime) -> None:
    """Take the attendance's seats. When none is free, those kept too long are freed first.

    `take` undoes itself when the database refuses: it is a transaction, or a savepoint in one.
    """
    try:
        check_seats_left(attendance)
        with translate_database_refusals(attendance, at):
            take()
    except SlotFull:
        if not has_overdue_seats(attendance, at) or not expire_slot_holds(attendance.slot_id, at=at, but=attendance.pk):
            raise
        with translate_database_refusals(attendance, at):
            take()


def check_seats_left(attendance: Attendance) -> None:
    """Skip a write that the database would refuse.

    The count is read again first, because the slot in memory may be stale.
    """
    if attendance.pk is None and attendance.slot.seats_left < attendance.seats:
        left = count_seats_left(attendance.slot_id)
        if left < attendance.seats:
            raise build_slot_full_error(attendance, left)


def save_attendance(attendance: Attendance, at: datetime) -> None:
    with translate_database_refusals(attendance, at), transaction.atomic():
        attendance.save()


@contextmanager
def translate_database_refusals(attendance: Attendance, at: datetime) -> Iterator[None]:
    """Turn the constraints' errors into ValidationErrors with a sentence."""
    try:
        yield
    except IntegrityError as error:
        match get_constraint_name(error):
            case "consultations_seats_enough":
                raise build_slot_full_error(attendance, count_seats_left(attendance.slot_id)) from error
            case "consultations_slot_is_open":
                slot = Slot.objects.with_place().get(pk=attendance.slot_id)
                raise ValidationError({"slot": why_not_book(slot, at=at) or _("Jadwal ini dibatalkan.")}) from error
            case "consultations_one_booking_a_day":
                raise ValidationError({"phone": HAS_BOOKING}, code="has-one") from error
        raise


def count_seats_left(slot_id: int) -> int:
    left: int = Slot.objects.values_list(F("seats") - F("seats_taken"), flat=True).get(pk=slot_id)
    return left


def build_slot_full_error(attendance: Attendance, left: int) -> SlotFull:
    if left > 0:
        sentence = _("Sisa %(left)d kursi, tidak cukup untuk %(seats)d orang. Pilih waktu lain; isian Anda tetap ada.")
        return SlotFull(sentence % {"left": left, "seats": attendance.seats}, code="full")
    return SlotFull(_("Jadwal ini baru saja penuh. Pilih waktu lain; isian Anda tetap ada."), code="full")


def give_up_seats(attendance: Attendance, state: AttendanceState, *, at: datetime) -> None:
    """The seats of one attendance come back and go to whoever waits for them."""
    attendance.state, attendance.hold_ends_at, attendance.hold_token = state, None, None
    attendance.finished_at = at
    attendance.save(update_fields=["state", "hold_ends_at", "hold_token", "finished_at"])
    offer_free_seats(attendance.slot_id, at=at)


def has_overdue_seats(attendance: Attendance, at: datetime) -> bool:
    overdue = Attendance.objects.overdue(at).filter(slot=attendance.slot_id).exclude(pk=attendance.pk or 0)
    return bool(overdue.exists())


@transaction.atomic
def expire_slot_holds(slot_id: int, *, at: datetime, but: int | None = None) -> int:
    """End the holds and offers of a slot whose time is up; how many. Those another transaction works on are left."""
    overdue = Attendance.objects.overdue(at).filter(slot=slot_id).exclude(pk=but or 0)
    ids = list(overdue.order_by("pk").select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
    if ids:
        Attendance.objects.filter(pk__in=ids).update(state=AttendanceState.EXPIRED, hold_ends_at=None, finished_at=at)
        offer_free_seats(slot_id, at=at)
    return len(ids)


def expire_holds(*, at: datetime) -> int:
    """Free every seat kept too long, slot by slot; how many holds and offers ended."""
    slots = Attendance.objects.overdue(at).order_by("slot").values_list("slot", flat=True).distinct()[:AT_ONCE]
    return sum(expire_slot_holds(slot_id, at=at) for slot_id in slots)


@transaction.atomic
def delete_ended_holds(*, at: datetime) -> int:
    """Delete holds that ended a day ago and were never given a name; how many. The audit trail keeps what they were."""
    nameless = Attendance.objects.filter(state=AttendanceState.EXPIRED, name="", consultations=None)
    old = nameless.filter(finished_at__lte=at - FORGOTTEN_AFTER).order_by("pk")
    ids = list(old.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:AT_ONCE])
    Attendance.objects.filter(pk__in=ids).delete()
    return len(ids)


@transaction.atomic
def offer_free_seats(slot_id: int, *, at: datetime) -> list[Attendance]:
    """Offer free seats to those who wait, first come first, each as soon as their whole party fits.

    The two hours begin when people are awake, which is when the message leaves.
    """
    slot = lock_row(Slot(pk=slot_id), "place__office", no_key=True)
    begins_at = find_waking_moment(at, slot.place.office.time_zone)
    ends_at = min(begins_at + OFFER, slot.starts_at - OFFER_ENDS_BEFORE)
    if ends_at <= begins_at or why_not_book(slot, at=at):
        return []
    offered, left = [], slot.seats_left
    line = Attendance.objects.in_line().filter(slot=slot, seats__lte=left) if left else Attendance.objects.none()
    for attendance in line.select_for_update(skip_locked=True, of=("self",)).select_related("topic"):
        if attendance.seats <= left:
            left -= attendance.seats
            attendance.slot = slot
            attendance.state, attendance.hold_ends_at = AttendanceState.OFFERED, ends_at
            attendance.save(update_fields=["state", "hold_ends_at"])
            messages.announce_offer(attendance, at=at)
            offered.append(attendance)
    return offered
