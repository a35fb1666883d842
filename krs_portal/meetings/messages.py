"""Messages to guests and to owners of decisions, written in the same transaction as what they report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.kit import formats
from krs_portal.kit.about import About
from krs_portal.kit.links import build_absolute_url
from krs_portal.meetings import addresses, codes, links
from krs_portal.meetings.enums import MeetingState
from krs_portal.meetings.models import Agreement, Decision, Invitation, Meeting
from krs_portal.outbox import ics
from krs_portal.outbox import services as outbox
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.kinds import MessageKind
from krs_portal.outbox.models import Message
from krs_portal.outbox.writing import OutgoingAttachment, Recipient, build_event_key

MEETING, DECISION = "meeting", "meeting-decision"
INVITED, MOVED, CANCELLED = "meeting-invitation", "meeting-moved", "meeting-cancelled"
PROPOSED, REMINDER = "minutes-proposed", "decision-reminder"
WAYS = frozenset({Channel.EMAIL, Channel.WHATSAPP})
KINDS = [
    *(
        MessageKind(code, label, WAYS, about_url="meetings:meeting")
        for code, label in (
            (INVITED, gettext_lazy("Undangan rapat")),
            (MOVED, gettext_lazy("Rapat dipindahkan")),
            (CANCELLED, gettext_lazy("Rapat dibatalkan")),
            (PROPOSED, gettext_lazy("Notulen menunggu persetujuan")),
        )
    ),
    MessageKind(REMINDER, gettext_lazy("Pengingat tindak lanjut"), WAYS, about_url="meetings:decision"),
]
METHODS = {INVITED: "REQUEST", MOVED: "REQUEST", CANCELLED: "CANCEL"}


def write_guest_messages(kind: str, invitation: Invitation, *, at: datetime, reason: str = "") -> Message | None:
    """Write the invitation, change or cancellation to one guest and return the first message.

    Idempotent for each `sequence` of the meeting.
    """
    meeting, name = invitation.meeting, get_guest_name(invitation)
    written = [
        outbox.enqueue_message(
            kind=kind,
            event_key=build_event_key(kind, invitation.pk, meeting.sequence, to.address),
            to=to,
            channel=channel,
            context=describe_for_message(meeting)
            | {"name": name, "reason": reason, "url": links.build_answer_url(invitation)},
            at=at,
            office=meeting.office,
            about=About(MEETING, str(meeting.pk)),
            expires_at=meeting.ends_at,
            attachments=[build_calendar_attachment(invitation, to, METHODS[kind], at)]
            if channel == Channel.EMAIL
            else (),
        )
        for channel, to in addresses.list_invitation_ways(invitation, name)
    ]
    return written[0] if written else None


def cancel_meeting_messages(meeting: Meeting, *, at: datetime) -> None:
    """Cancel messages about the meeting that have not been sent yet."""
    outbox.cancel_messages_about(About(MEETING, str(meeting.pk)), at=at, reason=str(_("Rapat berubah.")))


def write_agreement_codes(agreement: Agreement, *, at: datetime) -> None:
    """Send the agreement code to the side's own people only.

    The message belongs to their office, so the host's staff cannot read the code.
    """
    meeting, office = agreement.minutes.meeting, agreement.office
    name = office.name_on(meeting.day)
    write_once_per_address(
        PROPOSED,
        addresses.list_speaker_ways(office, name),
        key=f"{agreement.pk}",
        context=describe_for_message(meeting)
        | {"name": name, "code": codes.compute_agreement_code(agreement), "url": build_meeting_url(meeting)},
        at=at,
        office=office,
        about=About(MEETING, str(meeting.pk)),
    )


def write_decision_reminders(decision: Decision, *, day: date, at: datetime) -> int:
    """Write a reminder once before the due day and once in every week after it, however often this is called."""
    if decision.due_on is None:
        return 0
    late = (day - decision.due_on).days
    turn = "soon" if late <= 0 else f"late-{(late - 1) // 7}"
    office = decision.owner_office or decision.meeting.office
    name = office.name_on(day)
    context = {
        "name": decision.owner_name or name,
        "decision": decision.text,
        "due_on": formats.format_full_day(decision.due_on),
        "days_late": late,
        "meeting": decision.meeting.title,
        "url": build_absolute_url("meetings:decision", decision.pk),
    }
    return write_once_per_address(
        REMINDER,
        addresses.list_office_ways(office, name),
        key=f"{decision.pk}:{decision.due_on:%Y%m%d}:{turn}",
        context=context,
        at=at,
        office=office,
        about=About(DECISION, str(decision.pk)),
    )


def cancel_decision_reminders(decision: Decision, *, at: datetime) -> None:
    """Cancel reminders of a decision that is done or has another due day."""
    outbox.cancel_messages_about(About(DECISION, str(decision.pk)), at=at, reason=str(_("Tindak lanjut berubah.")))


def write_once_per_address(kind: str, ways: Iterable[addresses.Way], *, key: str, **message: Any) -> int:
    """Write the message to every address; return how many had not been written before."""
    fresh = 0
    for channel, to in ways:
        written = outbox.enqueue_message(
            kind=kind, event_key=build_event_key(kind, key, to.address), to=to, channel=channel, **message
        )
        fresh += written.created_at == message["at"]
    return fresh


def get_guest_name(invitation: Invitation) -> str:
    office = invitation.office
    return invitation.name or (office.name_on(invitation.meeting.day) if office else "")


def build_meeting_url(meeting: Meeting) -> str:
    return build_absolute_url("meetings:meeting", meeting.pk)


def describe_for_message(meeting: Meeting) -> dict[str, Any]:
    """The values of a meeting for the templates of messages."""
    return {
        "title": meeting.title,
        "host": meeting.office.name_on(meeting.day),
        "when": meeting.when,
        "place": meeting.place,
        "link": meeting.link,
        "introduction": meeting.introduction,
        "agenda": meeting.agenda_items,
        "phone": meeting.office.phone,
    }


def build_calendar_attachment(invitation: Invitation, to: Recipient, method: str, at: datetime) -> OutgoingAttachment:
    content = build_meeting_calendar(invitation.meeting, at=at, method=method, attendee=(to.name, to.address))
    return OutgoingAttachment(
        f"rapat-{invitation.meeting_id}.ics", f"text/calendar; method={method}; charset=utf-8", content
    )


def build_meeting_calendar(
    meeting: Meeting, *, at: datetime, method: str = "PUBLISH", attendee: tuple[str, str] | None = None
) -> bytes:
    """The meeting as a calendar file. Its UID never changes; `sequence` counts the changes."""
    host = meeting.office.name_on(meeting.day)
    entry = ics.build_event(
        uid=f"rapat-{meeting.pk}@krs",
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=meeting.zone,
        title=meeting.title,
        place=meeting.where,
        at=at,
        description="\n".join(meeting.agenda_items),
        organizer=(host, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
        attendee=attendee,
        url=build_meeting_url(meeting),
        cancelled=meeting.state == MeetingState.CANCELLED,
    )
    return ics.build_calendar_file([entry], method=method)
