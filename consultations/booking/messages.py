"""What a citizen is told about a booking: announced in the transaction of the change, written by workers soon after.

The phone hears by the citizen's own channel; who gave an e-mail address gets the mail, with a calendar entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consultations.booking import catalogue, letters, links, manners, waking
from consultations.booking.channels import list_message_channels
from consultations.booking.enums import COMING, IN_LINE, AttendanceState, EnquiryKind
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.seats import Attendance
from krs_portal.kit import formats
from krs_portal.kit.about import About
from krs_portal.kit.clock import TimeZone
from krs_portal.kit.links import build_absolute_url
from krs_portal.outbox import ics
from krs_portal.outbox import services as outbox
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.kinds import MessageKind
from krs_portal.outbox.models import Announcement
from krs_portal.outbox.outlook import format_outlook
from krs_portal.outbox.writing import OutgoingAttachment, OutgoingLetter, Recipient

ABOUT, ABOUT_ENQUIRY = "booking", "enquiry"
RECEIVED, ANSWERED, LOST_ENQUIRY = "enquiry-received", "enquiry-answered", "enquiry-lost"
CONFIRMED, MOVED, CANCELLED = "booking-confirmed", "booking-moved", "booking-cancelled"
REMINDER, OFFER, PLACE_CHANGED = "booking-reminder", "waiting-offer", "place-changed"
WAITING_CHANGED = "waiting-changed"
LOST = "booking-lost"
REMIND_DAYS_BEFORE = (2, 1)
REMIND_AT = time(8)
# A message leaves only while its booking is in one of these states; a kind without an entry: in one of COMING.
TOLD_WHILE = {
    LOST: (*COMING, *IN_LINE),
    OFFER: (AttendanceState.OFFERED,),
    WAITING_CHANGED: IN_LINE,
    CANCELLED: (AttendanceState.CANCELLED,),
}


def announce_booking(attendance: Attendance, *, at: datetime) -> None:
    announce_booking_event(attendance, CONFIRMED, at=at)


def announce_move(attendance: Attendance, *, at: datetime, reason: str = "") -> None:
    withdraw_booking_messages(attendance, at=at)
    announce_booking_event(attendance, MOVED, at=at, reason=reason)


def announce_cancellation(attendance: Attendance, *, at: datetime, reason: str = "") -> None:
    withdraw_booking_messages(attendance, at=at)
    announce_booking_event(attendance, CANCELLED, at=at, reason=reason)


def announce_place_change(attendance: Attendance, *, at: datetime, reason: str = "") -> None:
    """Same time, another door or link; the caller has raised the sequence."""
    withdraw_booking_messages(attendance, at=at)
    announce_booking_event(attendance, PLACE_CHANGED, at=at, reason=reason)


def announce_waiting_change(attendance: Attendance, *, at: datetime, reason: str = "") -> None:
    """What somebody waits for is at another time or place; the caller has raised the sequence."""
    withdraw_booking_messages(attendance, at=at)
    announce_booking_event(attendance, WAITING_CHANGED, at=at, reason=reason)


def announce_offer(attendance: Attendance, *, at: datetime) -> None:
    announce_booking_event(attendance, OFFER, at=at)


def announce_lost_number(attendance: Attendance, *, at: datetime) -> None:
    """The number of a booking, once more; asked for again while the first has not left, it is one message."""
    announce_booking_event(attendance, LOST, at=at)


def withdraw_booking_messages(attendance: Attendance, *, at: datetime) -> None:
    """Cancel messages about the booking that were not sent yet: what they say has changed."""
    outbox.cancel_messages_about(About(ABOUT, attendance.reference), at=at, reason=str(_("Janji berubah.")))


def announce_booking_event(attendance: Attendance, kind: str, *, at: datetime, reason: str = "") -> None:
    outbox.announce_change(
        kind=kind,
        about=About(ABOUT, attendance.reference),
        sequence=attendance.sequence,
        at=at,
        office=attendance.slot.place.office,
        reason=reason,
    )


def build_booking_letters(announced: Announcement, at: datetime) -> list[OutgoingLetter]:
    """Build one letter for each channel, with a calendar entry in the mail, and the reminders.

    Empty when the booking has changed since: that change has an announcement of its own.
    """
    kind, now_so = announced.kind, TOLD_WHILE.get(announced.kind, COMING)
    known = Attendance.objects.filter(reference=announced.about_key, sequence=announced.sequence, state__in=now_so)
    attendance = known.select_related("slot__place__office", "topic").first()
    if attendance is None:
        return []
    said = build_booking_message_context(attendance) | {"reason": announced.reason}
    if kind == OFFER:
        send_after = waking.find_waking_moment(announced.announced_at, attendance.slot.place.office.time_zone)
        ends_at = attendance.hold_ends_at
        return build_letter_per_channel(kind, attendance, said, send_after=send_after, expires_at=ends_at)
    if kind == WAITING_CHANGED:  # a place in line is no appointment: no calendar, no reminder
        return build_letter_per_channel(kind, attendance, said, expires_at=attendance.slot.ends_at)
    if kind == LOST:
        number = int(announced.announced_at.timestamp())  # each time it is asked for it is a message of its own
        return build_letter_per_channel(kind, attendance, said, number=number, expires_at=attendance.slot.ends_at)
    calendar = ("CANCEL" if kind == CANCELLED else "REQUEST", at)
    written = build_letter_per_channel(kind, attendance, said, calendar=calendar, expires_at=attendance.slot.ends_at)
    return written + (build_booking_reminders(attendance, said, at=at) if kind != CANCELLED else [])


def build_booking_reminders(attendance: Attendance, said: dict[str, Any], *, at: datetime) -> list[OutgoingLetter]:
    """Two days and one day before, at eight in the morning where the office is; what is past already is left out.

    The words name the day itself: one that is sent late, by hand or after an outage, must not say "tomorrow".
    """
    slot = attendance.slot
    zone = TimeZone(slot.place.office.time_zone).info
    turns = [(days, datetime.combine(slot.day - timedelta(days=days), REMIND_AT, zone)) for days in REMIND_DAYS_BEFORE]
    return [
        letter
        for days, send_after in turns
        if send_after > at
        for letter in build_letter_per_channel(
            REMINDER,
            attendance,
            said,
            number=days,
            send_after=send_after,
            expires_at=slot.starts_at,
        )
    ]


def format_told(people: Iterable[Attendance]) -> str:
    """What becomes of the messages to these people, for the page of whoever caused them."""
    return format_outlook([[channel for channel, _address in list_message_channels(person)] for person in people])


def build_letter_per_channel(
    kind: str,
    attendance: Attendance,
    said: dict[str, Any],
    *,
    number: int = 0,
    calendar: tuple[str, datetime] | None = None,
    **times: datetime | None,
) -> list[OutgoingLetter]:
    """The same letter once for each channel that reaches the citizen."""
    return [
        OutgoingLetter(
            kind=kind,
            event_key=f"{kind}:{attendance.reference}:{attendance.sequence}:{number}:{channel}",
            to=Recipient(address, attendance.name),
            channel=channel,
            language=attendance.language,
            context=said,
            office=attendance.slot.place.office,
            about=About(ABOUT, attendance.reference),
            attachments=[build_invitation_file(attendance, said["office"], *calendar)]
            if calendar and channel == Channel.EMAIL
            else [],
            **times,
        )
        for channel, address in list_message_channels(attendance)
    ]


def build_booking_message_context(attendance: Attendance) -> dict[str, Any]:
    """What the templates say, in the citizen's language."""
    slot, office = attendance.slot, attendance.slot.place.office
    with translation.override(attendance.language):
        office_name = catalogue.get_office_name(office, slot.day)
        hours = formats.format_clock_range(slot.starts_at, slot.ends_at, office.time_zone)
        ends_at = attendance.hold_ends_at
        return {
            "office": office_name,
            "name": attendance.name,
            "on_behalf_of": attendance.on_behalf_of,
            "reference": attendance.reference,
            "when": f"{formats.format_full_day(slot.day)}, {hours}",
            "where": manners.format_meeting_place(attendance, office_name),
            "facts": letters.format_facts(attendance, office_name),
            "bring": manners.list_things_to_prepare(attendance),
            "bring_heading": manners.format_preparation_heading(attendance),
            "url": links.build_booking_link(attendance),
            "until": formats.format_moment(ends_at, office.time_zone) if ends_at else "",
            "phone": office.phone,
        }


def build_invitation_file(attendance: Attendance, office_name: str, method: str, at: datetime) -> OutgoingAttachment:
    with translation.override(attendance.language):
        entry = letters.build_booking_entry(
            attendance,
            office_name,
            at,
            attendee=(attendance.name, attendance.email),
            cancelled=method == "CANCEL",
        )
        content = ics.build_calendar_file([entry], method=method)
    return OutgoingAttachment(f"{attendance.reference}.ics", f"text/calendar; method={method}; charset=utf-8", content)


def announce_enquiry(enquiry: Enquiry, *, at: datetime) -> None:
    announce_enquiry_event(enquiry, RECEIVED, at=at)


def announce_answer(enquiry: Enquiry, *, at: datetime) -> None:
    announce_enquiry_event(enquiry, ANSWERED, at=at)


def announce_lost_enquiry(enquiry: Enquiry, *, at: datetime) -> None:
    announce_enquiry_event(enquiry, LOST_ENQUIRY, at=at)


def announce_enquiry_event(enquiry: Enquiry, kind: str, *, at: datetime) -> None:
    outbox.announce_change(
        kind=kind, about=About(ABOUT_ENQUIRY, enquiry.reference), sequence=0, at=at, office=enquiry.office
    )


def build_enquiry_letters(announced: Announcement, at: datetime) -> list[OutgoingLetter]:
    """One letter for each channel. The answer itself stays on its page: letters are read by whoever holds the phone."""
    enquiry = Enquiry.objects.select_related("office").filter(reference=announced.about_key).first()
    if enquiry is None:
        return []
    # As for a booking: each time a lost number is asked for it is a message of its own.
    number = int(announced.announced_at.timestamp()) if announced.kind == LOST_ENQUIRY else 0
    with translation.override(enquiry.language):
        said = {
            "office": catalogue.get_todays_office_name(enquiry.office),
            "name": enquiry.name,
            "reference": enquiry.reference,
            "is_call": enquiry.kind == EnquiryKind.CALL_BACK,
            "phone_called": enquiry.phone,
            "due": formats.format_full_day(enquiry.due_on),
            "url": build_absolute_url("consultations:enquiry", enquiry.reference),
            "phone": enquiry.office.phone,
        }
    return [
        OutgoingLetter(
            kind=announced.kind,
            event_key=f"{announced.kind}:{enquiry.reference}:{number}:{channel}",
            to=Recipient(address, enquiry.name),
            channel=channel,
            language=enquiry.language,
            context=said,
            office=enquiry.office,
            about=About(ABOUT_ENQUIRY, enquiry.reference),
        )
        for channel, address in list_message_channels(enquiry)
    ]


KINDS = [
    MessageKind(code, label, frozenset(Channel), about_url="consultations:manage", letters=build_booking_letters)
    for code, label in (
        (CONFIRMED, _("Janji tercatat")),
        (MOVED, _("Janji dipindahkan")),
        (CANCELLED, _("Janji dibatalkan")),
        (REMINDER, _("Pengingat janji")),
        (OFFER, _("Tawaran dari daftar tunggu")),
        (PLACE_CHANGED, _("Tempat janji berubah")),
        (WAITING_CHANGED, _("Jadwal yang ditunggu berubah")),
        (LOST, _("Nomor janji dikirim lagi")),
    )
]
KINDS += [
    MessageKind(code, label, frozenset(Channel), about_url="consultations:enquiry", letters=build_enquiry_letters)
    for code, label in (
        (RECEIVED, _("Pertanyaan diterima")),
        (ANSWERED, _("Pertanyaan dijawab")),
        (LOST_ENQUIRY, _("Nomor pertanyaan dikirim lagi")),
    )
]
