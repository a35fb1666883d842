"""What a citizen takes home: the facts of the ticket and an entry for the calendar."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Event

from clinics.enums import PlaceKind
from consultations.enums import AttendanceState
from consultations.models import Attendance
from krs_portal.kit import formats
from krs_portal.outbox import ics

BRING = (
    gettext_lazy("KTP atau tanda pengenal lain"),
    gettext_lazy("Foto rumah atau lahan, gambar, dan rincian biaya bila ada"),
    gettext_lazy("Surat tanah bila pertanyaan Anda menyangkut lahan atau izin"),
    gettext_lazy("Tiket ini, tercetak atau di telepon"),
)


def address_of(attendance: Attendance) -> str:
    """The absolute address of one's own booking; it says nothing without the telephone number."""
    return settings.BASE_URL + reverse("consultations:manage", args=[attendance.reference])


def where_of(attendance: Attendance, office_name: str) -> str:
    """The door to come to; online there is none."""
    place = attendance.slot.place
    address = "" if place.kind == PlaceKind.ONLINE else place.address or place.office.address
    return ", ".join(filter(None, (place.name, office_name, address)))


def facts(attendance: Attendance, office_name: str) -> list[tuple[str, Any]]:
    slot, place = attendance.slot, attendance.slot.place
    zone, where = place.office.time_zone, where_of(attendance, office_name)
    return [
        (_("Hari"), formats.day_full(slot.day)),
        (_("Waktu"), formats.clock_range(slot.starts_at, slot.ends_at, zone)),
        (_("Tempat"), where),
        *([(_("Petunjuk"), place.directions)] if place.directions else []),
        *([(_("Tautan"), slot.link)] if slot.link else []),
        *([(_("Narasumber"), slot.speaker)] if slot.speaker else []),
        *([(_("Keterangan"), slot.note)] if slot.note else []),
        (_("Topik"), str(attendance.topic)),
        (_("Atas nama"), attendance.name),
        (_("Jumlah orang"), formats.number(attendance.party_size)),
    ]


def calendar(attendance: Attendance, office_name: str, at: datetime) -> bytes:
    """For any calendar program; a later one of the same booking takes the place of an earlier."""
    cancelled = attendance.state == AttendanceState.CANCELLED
    return ics.calendar([entry(attendance, office_name, at, cancelled=cancelled)])


def entry(attendance: Attendance, office_name: str, at: datetime, *, cancelled: bool = False, **people: Any) -> Event:
    """The booking in a calendar: its reference stays the UID through every change, `sequence` counts them."""
    slot = attendance.slot
    return ics.event(
        uid=f"{attendance.reference}@krs",
        sequence=attendance.sequence,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        zone=slot.place.office.time_zone,
        title=_("Konsultasi rumah: %(topic)s") % {"topic": attendance.topic},
        place=where_of(attendance, office_name),
        at=at,
        description=_("Nomor janji %(reference)s") % {"reference": attendance.reference},
        url=address_of(attendance),
        cancelled=cancelled,
        **people,
    )
