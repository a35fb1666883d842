"""What a citizen takes home: the facts of the ticket and an entry for the calendar (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.enums import PlaceKind
from consultations.models import Attendance
from krs_portal.kit import formats

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
        (_("Topik"), str(attendance.topic)),
        (_("Atas nama"), attendance.name),
        (_("Jumlah orang"), formats.number(attendance.party_size)),
    ]


def calendar(attendance: Attendance, office_name: str, at: datetime) -> str:
    """One event, for any calendar program."""
    slot = attendance.slot
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Klinik Rumah Swadaya//Janji//ID",
        "BEGIN:VEVENT",
        f"UID:{attendance.reference}@krs",
        f"DTSTAMP:{_utc(at)}",
        f"DTSTART:{_utc(slot.starts_at)}",
        f"DTEND:{_utc(slot.ends_at)}",
        f"SUMMARY:{_escaped(_('Konsultasi rumah: %(topic)s') % {'topic': attendance.topic})}",
        f"LOCATION:{_escaped(where_of(attendance, office_name))}",
        f"DESCRIPTION:{_escaped(_('Nomor janji %(reference)s') % {'reference': attendance.reference})}",
        f"URL:{address_of(attendance)}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """No line over 75 octets; one goes on after a line break and a space."""
    parts: list[str] = []
    part = ""
    for character in line:
        if len((part + character).encode()) > 73:
            parts, part = [*parts, part], ""
        part += character
    return "\r\n ".join([*parts, part])
