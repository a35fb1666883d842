"""What the invited and the owners of decisions are told, written in the same transaction as what it tells of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.kit import formats
from krs_portal.kit.about import About
from krs_portal.meetings import addresses, codes, links
from krs_portal.meetings.enums import MeetingState
from krs_portal.meetings.models import Agreement, Decision, Invitation, Meeting
from krs_portal.outbox import ics
from krs_portal.outbox import services as outbox
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.kinds import MessageKind
from krs_portal.outbox.models import Message
from krs_portal.outbox.writing import Attached, Recipient

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


def tell_invited(kind: str, invitation: Invitation, *, at: datetime, reason: str = "") -> Message | None:
    """The letter, or that it is no longer true; the first message of it. Again for the same `sequence`: nothing new."""
    meeting, name = invitation.meeting, named(invitation)
    written = [
        outbox.enqueue(
            kind=kind,
            event_key=f"{kind}:{invitation.pk}:{meeting.sequence}:{to.address}"[:120],
            to=to,
            channel=channel,
            context=words(meeting) | {"name": name, "reason": reason, "url": links.address(invitation)},
            at=at,
            office=meeting.office,
            about=About(MEETING, str(meeting.pk)),
            expires_at=meeting.ends_at,
            attachments=[entry_for(invitation, to, METHODS[kind], at)] if channel == Channel.EMAIL else (),
        )
        for channel, to in addresses.of_invitation(invitation, name)
    ]
    return written[0] if written else None


def take_back(meeting: Meeting, *, at: datetime) -> None:
    """What has not left yet is no longer true."""
    outbox.cancel_about(About(MEETING, str(meeting.pk)), at=at, reason=str(_("Rapat berubah.")))


def tell_side(agreement: Agreement, *, at: datetime) -> None:
    """The code, to the side's own people only: the message belongs to their office, not to the host's."""
    meeting, office = agreement.minutes.meeting, agreement.office
    name = office.name_on(meeting.day)
    send(
        PROPOSED,
        addresses.of_speakers(office, name),
        key=f"{agreement.pk}",
        context=words(meeting) | {"name": name, "code": codes.code_of(agreement), "url": page_of(meeting)},
        at=at,
        office=office,
        about=About(MEETING, str(meeting.pk)),
    )


def remind(decision: Decision, *, day: date, at: datetime) -> int:
    """Once before the due day and once in every week after it, however often this is asked."""
    if decision.due_on is None:
        return 0
    late = (day - decision.due_on).days
    turn = "soon" if late <= 0 else f"late-{(late - 1) // 7}"
    office = decision.owner_office or decision.meeting.office
    name = office.name_on(day)
    context = {
        "name": decision.owner_name or name,
        "decision": decision.text,
        "due_on": formats.day_full(decision.due_on),
        "days_late": late,
        "meeting": decision.meeting.title,
        "url": settings.BASE_URL + reverse("meetings:decision", args=[decision.pk]),
    }
    return send(
        REMINDER,
        addresses.of_office(office, name),
        key=f"{decision.pk}:{decision.due_on:%Y%m%d}:{turn}",
        context=context,
        at=at,
        office=office,
        about=About(DECISION, str(decision.pk)),
    )


def forget(decision: Decision, *, at: datetime) -> None:
    """Reminders of what is done, or due another day, need not leave any more."""
    outbox.cancel_about(About(DECISION, str(decision.pk)), at=at, reason=str(_("Tindak lanjut berubah.")))


def send(kind: str, ways: Iterable[addresses.Way], *, key: str, **message: Any) -> int:
    """How many had not been written before."""
    fresh = 0
    for channel, to in ways:
        written = outbox.enqueue(
            kind=kind, event_key=f"{kind}:{key}:{to.address}"[:120], to=to, channel=channel, **message
        )
        fresh += written.created_at == message["at"]
    return fresh


def named(invitation: Invitation) -> str:
    office = invitation.office
    return invitation.name or (office.name_on(invitation.meeting.day) if office else "")


def page_of(meeting: Meeting) -> str:
    return settings.BASE_URL + reverse("meetings:meeting", args=[meeting.pk])


def words(meeting: Meeting) -> dict[str, Any]:
    """What the templates say of a meeting."""
    hours = formats.clock_range(meeting.starts_at, meeting.ends_at, meeting.zone)
    return {
        "title": meeting.title,
        "host": meeting.office.name_on(meeting.day),
        "when": f"{formats.day_full(meeting.day)}, {hours}",
        "place": meeting.place,
        "link": meeting.link,
        "introduction": meeting.introduction,
        "agenda": meeting.agenda_items,
        "phone": meeting.office.phone,
    }


def entry_for(invitation: Invitation, to: Recipient, method: str, at: datetime) -> Attached:
    content = calendar(invitation.meeting, at=at, method=method, attendee=(to.name, to.address))
    return Attached(f"rapat-{invitation.meeting_id}.ics", f"text/calendar; method={method}; charset=utf-8", content)


def calendar(
    meeting: Meeting, *, at: datetime, method: str = "PUBLISH", attendee: tuple[str, str] | None = None
) -> bytes:
    """The meeting in a calendar: one UID through every change, `sequence` counts them."""
    host = meeting.office.name_on(meeting.day)
    entry = ics.event(
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
        url=page_of(meeting),
        cancelled=meeting.state == MeetingState.CANCELLED,
    )
    return ics.calendar([entry], method=method)
