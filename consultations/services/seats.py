"""Taking seats and giving them back. The database counts (see `triggers`); here its refusal becomes a sentence.

Locks are taken in one order, attendance before slot, and slots without `KEY` so that a booking in another transaction
never stands in the way: docs/decisions/0006.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from consultations import messages
from consultations.enums import AttendanceState, SlotState
from consultations.models import Attendance, Slot
from krs_portal.accounts.phones import parse_phone

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32, nothing that is misread on paper
HOLD = timedelta(minutes=15)
OFFER = timedelta(hours=2)
OFFER_ENDS_BEFORE = timedelta(hours=1)
AT_ONCE = 500
FORGOTTEN_AFTER = timedelta(days=1)


class SlotFull(ValidationError):
    """No seat is left for this party."""


def new_reference() -> str:
    """`KRS-` and seven letters or digits: 3·10¹⁰ of them, so that none is guessed together with a phone number."""
    return "KRS-" + "".join(ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(7))


def as_phone(value: str) -> str:
    try:
        return parse_phone(value)
    except ValidationError as error:
        raise ValidationError({"phone": error.messages}) from error


def save_seated(attendance: Attendance, *, at: datetime) -> None:
    """Save an attendance that now has seats."""
    with_room(attendance, lambda: save(attendance), at=at)


def with_room(attendance: Attendance, take: Callable[[], object], *, at: datetime) -> None:
    """Take the attendance's seats. When none is free, those kept too long are freed first.

    `take` undoes itself when the database refuses: it is a transaction, or a savepoint in one.
    """
    try:
        refuse_if_full(attendance)
        with in_words(attendance):
            take()
    except SlotFull:
        if not has_overdue(attendance, at) or not expire_in(attendance.slot_id, at=at, but=attendance.pk):
            raise
        with in_words(attendance):
            take()


def refuse_if_full(attendance: Attendance) -> None:
    """Spares the database a write that it must refuse; a second look, so that nobody is refused by an old number."""
    if attendance.pk is None and attendance.slot.seats_left < attendance.seats:
        left = left_in(attendance.slot_id)
        if left < attendance.seats:
            raise full(attendance, left)


def save(attendance: Attendance) -> None:
    with in_words(attendance), transaction.atomic():
        attendance.save()


@contextmanager
def in_words(attendance: Attendance) -> Iterator[None]:
    """The database's refusals told as sentences."""
    try:
        yield
    except IntegrityError as error:
        match constraint_of(error):
            case "consultations_seats_enough":
                raise full(attendance, left_in(attendance.slot_id)) from error
            case "consultations_slot_is_open":
                raise ValidationError({"slot": _("Jadwal ini dibatalkan.")}) from error
            case "consultations_one_booking_a_day":
                raise ValidationError({"phone": has_one(attendance)}, code="has-one") from error
        raise


def constraint_of(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def left_in(slot_id: int) -> int:
    left: int = Slot.objects.values_list(F("seats") - F("seats_taken"), flat=True).get(pk=slot_id)
    return left


def full(attendance: Attendance, left: int) -> SlotFull:
    if left > 0:
        sentence = _("Sisa %(left)d kursi, tidak cukup untuk %(seats)d orang. Pilih waktu lain; isian Anda tetap ada.")
        return SlotFull(sentence % {"left": left, "seats": attendance.seats}, code="full")
    return SlotFull(_("Jadwal ini baru saja penuh. Pilih waktu lain; isian Anda tetap ada."), code="full")


def has_one(attendance: Attendance) -> str:
    """Said to whoever knows the number: not where or when the other booking is."""
    return _(
        "Nomor telepon ini sudah punya janji pada hari itu. Ubah janji itu, pilih hari lain, atau isi nama orang yang "
        "Anda daftarkan."
    )


def give_up_seats(attendance: Attendance, state: AttendanceState, *, at: datetime) -> None:
    """The seats of one attendance come back and go to whoever waits for them."""
    attendance.state, attendance.hold_ends_at, attendance.hold_token = state, None, None
    attendance.finished_at = at
    attendance.save(update_fields=["state", "hold_ends_at", "hold_token", "finished_at"])
    offer_next(attendance.slot_id, at=at)


def has_overdue(attendance: Attendance, at: datetime) -> bool:
    overdue = Attendance.objects.overdue(at).filter(slot=attendance.slot_id).exclude(pk=attendance.pk or 0)
    return bool(overdue.exists())


@transaction.atomic
def expire_in(slot_id: int, *, at: datetime, but: int | None = None) -> int:
    """End the holds and offers of a slot whose time is up; how many. Those another transaction works on are left."""
    overdue = Attendance.objects.overdue(at).filter(slot=slot_id).exclude(pk=but or 0)
    ids = list(overdue.order_by("pk").select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
    if ids:
        Attendance.objects.filter(pk__in=ids).update(state=AttendanceState.EXPIRED, hold_ends_at=None, finished_at=at)
        offer_next(slot_id, at=at)
    return len(ids)


def expire(*, at: datetime) -> int:
    """Free every seat kept too long, slot by slot; how many holds and offers ended."""
    slots = Attendance.objects.overdue(at).order_by("slot").values_list("slot", flat=True).distinct()[:AT_ONCE]
    return sum(expire_in(slot_id, at=at) for slot_id in slots)


@transaction.atomic
def forget_holds(*, at: datetime) -> int:
    """Delete holds that ended a day ago and were never given a name; how many. The audit trail keeps what they were."""
    nameless = Attendance.objects.filter(state=AttendanceState.EXPIRED, name="", consultation=None)
    old = nameless.filter(finished_at__lte=at - FORGOTTEN_AFTER).order_by("pk")
    ids = list(old.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:AT_ONCE])
    Attendance.objects.filter(pk__in=ids).delete()
    return len(ids)


@transaction.atomic
def offer_next(slot_id: int, *, at: datetime) -> list[Attendance]:
    """Offer free seats to those who wait, first come first, each as soon as their whole party fits."""
    slot = Slot.objects.select_for_update(no_key=True, of=("self",)).select_related("place__office").get(pk=slot_id)
    ends_at = min(at + OFFER, slot.starts_at - OFFER_ENDS_BEFORE)
    if slot.state != SlotState.OPEN or ends_at <= at:
        return []
    offered, left = [], slot.seats_left
    line = Attendance.objects.in_line().filter(slot=slot, seats__lte=left) if left else Attendance.objects.none()
    for attendance in line.select_for_update(skip_locked=True, of=("self",)).select_related("topic"):
        if attendance.seats <= left:
            left -= attendance.seats
            attendance.slot = slot
            attendance.state, attendance.hold_ends_at = AttendanceState.OFFERED, ends_at
            attendance.save(update_fields=["state", "hold_ends_at"])
            messages.offered(attendance, at=at)
            offered.append(attendance)
    return offered
