"""Slots that staff make by hand: opened, changed and cancelled, and everybody who is coming is told.

Locks follow docs/decisions/0006: attendances first, in the order of their ids, then the slot. Whoever books in between
is noticed under the lock of the slot, and the change is shown to staff once more.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from clinics.models import Place
from consultations.booking import messages
from consultations.booking.enums import COMING, IN_LINE, AttendanceState, SlotKind, SlotState
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.policies import why_not_change_slot, why_not_open_slot
from consultations.booking.services.booking import cancel_booking, release_hold
from consultations.booking.services.seats import offer_free_seats
from consultations.people import policies
from krs_portal.kit.constraints import get_constraint_name
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if

WHEN, WHERE = ("starts_at", "ends_at"), ("place", "channel", "link")


@transaction.atomic
def open_session(*, place: Place, by: Any, at: datetime, **values: Any) -> Slot:
    """A group session with its seats."""
    refuse_if(policies.why_not_serve(by, place.office))
    slot = Slot(kind=SlotKind.GROUP, **{"place": place, **values})
    lock_row(slot.place, no_key=True)  # whoever closes the day meanwhile is waited for
    check_session(slot, at)
    reject_if(why_not_open_slot(slot), "day")
    slot.save(force_insert=True)
    return slot


@transaction.atomic
def change_session(*, slot: Slot, by: Any, at: datetime, reason: str = "", told: int = 0, **values: Any) -> Slot:
    """Change time, place, link or texts of a session; who waits for it hears of it, too.

    `told` is the number of affected people that the page showed to staff.
    """
    refuse_if(policies.why_not_serve(by, slot.place.office))
    lock_places(slot.place_id, values.get("place"))
    everybody = lock_slot_attendances(slot, (*COMING, *IN_LINE))
    people = [person for person in everybody if person.state in COMING]
    slot = lock_row(slot, "place__office", no_key=True)
    reject_if(why_not_change_slot(slot, at=at))
    before = {name: getattr(slot, name) for name in values}
    for name, value in values.items():
        setattr(slot, name, value)
    refuse_if(policies.why_not_serve(by, slot.place.office))
    check_session(slot, at)
    is_later, is_elsewhere = has_other_values(before, slot, WHEN), has_other_values(before, slot, WHERE)
    if is_later or is_elsewhere:
        recount_people(slot, people, told)
        reject_if(why_not_open_slot(slot), "day")
        slot.state = SlotState.OPEN  # it was moved off a closed day
    slot.save(update_fields=[*values, "state"])
    for person in everybody if is_later or is_elsewhere else ():
        move_person_with_slot(person, slot)
        tell = messages.announce_move if is_later else messages.announce_place_change
        tell = messages.announce_waiting_change if person.state in IN_LINE else tell
        tell(person, at=at, reason=reason)
    offer_free_seats(slot.pk, at=at)  # there may be more seats than before
    return slot


@transaction.atomic
def cancel_session(*, slot: Slot, by: Any, at: datetime, reason: str, told: int) -> list[Attendance]:
    """Cancel a session and tell everybody booked or on the waiting list why. Returns who is told."""
    refuse_if(policies.why_not_serve(by, slot.place.office))
    people = lock_slot_attendances(slot, (*COMING, *IN_LINE, AttendanceState.HELD))
    slot = lock_row(slot, "place__office", no_key=True)
    reject_if(why_not_change_slot(slot, at=at))
    recount_people(slot, [person for person in people if person.state in COMING], told)
    slot.state = SlotState.CANCELLED  # first, so that no freed seat is offered to the next in line
    slot.save(update_fields=["state"])
    for person in people:
        if person.state == AttendanceState.HELD:
            release_hold(attendance=person, at=at)
            continue
        cancel_booking(attendance=person, at=at, reason=reason)
    return [person for person in people if person.state != AttendanceState.HELD]


def list_affected_people(slot: Slot, values: dict[str, Any]) -> list[Attendance]:
    """Who would have to be told of the change."""
    if not any(getattr(slot, name) != values[name] for name in (*WHEN, *WHERE) if name in values):
        return []
    return list(list_coming_people(slot))


def list_coming_people(slot: Slot) -> Any:
    return Attendance.objects.coming().filter(slot=slot).select_related("topic").order_by("created_at", "pk")


def list_overlapping_slots(slot: Slot) -> list[Slot]:
    """Other slots that want the same officer at this time, or the same place beside a group."""
    same_officer = Q(officer=slot.officer_id) if slot.officer_id else Q(pk=None)
    beside = Q(place=slot.place_id) if slot.kind == SlotKind.GROUP else Q(place=slot.place_id, kind=SlotKind.GROUP)
    others = Slot.objects.public().filter(
        same_officer | beside, state=SlotState.OPEN, starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at
    )
    return list(others.exclude(pk=slot.pk).with_place().order_by("starts_at", "pk"))


def check_session(slot: Slot, at: datetime) -> None:
    """Refuse a session in the past, without seats, or with fewer seats than are taken."""
    reject_if("" if slot.starts_at > at else _("Jadwal ini sudah lewat."), "day")
    reject_if("" if slot.seats >= 1 else _("Paling sedikit 1 kursi."), "seats")
    too_few = _("%(taken)d kursi sudah terisi; jumlah kursi tidak boleh kurang dari itu.")
    reject_if("" if slot.seats >= slot.seats_taken else too_few % {"taken": slot.seats_taken}, "seats")
    slot.full_clean(validate_unique=False)


def lock_places(here: int, there: Place | None) -> None:
    """Whoever closes a day locks its place first; so does whoever moves a session there, and in the order of ids."""
    keys = {here, there.pk if there else here}
    list(Place.objects.filter(pk__in=keys).select_for_update(no_key=True).order_by("pk"))


def lock_slot_attendances(slot: Slot, states: tuple[AttendanceState, ...]) -> list[Attendance]:
    people = Attendance.objects.select_for_update(of=("self",)).filter(slot=slot, state__in=states)
    return list(people.select_related("topic").order_by("pk"))


def recount_people(slot: Slot, people: list[Attendance], told: int) -> None:
    """Refuse when the number of booked people differs from the number that staff were shown.

    Call it while the slot is locked.
    """
    if not told == len(people) == list_coming_people(slot).count():
        raise ValidationError(_("Daftar orang yang datang berubah. Periksa sekali lagi, lalu kirim."), code="people")


def has_other_values(before: dict[str, Any], slot: Slot, names: tuple[str, ...]) -> bool:
    return any(before[name] != getattr(slot, name) for name in names if name in before)


def move_person_with_slot(person: Attendance, slot: Slot) -> None:
    """Move a booking to its slot's new time. By the higher sequence a calendar program replaces its older entry."""
    person.slot, person.booked_on, person.on_my_way_at = slot, person.booked_on and slot.day, None
    person.sequence = F("sequence") + 1
    try:
        with transaction.atomic():
            person.save(update_fields=["booked_on", "on_my_way_at", "sequence"])
    except IntegrityError as error:
        if get_constraint_name(error) != "consultations_one_booking_a_day":
            raise
        sentence = _("%(reference)s sudah punya janji lain pada hari itu. Pindahkan atau batalkan dahulu.")
        raise ValidationError(sentence % {"reference": person.reference}) from error
    person.refresh_from_db(fields=["sequence"])
