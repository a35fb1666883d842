"""Slots that staff make by hand: opened, changed and cancelled, and everybody who is coming is told.

Locks follow docs/decisions/0006: attendances first, in the order of their ids, then the slot. Whoever books in between
is noticed under the lock of the slot, and the change is shown to staff once more.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from clinics.models import Place
from consultations import messages, policies
from consultations.enums import COMING, AttendanceState, SlotKind, SlotState
from consultations.models import Attendance, Slot
from consultations.services.booking import cancel, release
from consultations.services.seats import constraint_of

IN_LINE = (AttendanceState.OFFERED, AttendanceState.WAITLISTED)
WHEN, WHERE = ("starts_at", "ends_at"), ("place", "channel", "link")


@transaction.atomic
def open_session(*, place: Place, by: Any, at: datetime, **values: Any) -> Slot:
    """A group session with its seats."""
    permit(policies.why_not_serve(by, place.office))
    slot = Slot(kind=SlotKind.GROUP, place=place, **values)
    check(slot, at)
    slot.save(force_insert=True)
    return slot


@transaction.atomic
def change_session(*, slot: Slot, by: Any, at: datetime, reason: str = "", told: int = 0, **values: Any) -> Slot:
    """Another time, place, link, or other words. `told`: how many staff were shown that this concerns them."""
    permit(policies.why_not_serve(by, slot.place.office))
    people = locked_people(slot, COMING)
    slot = locked(slot)
    permit_change(slot, at)
    before = {name: getattr(slot, name) for name in values}
    for name, value in values.items():
        setattr(slot, name, value)
    permit(policies.why_not_serve(by, slot.place.office))
    check(slot, at)
    is_later, is_elsewhere = differs(before, slot, WHEN), differs(before, slot, WHERE)
    if is_later or is_elsewhere:
        recount(slot, people, told)
    slot.save(update_fields=list(values))
    for person in people if is_later or is_elsewhere else ():
        follow(person, slot)
        tell = messages.moved if is_later else messages.place_changed
        tell(person, at=at, reason=reason)
    return slot


@transaction.atomic
def cancel_session(*, slot: Slot, by: Any, at: datetime, reason: str, told: int) -> int:
    """Nobody comes any more; those who were coming, and those who waited, are told why. How many were told."""
    permit(policies.why_not_serve(by, slot.place.office))
    people = locked_people(slot, (*COMING, *IN_LINE, AttendanceState.HELD))
    slot = locked(slot)
    permit_change(slot, at)
    recount(slot, [person for person in people if person.state in COMING], told)
    slot.state = SlotState.CANCELLED  # first, so that no freed seat is offered to the next in line
    slot.save(update_fields=["state"])
    for person in people:
        if person.state == AttendanceState.HELD:
            release(attendance=person, at=at)
            continue
        was_in_line = person.state in IN_LINE
        person = cancel(attendance=person, at=at, reason=reason)
        if was_in_line:
            messages.cancelled(person, at=at, reason=reason)
    return sum(person.state != AttendanceState.HELD for person in people)


def affected(slot: Slot, values: dict[str, Any]) -> list[Attendance]:
    """Who would have to be told of the change."""
    if not any(getattr(slot, name) != values[name] for name in (*WHEN, *WHERE) if name in values):
        return []
    return list(coming_to(slot))


def coming_to(slot: Slot) -> Any:
    return Attendance.objects.coming().filter(slot=slot).select_related("topic").order_by("created_at", "pk")


def overlaps(slot: Slot) -> list[Slot]:
    """Other slots that want the same officer at this time, or the same place beside a group."""
    same_officer = Q(officer=slot.officer_id) if slot.officer_id else Q(pk=None)
    beside = Q(place=slot.place_id) if slot.kind == SlotKind.GROUP else Q(place=slot.place_id, kind=SlotKind.GROUP)
    others = Slot.objects.public().filter(
        same_officer | beside, state=SlotState.OPEN, starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at
    )
    return list(others.exclude(pk=slot.pk).with_place().order_by("starts_at", "pk"))


def permit(refusal: str | None) -> None:
    if refusal:
        raise PermissionDenied(refusal)


def permit_change(slot: Slot, at: datetime) -> None:
    if refusal := policies.why_not_change_slot(slot, at=at):
        raise ValidationError(refusal)


def check(slot: Slot, at: datetime) -> None:
    """What the database would refuse, or nobody could come to."""
    if slot.starts_at <= at:
        raise ValidationError({"day": _("Jadwal ini sudah lewat.")})
    if slot.seats < 1:
        raise ValidationError({"seats": _("Paling sedikit 1 kursi.")})
    if slot.seats < slot.seats_taken:
        sentence = _("%(taken)d kursi sudah terisi; jumlah kursi tidak boleh kurang dari itu.")
        raise ValidationError({"seats": sentence % {"taken": slot.seats_taken}})
    slot.full_clean(validate_unique=False)


def locked(slot: Slot) -> Slot:
    fresh: Slot = (
        Slot.objects.select_for_update(no_key=True, of=("self",)).select_related("place__office").get(pk=slot.pk)
    )
    return fresh


def locked_people(slot: Slot, states: tuple[AttendanceState, ...]) -> list[Attendance]:
    people = Attendance.objects.select_for_update(of=("self",)).filter(slot=slot, state__in=states)
    return list(people.select_related("topic").order_by("pk"))


def recount(slot: Slot, people: list[Attendance], told: int) -> None:
    """Under the lock of the slot: as many as were locked, and as many as staff were shown."""
    if not told == len(people) == coming_to(slot).count():
        raise ValidationError(_("Daftar orang yang datang berubah. Periksa sekali lagi, lalu kirim."), code="people")


def differs(before: dict[str, Any], slot: Slot, names: tuple[str, ...]) -> bool:
    return any(before[name] != getattr(slot, name) for name in names if name in before)


def follow(person: Attendance, slot: Slot) -> None:
    """The booking goes along; its calendar entry takes the place of the one sent before."""
    person.slot, person.booked_on, person.on_my_way_at = slot, person.booked_on and slot.day, None
    person.sequence = F("sequence") + 1
    try:
        with transaction.atomic():
            person.save(update_fields=["booked_on", "on_my_way_at", "sequence"])
    except IntegrityError as error:
        if constraint_of(error) != "consultations_one_booking_a_day":
            raise
        sentence = _("%(reference)s sudah punya janji lain pada hari itu. Pindahkan atau batalkan dahulu.")
        raise ValidationError(sentence % {"reference": person.reference}) from error
    person.refresh_from_db(fields=["sequence"])
