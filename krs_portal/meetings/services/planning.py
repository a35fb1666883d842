"""Planning a meeting, inviting people, changing and cancelling it, and recording who was present."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.accounts.phones import parse_phone
from krs_portal.kit.about import About
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.words import squeeze_spaces
from krs_portal.meetings import messages, policies
from krs_portal.meetings.enums import Answer, MeetingState
from krs_portal.meetings.models import Attendance, Invitation, Meeting
from krs_portal.offices.models import Office


@transaction.atomic
def plan_meeting(
    *,
    office: Office,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    by: Any,
    at: datetime,
    kind: str = "meeting",
    place: str = "",
    link: str = "",
    agenda: str = "",
    introduction: str = "",
    letter_number: str = "",
    copies_to: str = "",
    about: About = About(),  # noqa: B008 a tuple does not change
) -> Meeting:
    """Create the meeting. Nobody is notified until `invite_guest` is called."""
    refuse_if(policies.why_not_host(by, office))
    meeting = Meeting(
        office=office, title=title.strip(), starts_at=starts_at, ends_at=ends_at, kind=kind, place=place.strip(),
        link=link, agenda=agenda, introduction=introduction, letter_number=letter_number, copies_to=copies_to,
        about_kind=about.kind, about_key=about.key, planned_at=at, planned_by=by,
    )  # fmt: skip
    return save_valid_meeting(meeting)


@transaction.atomic
def edit_meeting(*, meeting: Meeting, by: Any, at: datetime, **values: Any) -> Meeting:
    """Change the words of the letter. Time and place change with `move_meeting`, which tells everybody."""
    meeting = lock_meeting(meeting)
    refuse_if(policies.why_not_change(by, meeting))
    for field in values.keys() & {"title", "agenda", "introduction", "letter_number", "copies_to"}:
        setattr(meeting, field, values[field])
    return save_valid_meeting(meeting)


@transaction.atomic
def move_meeting(
    *,
    meeting: Meeting,
    starts_at: datetime,
    ends_at: datetime,
    by: Any,
    at: datetime,
    place: str | None = None,
    link: str | None = None,
    reason: str = "",
) -> Meeting:
    """Change time or place: everybody is told, calendars follow, and whoever had answered is asked again."""
    meeting = lock_meeting(meeting)
    refuse_if(policies.why_not_change(by, meeting))
    place, link = meeting.place if place is None else place.strip(), meeting.link if link is None else link
    if (starts_at, ends_at, place, link) == (meeting.starts_at, meeting.ends_at, meeting.place, meeting.link):
        return meeting
    other_time = (starts_at, ends_at) != (meeting.starts_at, meeting.ends_at)
    meeting.starts_at, meeting.ends_at, meeting.place, meeting.link = starts_at, ends_at, place, link
    meeting.sequence += 1
    save_valid_meeting(meeting)
    if other_time:
        meeting.invitations.update(answer=Answer.NONE, answered_at=None, answered_by=None)
    messages.cancel_meeting_messages(meeting, at=at)
    notify_all_guests(messages.MOVED, meeting, at=at, reason=reason)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: Any, at: datetime) -> Meeting:
    meeting = lock_meeting(meeting)
    refuse_if(policies.why_not_cancel(by, meeting))
    if not reason.strip():
        raise ValidationError({"reason": _("Tuliskan alasan pembatalan; para undangan membacanya.")})
    meeting.state, meeting.cancelled_at, meeting.cancelled_by = MeetingState.CANCELLED, at, by
    meeting.cancel_reason = reason.strip()[:300]
    meeting.sequence += 1
    meeting.save()
    messages.cancel_meeting_messages(meeting, at=at)
    notify_all_guests(messages.CANCELLED, meeting, at=at, reason=meeting.cancel_reason)
    return meeting


@transaction.atomic
def invite_guest(
    *,
    meeting: Meeting,
    by: Any,
    at: datetime,
    office: Office | None = None,
    name: str = "",
    email: str = "",
    phone: str = "",
) -> Invitation:
    """Invite an office or a person; the letter leaves with an entry for the calendar. Nobody is invited twice."""
    meeting = lock_meeting(meeting)
    refuse_if(policies.why_not_change(by, meeting))
    name = squeeze_spaces(name)
    phone = parse_phone(phone) if phone else ""
    if office is None and name and not (email or phone):
        raise ValidationError({"email": _("Isi surel atau nomor telepon, agar undangannya sampai.")})
    known = meeting.invitations.filter(office=office, name=name).first()
    if known:
        return known
    invitation = Invitation(
        meeting=meeting, office=office, name=name, email=email, phone=phone, invited_at=at, invited_by=by
    )
    invitation.full_clean()
    invitation.save()
    return notify_guest(messages.INVITED, invitation, at=at)


@transaction.atomic
def invite_guests(
    *,
    meeting: Meeting,
    offices: Iterable[Office],
    by: Any,
    at: datetime,
    name: str = "",
    email: str = "",
    phone: str = "",
) -> list[Invitation]:
    """Invite several offices and, with a `name`, a person who belongs to none: all of them or nobody."""
    invited = [invite_guest(meeting=meeting, office=office, by=by, at=at) for office in offices]
    if name:
        invited.append(invite_guest(meeting=meeting, name=name, email=email, phone=phone, by=by, at=at))
    return invited


@transaction.atomic
def answer_invitation(*, invitation: Invitation, answer: str, by: Any, at: datetime, note: str = "") -> Invitation:
    """Record the answer. `by` is None if the link of the letter was used: the link is the proof."""
    invitation = lock_row(invitation, "meeting__office__parent", "office")
    refuse_if(
        policies.why_not_answer(policies.get_meeting_standing(by, invitation.meeting), invitation, at=at)
        if by
        else policies.why_closed_to_answers(invitation, at=at)
    )
    if answer not in (Answer.YES, Answer.NO):
        raise ValidationError({"answer": _("Pilih hadir atau tidak hadir.")})
    invitation.answer, invitation.answered_at, invitation.answered_by = answer, at, by
    invitation.note = squeeze_spaces(note)[:300]
    invitation.save()
    return invitation


@transaction.atomic
def hold_meeting(*, meeting: Meeting, by: Any, at: datetime) -> Meeting:
    """Open the meeting; calling it again changes nothing."""
    meeting = lock_meeting(meeting)
    refuse_if(policies.why_not_hold(by, meeting, at=at))
    if meeting.state == MeetingState.PLANNED:
        meeting.state, meeting.held_at, meeting.held_by = MeetingState.HELD, at, by
        meeting.save()
    return meeting


@transaction.atomic
def record_attendance(
    *,
    meeting: Meeting,
    name: str,
    by: Any,
    at: datetime,
    position: str = "",
    invitation: Invitation | None = None,
    office: Office | None = None,
    organisation: str = "",
    present_at: datetime | None = None,
) -> Attendance:
    """Record a person as present, invited or not; the first one opens the meeting.

    Recording the same person again changes nothing.
    """
    meeting = hold_meeting(meeting=meeting, by=by, at=at)
    name = squeeze_spaces(name)
    if not name:
        raise ValidationError({"name": _("Isi nama yang hadir.")})
    office = office or (invitation.office if invitation else None)
    attendance, _fresh = Attendance.objects.get_or_create(
        meeting=meeting,
        name=name[:150],
        office=office,
        organisation=organisation.strip()[:150],
        defaults={
            "invitation": invitation,
            "position": position.strip()[:150],
            "present_at": present_at or at,
            "recorded_by": by,
        },
    )
    return attendance


def notify_all_guests(kind: str, meeting: Meeting, *, at: datetime, reason: str) -> None:
    for invitation in meeting.invitations.select_related("office").order_by("pk"):
        invitation.meeting = meeting
        notify_guest(kind, invitation, at=at, reason=reason)


def notify_guest(kind: str, invitation: Invitation, *, at: datetime, reason: str = "") -> Invitation:
    invitation.message = messages.write_guest_messages(kind, invitation, at=at, reason=reason)
    invitation.save(update_fields=["message"])
    return invitation


def lock_meeting(meeting: Meeting) -> Meeting:
    return lock_row(meeting, "office__parent", "minutes")


def save_valid_meeting(meeting: Meeting) -> Meeting:
    meeting.full_clean()
    meeting.save()
    return meeting
