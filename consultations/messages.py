"""What a citizen is told about a booking: announced in the transaction of the change, written by workers soon after.

The phone hears by the citizen's own channel; who gave an e-mail address gets the mail, with a calendar entry.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consultations import catalogue, letters, links
from consultations.enums import COMING, AttendanceState
from consultations.models import Attendance
from krs_portal.kit import formats
from krs_portal.kit.about import About
from krs_portal.kit.clock import TimeZone
from krs_portal.outbox import ics
from krs_portal.outbox import services as outbox
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.kinds import MessageKind
from krs_portal.outbox.models import Announcement
from krs_portal.outbox.writing import Attached, Letter, Recipient

ABOUT = "booking"
CONFIRMED, MOVED, CANCELLED = "booking-confirmed", "booking-moved", "booking-cancelled"
REMINDER, OFFER, PLACE_CHANGED = "booking-reminder", "waiting-offer", "place-changed"
REMIND_DAYS_BEFORE = (2, 1)
REMIND_AT = time(8)
# A booking is told of while people come to it; these two, while it stands as they say.
TOLD_WHILE = {OFFER: (AttendanceState.OFFERED,), CANCELLED: (AttendanceState.CANCELLED,)}


def booked(attendance: Attendance, *, at: datetime) -> None:
    announce(attendance, CONFIRMED, at=at)


def moved(attendance: Attendance, *, at: datetime, reason: str = "") -> None:
    take_back(attendance, at=at)
    announce(attendance, MOVED, at=at, reason=reason)


def cancelled(attendance: Attendance, *, at: datetime, reason: str = "") -> None:
    take_back(attendance, at=at)
    announce(attendance, CANCELLED, at=at, reason=reason)


def place_changed(attendance: Attendance, *, at: datetime, reason: str = "") -> None:
    """Same time, another door or link; the caller has raised the sequence."""
    take_back(attendance, at=at)
    announce(attendance, PLACE_CHANGED, at=at, reason=reason)


def offered(attendance: Attendance, *, at: datetime) -> None:
    announce(attendance, OFFER, at=at)


def take_back(attendance: Attendance, *, at: datetime) -> None:
    """What has not left yet is no longer true."""
    outbox.cancel_about(About(ABOUT, attendance.reference), at=at, reason=str(_("Janji berubah.")))


def announce(attendance: Attendance, kind: str, *, at: datetime, reason: str = "") -> None:
    outbox.announce(
        kind=kind,
        about=About(ABOUT, attendance.reference),
        sequence=attendance.sequence,
        at=at,
        office=attendance.slot.place.office,
        reason=reason,
    )


def letters_told(announced: Announcement, at: datetime) -> list[Letter]:
    """By every way, the mail with a calendar entry, and the reminders to come. Nothing where the booking has changed
    since: that was announced, too.
    """
    kind, now_so = announced.kind, TOLD_WHILE.get(announced.kind, COMING)
    known = Attendance.objects.filter(reference=announced.about_key, sequence=announced.sequence, state__in=now_so)
    attendance = known.select_related("slot__place__office", "topic").first()
    if attendance is None:
        return []
    said = words(attendance) | {"reason": announced.reason}
    if kind == OFFER:
        return letters_of(kind, attendance, said, expires_at=attendance.hold_ends_at)
    calendar = ("CANCEL" if kind == CANCELLED else "REQUEST", at)
    written = letters_of(kind, attendance, said, calendar=calendar)
    return written + (reminders(attendance, said, at=at) if kind != CANCELLED else [])


def reminders(attendance: Attendance, said: dict[str, Any], *, at: datetime) -> list[Letter]:
    """Two days and one day before, at eight in the morning where the office is; what is past already is left out."""
    slot = attendance.slot
    zone = TimeZone(slot.place.office.time_zone).info
    turns = [(days, datetime.combine(slot.day - timedelta(days=days), REMIND_AT, zone)) for days in REMIND_DAYS_BEFORE]
    return [
        letter
        for days, send_after in turns
        if send_after > at
        for letter in letters_of(
            REMINDER,
            attendance,
            said | {"days_left": days},
            number=days,
            send_after=send_after,
            expires_at=slot.starts_at,
        )
    ]


def ways(attendance: Attendance) -> list[tuple[str, str]]:
    """Channels with their addresses."""
    by_mail = [(str(Channel.EMAIL), attendance.email)] if attendance.email else []
    if attendance.contact_by == Channel.EMAIL and by_mail:
        return by_mail
    channel = attendance.contact_by if attendance.contact_by != Channel.EMAIL else Channel.WHATSAPP
    by_phone = [(str(channel), attendance.phone)] if attendance.phone else []
    return by_phone + by_mail


def letters_of(
    kind: str,
    attendance: Attendance,
    said: dict[str, Any],
    *,
    number: int = 0,
    calendar: tuple[str, datetime] | None = None,
    **times: datetime | None,
) -> list[Letter]:
    """One for each way."""
    return [
        Letter(
            kind=kind,
            event_key=f"{kind}:{attendance.reference}:{attendance.sequence}:{number}:{channel}",
            to=Recipient(address, attendance.name),
            channel=channel,
            language=attendance.language,
            context=said,
            office=attendance.slot.place.office,
            about=About(ABOUT, attendance.reference),
            attachments=[invitation(attendance, said["office"], *calendar)]
            if calendar and channel == Channel.EMAIL
            else [],
            **times,
        )
        for channel, address in ways(attendance)
    ]


def words(attendance: Attendance) -> dict[str, Any]:
    """What the templates say, in the citizen's language."""
    slot, office = attendance.slot, attendance.slot.place.office
    with translation.override(attendance.language):
        office_name = catalogue.office_name(office, slot.day)
        hours = formats.clock_range(slot.starts_at, slot.ends_at, office.time_zone)
        ends_at = attendance.hold_ends_at
        return {
            "office": office_name,
            "name": attendance.name,
            "on_behalf_of": attendance.on_behalf_of,
            "reference": attendance.reference,
            "when": f"{formats.day_full(slot.day)}, {hours}",
            "where": letters.where_of(attendance, office_name),
            "facts": [(str(label), str(value)) for label, value in letters.facts(attendance, office_name)],
            "bring": [str(each) for each in letters.BRING],
            "url": links.address(attendance),
            "until": formats.moment(ends_at, office.time_zone) if ends_at else "",
            "phone": office.phone,
        }


def invitation(attendance: Attendance, office_name: str, method: str, at: datetime) -> Attached:
    with translation.override(attendance.language):
        entry = letters.entry(
            attendance,
            office_name,
            at,
            organizer=(office_name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
            attendee=(attendance.name, attendance.email),
            cancelled=method == "CANCEL",
        )
        content = ics.calendar([entry], method=method)
    return Attached(f"{attendance.reference}.ics", f"text/calendar; method={method}; charset=utf-8", content)


KINDS = [
    MessageKind(code, label, frozenset(Channel), about_url="consultations:manage", letters=letters_told)
    for code, label in (
        (CONFIRMED, _("Janji tercatat")),
        (MOVED, _("Janji dipindahkan")),
        (CANCELLED, _("Janji dibatalkan")),
        (REMINDER, _("Pengingat janji")),
        (OFFER, _("Tawaran dari daftar tunggu")),
        (PLACE_CHANGED, _("Tempat janji berubah")),
    )
]
