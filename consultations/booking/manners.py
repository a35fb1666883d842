"""What the manner of an appointment means for whoever comes: where to be or who calls, and what to have at hand."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.booking.enums import ServiceChannel
from consultations.booking.models.seats import Attendance

CALLED = (ServiceChannel.PHONE, ServiceChannel.WHATSAPP)  # the clinic calls; nobody travels

IDENTITY = gettext_lazy("KTP atau tanda pengenal lain")
PICTURES = gettext_lazy("Foto rumah atau lahan, gambar, dan rincian biaya bila ada")
LAND = gettext_lazy("Surat tanah bila pertanyaan Anda menyangkut lahan atau izin")
AT_THE_COUNTER = (IDENTITY, PICTURES, LAND, gettext_lazy("Tiket ini, tercetak atau di telepon"))
PREPARED = {
    ServiceChannel.ONLINE: (
        gettext_lazy("Telepon atau komputer dengan kamera dan sambungan internet"),
        IDENTITY,
        gettext_lazy("Foto rumah atau lahan, gambar, dan rincian biaya bila ada, siap ditampilkan"),
    ),
    ServiceChannel.SITE_VISIT: (
        gettext_lazy("Seorang dewasa di rumah pada jam kunjungan"),
        IDENTITY,
        gettext_lazy("Surat tanah, gambar, dan rincian biaya bila ada"),
    ),
    **dict.fromkeys(
        CALLED,
        (
            gettext_lazy("Telepon yang aktif dan dapat dihubungi pada jam janji"),
            IDENTITY,
            gettext_lazy("Foto, gambar, dan rincian biaya di dekat Anda bila ada"),
        ),
    ),
}


def list_things_to_prepare(attendance: Attendance) -> tuple[str, ...]:
    """In the reader's language, as plain words: the part of the ticket that draws them is reused."""
    return tuple(map(str, PREPARED.get(get_manner(attendance), AT_THE_COUNTER)))


def get_manner(attendance: Attendance) -> ServiceChannel:
    """How somebody is served is the slot's; a booking moves to another manner only when that was asked."""
    return ServiceChannel(attendance.slot.channel)


def is_at_counter(attendance: Attendance) -> bool:
    return not get_manner(attendance).meets_elsewhere


def get_contact(attendance: Attendance) -> str:
    """What the officer needs to meet them elsewhere: the number to call, the link to open or the address to visit."""
    match get_manner(attendance):
        case ServiceChannel.PHONE | ServiceChannel.WHATSAPP:
            return attendance.phone
        case ServiceChannel.ONLINE:
            return attendance.slot.link
        case ServiceChannel.SITE_VISIT:
            return attendance.address
    return ""


def format_preparation_heading(attendance: Attendance) -> str:
    return _("Yang perlu dibawa") if is_at_counter(attendance) else _("Yang perlu disiapkan")


def format_meeting_place(attendance: Attendance, office_name: str) -> str:
    """Where the two meet, in one line: the door, the link, the telephone or the citizen's own house."""
    place = attendance.slot.place
    match get_manner(attendance):
        case ServiceChannel.PHONE:
            return _("petugas menelepon %(phone)s") % {"phone": attendance.phone}
        case ServiceChannel.WHATSAPP:
            return _("petugas menghubungi WhatsApp %(phone)s") % {"phone": attendance.phone}
        case ServiceChannel.ONLINE:
            return _("daring: %(link)s") % {"link": attendance.slot.link or _("tautannya dikirim klinik")}
        case ServiceChannel.SITE_VISIT:
            return _("di rumah Anda: %(address)s") % {"address": attendance.address or _("alamatnya ditanyakan klinik")}
    return ", ".join(filter(None, (place.name, office_name, place.street_address)))


def describe_manner(attendance: Attendance, office_name: str) -> list[tuple[str, Any]]:
    """The manner by its name, and what it needs: the number, the link, the address or the door."""
    slot, place, manner = attendance.slot, attendance.slot.place, get_manner(attendance)
    clinic = ", ".join(filter(None, (place.name, office_name)))
    facts: list[tuple[str, Any]] = [(_("Cara"), manner.label)]
    match manner:
        case ServiceChannel.PHONE | ServiceChannel.WHATSAPP:
            calls = _("Petugas menghubungi Anda pada jam janji; Anda tidak perlu datang.")
            return [
                *facts,
                (_("Nomor yang dihubungi"), attendance.phone),
                (_("Klinik"), clinic),
                (_("Petunjuk"), calls),
            ]
        case ServiceChannel.ONLINE:
            link = slot.link or _("Belum ada. Klinik mengirim tautannya sebelum jam janji; Anda tidak perlu datang.")
            return [*facts, (_("Tautan"), link), (_("Klinik"), clinic)]
        case ServiceChannel.SITE_VISIT:
            address = attendance.address or _("Belum tertulis. Petugas menanyakannya lewat telepon.")
            return [*facts, (_("Alamat yang dikunjungi"), address), (_("Klinik"), clinic)]
    facts.append((_("Tempat"), format_meeting_place(attendance, office_name)))
    facts += [(_("Petunjuk"), place.directions)] if place.directions else []
    return facts + ([(_("Tautan"), slot.link)] if slot.link else [])
