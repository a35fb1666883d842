"""Who came to a group session: ticked, added by name or by number, on its day or from the sheet afterwards.

A session has one consultation, however many came. Its record counts on the day of the session, also where somebody is
written down days later; such a time is marked as inexact (features B13).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.policies import why_not_move
from consultations.booking.querysets import AttendanceQuerySet
from consultations.booking.services.seats import create_reference, read_phone
from consultations.counter import policies, sheets
from consultations.counter.models import Consultation
from consultations.counter.services.drafts import open_session_draft
from consultations.counter.services.queue import receive_visitor
from consultations.people.policies import why_not_serve
from consultations.people.services import Told, receive_person
from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if
from krs_portal.kit.words import squeeze_spaces


def lock_session(slot: Slot, by: Any, at: datetime) -> Slot:
    """Lock the session once the policies agree that this user may write who came. Attendances are locked before."""
    slot = lock_row(slot, "place__office", "topic", no_key=True)
    refuse_if(why_not_serve(by, slot.place.office))
    record = Consultation.objects.standing().filter(session=slot).first()
    reject_if(policies.why_not_list_attendance(slot, record, day=day_of(at, slot.place.office.time_zone)))
    return slot


@transaction.atomic
def tick_people(*, slot: Slot, came: Collection[int], missing: Collection[int], by: Any, at: datetime) -> int:
    """Mark who came, and take back who was marked by mistake; the keys are those of attendances of the session.

    Only what changes is given, so that two officers with the same list do not undo each other. Returns how many rows
    changed.
    """
    keys = {*came, *missing}
    rows = list(
        Attendance.objects.filter(slot=slot, pk__in=keys)
        .select_for_update(of=("self",)).select_related("person", "topic", "region").order_by("pk")
    )  # fmt: skip
    slot = lock_session(slot, by, at)
    reject_if(None if len(rows) == len(keys) else _("Daftar ini sudah berubah. Muat ulang halaman, lalu centang lagi."))
    for attendance in rows:
        attendance.slot = slot
        if attendance.pk in came:
            mark_present(attendance, at)
        else:
            mark_absent(attendance)
    return len(rows)


def mark_present(attendance: Attendance, at: datetime) -> None:
    reject_if(why_not_move(attendance, AttendanceState.WAITING))
    attendance.state = AttendanceState.WAITING
    attendance.arrived_at, attendance.is_time_inexact = tell_arrival(attendance.slot, at)
    attendance.person = attendance.person or receive_visitor(attendance, at)
    attendance.save(update_fields=["state", "arrived_at", "is_time_inexact", "person"])


def mark_absent(attendance: Attendance) -> None:
    """A booking is expected again; whoever was added here is taken back."""
    to = AttendanceState.BOOKED if attendance.booked_on else AttendanceState.CANCELLED
    reject_if(why_not_move(attendance, to))
    attendance.state, attendance.arrived_at, attendance.is_time_inexact = to, None, False
    attendance.save(update_fields=["state", "arrived_at", "is_time_inexact"])


def tell_arrival(slot: Slot, at: datetime) -> tuple[datetime, bool]:
    """When somebody came, and whether that is only known by the day: from a sheet it is the session's beginning."""
    is_exact = day_of(at, slot.place.office.time_zone) == slot.day
    return (at, False) if is_exact else (slot.starts_at, True)


@transaction.atomic
def add_participant(*, slot: Slot, name: str, by: Any, at: datetime, phone: str = "", code: str = "") -> Attendance:
    """Somebody who came without a booking, with the code of their line where they stand on the printed sheet."""
    slot = lock_session(slot, by, at)
    line = read_sheet_code(slot, code) if code.strip() else None
    reject_if(None if line or phone else why_listed_already(slot, name), "name")
    told = Told(name=name, phone=read_phone(phone) if phone else "")
    person = receive_person(office=slot.place.office, told=told, at=at)
    return add_attendance(slot, at, name=squeeze_spaces(name), phone=told.phone, person=person, sheet_line=line)


@transaction.atomic
def add_head_count(*, slot: Slot, people: int, reason: str, by: Any, at: datetime) -> Attendance:
    """So many who came and are not known by name, with the reason why."""
    slot = lock_session(slot, by, at)
    reject_if(None if reason.strip() else _("Tuliskan alasannya."), "reason")
    name = _("%(people)d peserta tanpa nama") % {"people": people}
    same = list_written(slot).filter(party_size=people, remark=reason.strip())
    reject_if(_("Jumlah ini dengan alasan yang sama sudah tercatat.") if same.exists() else None, "reason")
    return add_attendance(slot, at, name=name, party_size=people, remark=reason.strip())


def list_written(slot: Slot) -> AttendanceQuerySet:
    """Everybody on the list, whoever was taken back left out."""
    return Attendance.objects.filter(slot=slot).exclude(state=AttendanceState.CANCELLED)


def why_listed_already(slot: Slot, name: str) -> str | None:
    """Somebody of that name is on the list: the same person typed twice, unless something tells the two apart."""
    if not list_written(slot).filter(name__iexact=squeeze_spaces(name)).exists():
        return None
    said = _("%(name)s sudah ada di daftar ini. Bila orangnya lain, isi teleponnya atau kode barisnya.")
    return said % {"name": squeeze_spaces(name)}


def add_attendance(slot: Slot, at: datetime, **known: Any) -> Attendance:
    """Somebody who is there takes no seat: a class that is full sends nobody away who already sits in it."""
    arrived_at, is_inexact = tell_arrival(slot, at)
    attendance = Attendance(
        slot=slot,
        reference=create_reference(),
        state=AttendanceState.WAITING,
        seats=0,
        topic=slot.topic or find_usual_topic(slot),
        created_at=at,
        arrived_at=arrived_at,
        is_time_inexact=is_inexact,
        **known,
    )
    attendance.full_clean(exclude=["slot", "topic", "reference", "person"])
    attendance.save()
    return attendance


def find_usual_topic(slot: Slot) -> Any:
    """The topic of a session that is kept for none: what most of those who booked it came for."""
    booked = Attendance.objects.filter(slot=slot).select_related("topic").order_by("pk").first()
    reject_if(None if booked else _("Sesi ini belum punya topik. Isi topiknya pada jadwal lebih dahulu."))
    return booked.topic if booked else None


def read_sheet_code(slot: Slot, code: str) -> int:
    line = sheets.find_line(slot, code)
    reject_if(None if line else _("Kode ini bukan dari lembar hadir sesi ini. Periksa judul lembarnya."), "code")
    taken = list_written(slot).filter(sheet_line=line).first()
    said = _("Baris ini sudah diisikan untuk %(name)s.")
    reject_if(said % {"name": taken.name} if taken else None, "code")
    return line or 0


@transaction.atomic
def open_session_record(*, slot: Slot, by: Any, at: datetime) -> Consultation:
    """The one consultation of the session: the draft that is there, or a new one."""
    record = Consultation.objects.standing().filter(session=slot).first()
    if record:
        refuse_if(why_not_serve(by, slot.place.office))
        return record
    slot = lock_session(slot, by, at)
    record = Consultation.objects.standing().filter(session=slot).first()  # opened while the lock was waited for
    return record or open_session_draft(slot, topic=slot.topic or find_usual_topic(slot), by=by, at=at)
