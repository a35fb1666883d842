"""Calling people to a window, by the order or by name, and serving them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clinics.models import Place
from consultations.booking.enums import AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance
from consultations.booking.querysets import AttendanceQuerySet
from consultations.counter import policies
from consultations.counter.models import Consultation, Window
from consultations.counter.order import PRIORITY_CALLS_IN_A_ROW, Waiter, choose_turns, count_in_a_row
from consultations.counter.services.door import lock_walk_in_slot
from consultations.counter.services.drafts import find_record, open_draft, why_not_join_record
from consultations.counter.services.queue import VISIT, lock_attendance_to_change
from consultations.people.policies import why_not_serve
from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if
from krs_portal.kit.words import squeeze_spaces


@transaction.atomic
def call_person(*, attendance: Attendance, by: Any, at: datetime) -> Attendance:
    """Call somebody who waits to the officer's window, whoever else is before them."""
    attendance = lock_attendance_to_change(attendance, by, AttendanceState.CALLED)
    place = attendance.slot.place
    reject_if(policies.why_not_call(attendance, day=day_of(at, place.office.time_zone)))
    return mark_called(attendance, get_window(place, by), by=by, at=at)


def mark_called(attendance: Attendance, window: str, *, by: Any, at: datetime) -> Attendance:
    attendance.state, attendance.called_at, attendance.officer = AttendanceState.CALLED, at, by
    attendance.window, attendance.calls = window, attendance.calls + 1
    attendance.save(update_fields=["state", "called_at", "officer", "window", "calls"])
    return attendance


@transaction.atomic
def call_again(*, attendance: Attendance, by: Any, at: datetime) -> Attendance:
    """Call somebody once more who has not come to the window; any officer may, and then they come to that one's."""
    attendance = lock_row(attendance, *VISIT)
    place = attendance.slot.place
    refuse_if(why_not_serve(by, place.office))
    reject_if(policies.why_not_call_again(attendance, at=at))
    return mark_called(attendance, get_window(place, by), by=by, at=at)


@transaction.atomic
def call_next(
    *, place: Place, by: Any, at: datetime, window: str | None = None, finishes: bool = False, keeps: bool = False
) -> Attendance:
    """Call whose turn it is, for this officer. Two who press at once call two people.

    Whoever still serves somebody says whether that ends (`finishes`) or goes on beside it (`keeps`).
    """
    refuse_if(why_not_serve(by, place.office))
    day = day_of(at, place.office.time_zone)
    lock_walk_in_slot(place, day)
    name = get_window(place, by) if window is None else remember_window(place, by, window)
    for served in list_served_by(by, place, day).order_by("pk"):
        reject_if(None if finishes or keeps else policies.ask_to_finish(served))
        if finishes:
            finish_service(attendance=served, by=by, at=at)
    waiting = find_waiting(place, day)
    turns = choose_turns(
        [build_waiter(each) for each in waiting.values()], by.pk, at, in_a_row=count_priorities_in_a_row(place, day)
    )
    for turn in turns:
        # Whoever is locked is just being called, undone or marked by a colleague.
        free = Attendance.objects.filter(pk=turn.waiter.key, state=AttendanceState.WAITING)
        if attendance := free.select_for_update(of=("self",), skip_locked=True).select_related(*VISIT).first():
            return mark_called(attendance, name, by=by, at=at)
    reject_if(_("Tidak ada yang menunggu untuk dipanggil."))
    raise AssertionError("refused above")


def list_served_by(officer: Any, place: Place, day: date) -> AttendanceQuerySet:
    """Whom the officer serves at the place; a class goes on by itself."""
    mine = Attendance.objects.of_day(place, day).filter(state=AttendanceState.IN_SERVICE, officer=officer)
    return mine.exclude(slot__kind=SlotKind.GROUP)


def find_waiting(place: Place, day: date) -> dict[int, Attendance]:
    """Those who wait to be called, by their key; who came to a session waits for the session."""
    rows = Attendance.objects.of_day(place, day).filter(state=AttendanceState.WAITING)
    return {each.pk: each for each in rows.exclude(slot__kind=SlotKind.GROUP).select_related("slot")}


def build_waiter(attendance: Attendance) -> Waiter:
    is_booked = attendance.slot.kind == SlotKind.INDIVIDUAL
    return Waiter(
        key=attendance.pk,
        arrived_at=attendance.arrived_at or attendance.created_at,
        number=attendance.queue_number,
        booked_at=attendance.slot.starts_at if is_booked else None,
        priority=attendance.priority,
        kept_for=attendance.officer_id,
    )


def count_priorities_in_a_row(place: Place, day: date) -> int:
    """How many of those called last had priority, up to the one who had none. A class is not called."""
    called = Attendance.objects.of_day(place, day).filter(called_at__isnull=False).exclude(slot__kind=SlotKind.GROUP)
    called = called.order_by("-called_at", "-pk")
    return count_in_a_row(called.values_list("priority", flat=True)[:PRIORITY_CALLS_IN_A_ROW])


def get_window(place: Place, officer: Any) -> str:
    """The window at which the officer works at this place; empty where it was never said."""
    return Window.objects.filter(place=place, officer=officer).values_list("name", flat=True).first() or ""


def remember_window(place: Place, officer: Any, name: str) -> str:
    name = squeeze_spaces(name)
    reject_if(_("Nama loket paling banyak 20 huruf.") if len(name) > 20 else None, "window")
    if name:
        Window.objects.update_or_create(place=place, officer=officer, defaults={"name": name})
    else:
        Window.objects.filter(place=place, officer=officer).delete()
    return name


@transaction.atomic
def serve_person(*, attendance: Attendance, by: Any, at: datetime) -> Consultation:
    """Somebody is at the window: the draft of the consultation opens with what is known, or goes on.

    Whoever is served from a group session joins the one consultation of that session.
    """
    attendance = lock_attendance_to_change(attendance, by, AttendanceState.IN_SERVICE)
    attendance.state, attendance.officer, attendance.word = AttendanceState.IN_SERVICE, by, ""
    attendance.called_at, attendance.served_at = attendance.called_at or at, attendance.served_at or at
    attendance.finished_at = None
    attendance.save(update_fields=["state", "officer", "word", "called_at", "served_at", "finished_at"])
    if attendance.slot.kind == SlotKind.GROUP:
        lock_row(attendance.slot, no_key=True)  # two served at once from one session find the same draft
    reject_if(why_not_join_record(attendance))
    record = find_record(attendance)
    if record is None:
        return open_draft(attendance, by=by, at=at)
    reject_if(policies.why_not_go_on(record))
    if record.session_id is None and record.officer != by:
        record.officer = by
        record.save(update_fields=["officer"])
    return record


@transaction.atomic
def finish_service(*, attendance: Attendance, by: Any, at: datetime) -> Attendance:
    """Somebody was served until now; the record is written and closed later, perhaps by another."""
    attendance = lock_attendance_to_change(attendance, by, AttendanceState.DONE)
    reject_if(policies.why_not_finish(attendance))
    attendance.state, attendance.finished_at = AttendanceState.DONE, at
    attendance.save(update_fields=["state", "finished_at"])
    return attendance
