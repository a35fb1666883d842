"""What a citizen is told about a booking, written in the same transaction as the change it tells of.

The phone hears by the citizen's own channel; who gave an e-mail address gets the mail, with a calendar entry.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consultations import letters, links
from consultations.models import Attendance
from krs_portal.kit import formats
from krs_portal.kit.clock import TimeZone
from krs_portal.outbox import ics
from krs_portal.outbox import services as outbox
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.kinds import MessageKind
from krs_portal.outbox.services import About, Attached, Recipient

ABOUT = "booking"
CONFIRMED, MOVED, CANCELLED = "booking-confirmed", "booking-moved", "booking-cancelled"
REMINDER, OFFER, PLACE_CHANGED = "booking-reminder", "waiting-offer", "place-changed"
KINDS = [
    MessageKind(code, label, frozenset(Channel), about_url="consultations:manage")
    for code, label in (
        (CONFIRMED, _("Janji tercatat")),
        (MOVED, _("Janji dipindahkan")),
        (CANCELLED, _("Janji dibatalkan")),
        (REMINDER, _("Pengingat janji")),
        (OFFER, _("Tawaran dari daftar tunggu")),
        (PLACE_CHANGED, _("Tempat janji berubah")),
    )
]
REMIND_DAYS_BEFORE = (2, 1)
REMIND_AT = time(8)


def booked(attendance: Attendance, *, at: datetime) -> None:
    said = words(attendance)
    say(CONFIRMED, attendance, said, at=at, method="REQUEST")
    remind(attendance, said, at=at)


def moved(attendance: Attendance, *, at: datetime, reason: str = "") -> None:
    take_back(attendance, at=at)
    said = words(attendance)
    say(MOVED, attendance, said, at=at, method="REQUEST", reason=reason)
    remind(attendance, said, at=at)


def cancelled(attendance: Attendance, *, at: datetime, reason: str = "") -> None:
    take_back(attendance, at=at)
    say(CANCELLED, attendance, words(attendance), at=at, method="CANCEL", reason=reason)


def place_changed(attendance: Attendance, *, at: datetime, reason: str = "") -> None:
    """Same time, another door or link; the caller has raised the sequence."""
    take_back(attendance, at=at)
    said = words(attendance)
    say(PLACE_CHANGED, attendance, said, at=at, method="REQUEST", reason=reason)
    remind(attendance, said, at=at)


def offered(attendance: Attendance, *, at: datetime) -> None:
    say(OFFER, attendance, words(attendance), at=at, expires_at=attendance.hold_ends_at)


def remind(attendance: Attendance, said: dict[str, Any], *, at: datetime) -> None:
    """Two days and one day before, at eight in the morning where the office is; what is past already is left out."""
    slot = attendance.slot
    zone = TimeZone(slot.place.office.time_zone).info
    for days in REMIND_DAYS_BEFORE:
        send_after = datetime.combine(slot.day - timedelta(days=days), REMIND_AT, zone)
        if send_after > at:
            say(
                REMINDER,
                attendance,
                said,
                at=at,
                number=days,
                days_left=days,
                send_after=send_after,
                expires_at=slot.starts_at,
            )


def take_back(attendance: Attendance, *, at: datetime) -> None:
    """What has not left yet is no longer true."""
    outbox.cancel_about(About(ABOUT, attendance.reference), at=at, reason=str(_("Janji berubah.")))


def ways(attendance: Attendance) -> list[tuple[str, str]]:
    """Channels with their addresses."""
    by_mail = [(str(Channel.EMAIL), attendance.email)] if attendance.email else []
    if attendance.contact_by == Channel.EMAIL and by_mail:
        return by_mail
    channel = attendance.contact_by if attendance.contact_by != Channel.EMAIL else Channel.WHATSAPP
    by_phone = [(str(channel), attendance.phone)] if attendance.phone else []
    return by_phone + by_mail


def say(
    kind: str,
    attendance: Attendance,
    said: dict[str, Any],
    *,
    at: datetime,
    method: str = "",
    number: int = 0,
    send_after: datetime | None = None,
    expires_at: datetime | None = None,
    **more: Any,
) -> None:
    office = attendance.slot.place.office
    context = said | more
    for channel, address in ways(attendance):
        with_calendar = method and channel == Channel.EMAIL
        outbox.enqueue(
            kind=kind,
            event_key=f"{kind}:{attendance.reference}:{attendance.sequence}:{number}:{channel}",
            to=Recipient(address, attendance.name),
            channel=channel,
            language=attendance.language,
            context=context,
            at=at,
            office=office,
            about=About(ABOUT, attendance.reference),
            send_after=send_after,
            expires_at=expires_at,
            attachments=[calendar(attendance, method, at)] if with_calendar else (),
        )


def words(attendance: Attendance) -> dict[str, Any]:
    """What the templates say, in the citizen's language."""
    slot, office = attendance.slot, attendance.slot.place.office
    with translation.override(attendance.language):
        office_name = office.name_on(slot.day)
        hours = formats.clock_range(slot.starts_at, slot.ends_at, office.time_zone)
        ends_at = attendance.hold_ends_at
        return {
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


def calendar(attendance: Attendance, method: str, at: datetime) -> Attached:
    with translation.override(attendance.language):
        name = attendance.slot.place.office.name_on(attendance.slot.day)
        entry = letters.entry(
            attendance,
            name,
            at,
            organizer=(name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
            attendee=(attendance.name, attendance.email),
            cancelled=method == "CANCEL",
        )
        content = ics.calendar([entry], method=method)
    return Attached(f"{attendance.reference}.ics", f"text/calendar; method={method}; charset=utf-8", content)
