"""What a citizen takes away: the facts on the ticket and an entry for the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Event

from consultations.booking import manners, triage
from consultations.booking.enums import IN_LINE, AccessNeed, AttendanceState, SlotKind
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.seats import Attendance
from krs_portal.kit import formats
from krs_portal.kit.links import build_absolute_url
from krs_portal.outbox import ics

ALARMS = (timedelta(days=1), timedelta(hours=2))
CALLED_OFF = (AttendanceState.CANCELLED, AttendanceState.EXPIRED)


def build_booking_url(attendance: Attendance) -> str:
    """The absolute URL of a booking. The page shows nothing until the telephone number is entered."""
    return build_absolute_url("consultations:manage", attendance.reference)


def describe_booking(attendance: Attendance, office_name: str) -> list[tuple[str, Any]]:
    """The same facts on ticket, letters and the booking's own page."""
    slot = attendance.slot
    return [
        (_("Hari"), formats.format_full_day(slot.day)),
        describe_time(attendance),
        *manners.describe_manner(attendance, office_name),
        *([(_("Narasumber"), slot.speaker)] if slot.speaker else []),
        *([(_("Keterangan"), slot.note)] if slot.note else []),
        (_("Topik"), str(attendance.topic)),
        (_("Atas nama"), attendance.name),
        *([(_("Untuk"), attendance.on_behalf_of)] if attendance.on_behalf_of else []),
        (_("Jumlah orang"), formats.format_number(attendance.party_size)),
        *describe_wishes(attendance),
        *describe_triage(attendance),
    ]


def describe_time(attendance: Attendance) -> tuple[str, Any]:
    """The hours that were booked; of whoever walked in, when they came."""
    slot, zone = attendance.slot, attendance.slot.place.office.time_zone
    if slot.kind == SlotKind.WALK_IN:
        return _("Datang"), formats.format_clock(attendance.arrived_at, zone)
    return _("Waktu"), formats.format_clock_range(slot.starts_at, slot.ends_at, zone)


def describe_wishes(attendance: Attendance) -> list[tuple[str, Any]]:
    """What somebody wrote in their own words, and what they need to take part."""
    needs = format_needs(attendance.needs)
    return [
        *([(_("Yang ingin disampaikan"), attendance.wish)] if attendance.wish else []),
        *([(_("Yang diperlukan"), needs)] if needs else []),
    ]


def format_needs(codes: Iterable[str]) -> str:
    return "; ".join(str(AccessNeed(code).label) for code in codes if code in AccessNeed.values)


def describe_triage(attendance: Attendance | Enquiry) -> list[tuple[str, Any]]:
    """What was answered before booking, each with its question, and what was advised then."""
    answered = triage.list_answered_questions(attendance)
    advice = " ".join(answer.advice for answer in answered if answer.advice)
    return [
        *((answer.question, answer.answer) for answer in answered),
        *([(_("Saran awal"), advice)] if advice else []),
    ]


def build_booking_calendar(attendance: Attendance, office_name: str, at: datetime) -> bytes:
    """The booking as an iCalendar file. Same UID and a higher sequence, so a later file replaces an earlier one."""
    entry = build_booking_entry(attendance, office_name, at, cancelled=attendance.state in CALLED_OFF)
    return ics.build_calendar_file([entry])


def build_organizer(office_name: str) -> tuple[str, str]:
    """The clinic under the portal's own address: it is where an answer to the invitation arrives."""
    return office_name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def format_facts(attendance: Attendance, office_name: str) -> list[str]:
    """The facts as lines of text; a label that asks needs no colon."""
    facts = [(str(label), value) for label, value in describe_booking(attendance, office_name)]
    return [f"{label} {value}" if label.endswith("?") else f"{label}: {value}" for label, value in facts]


def build_entry_description(attendance: Attendance, office_name: str) -> str:
    """What a calendar shows beside the time: the facts of the ticket and what to have at hand."""
    lines = [_("Nomor janji %(reference)s") % {"reference": attendance.reference}]
    if attendance.state in IN_LINE:
        lines.append(_("Daftar tunggu: waktu ini belum menjadi milik Anda."))
    lines += format_facts(attendance, office_name)
    prepared = "; ".join(manners.list_things_to_prepare(attendance))
    lines.append(f"{manners.format_preparation_heading(attendance)}: {prepared}")
    if phone := attendance.slot.place.office.phone:
        lines.append(_("Telepon klinik: %(phone)s") % {"phone": phone})
    lines.append(_("Pindahkan atau batalkan: %(url)s") % {"url": build_booking_url(attendance)})
    return "\n".join(lines)


def build_booking_entry(
    attendance: Attendance, office_name: str, at: datetime, *, cancelled: bool = False, **people: Any
) -> Event:
    """The booking in a calendar: its reference stays the UID through every change, `sequence` counts them.

    A place in line is no appointment yet, so it is tentative and does not ring.
    """
    slot, in_line = attendance.slot, attendance.state in IN_LINE
    return ics.build_event(
        uid=f"{attendance.reference}@krs",
        sequence=attendance.sequence,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        zone=slot.place.office.time_zone,
        title=_("Konsultasi rumah: %(topic)s") % {"topic": attendance.topic},
        place=manners.format_meeting_place(attendance, office_name),
        at=at,
        description=build_entry_description(attendance, office_name),
        url=build_booking_url(attendance),
        organizer=build_organizer(office_name),
        cancelled=cancelled,
        tentative=in_line,
        alarms=() if cancelled or in_line else ALARMS,
        **people,
    )
