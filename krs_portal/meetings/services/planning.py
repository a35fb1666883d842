"""Planning a meeting, asking people to it, changing and cancelling it, and who was there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.accounts.phones import parse_phone
from krs_portal.kit.about import About
from krs_portal.meetings import messages, policies
from krs_portal.meetings.enums import Answer, MeetingState
from krs_portal.meetings.models import Attendance, Invitation, Meeting
from krs_portal.offices.models import Office


def refuse(sentence: str | None) -> None:
    if sentence:
        raise PermissionDenied(sentence)


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
    """Nobody is told yet: `invite` does."""
    refuse(policies.why_not_host(by, office))
    meeting = Meeting(
        office=office, title=title.strip(), starts_at=starts_at, ends_at=ends_at, kind=kind, place=place.strip(),
        link=link, agenda=agenda, introduction=introduction, letter_number=letter_number, copies_to=copies_to,
        about_kind=about.kind, about_key=about.key, planned_at=at, planned_by=by,
    )  # fmt: skip
    return checked(meeting)


@transaction.atomic
def edit_meeting(*, meeting: Meeting, by: Any, at: datetime, **values: Any) -> Meeting:
    """Words of the letter; time and place change with `move_meeting`, which tells everybody."""
    meeting = held(meeting)
    refuse(policies.why_not_change(by, meeting))
    for field in values.keys() & {"title", "agenda", "introduction", "letter_number", "copies_to"}:
        setattr(meeting, field, values[field])
    return checked(meeting)


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
    """Another time or another place: calendars follow, and whoever had answered is asked again."""
    meeting = held(meeting)
    refuse(policies.why_not_change(by, meeting))
    place, link = meeting.place if place is None else place.strip(), meeting.link if link is None else link
    if (starts_at, ends_at, place, link) == (meeting.starts_at, meeting.ends_at, meeting.place, meeting.link):
        return meeting
    other_time = (starts_at, ends_at) != (meeting.starts_at, meeting.ends_at)
    meeting.starts_at, meeting.ends_at, meeting.place, meeting.link = starts_at, ends_at, place, link
    meeting.sequence += 1
    checked(meeting)
    if other_time:
        meeting.invitations.update(answer=Answer.NONE, answered_at=None, answered_by=None)
    messages.take_back(meeting, at=at)
    tell_everybody(messages.MOVED, meeting, at=at, reason=reason)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: Any, at: datetime) -> Meeting:
    meeting = held(meeting)
    refuse(policies.why_not_cancel(by, meeting))
    if not reason.strip():
        raise ValidationError({"reason": _("Tuliskan alasan pembatalan; para undangan membacanya.")})
    meeting.state, meeting.cancelled_at, meeting.cancelled_by = MeetingState.CANCELLED, at, by
    meeting.cancel_reason = reason.strip()[:300]
    meeting.sequence += 1
    meeting.save()
    messages.take_back(meeting, at=at)
    tell_everybody(messages.CANCELLED, meeting, at=at, reason=meeting.cancel_reason)
    return meeting


@transaction.atomic
def invite(
    *,
    meeting: Meeting,
    by: Any,
    at: datetime,
    office: Office | None = None,
    name: str = "",
    email: str = "",
    phone: str = "",
) -> Invitation:
    """Ask an office, or a person; the letter leaves with an entry for the calendar. Nobody is asked twice."""
    meeting = held(meeting)
    refuse(policies.why_not_change(by, meeting))
    name = " ".join(name.split())
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
    return told(messages.INVITED, invitation, at=at)


@transaction.atomic
def invite_offices(*, meeting: Meeting, offices: Iterable[Office], by: Any, at: datetime) -> list[Invitation]:
    return [invite(meeting=meeting, office=office, by=by, at=at) for office in offices]


@transaction.atomic
def answer_invitation(*, invitation: Invitation, answer: str, by: Any, at: datetime, note: str = "") -> Invitation:
    """`by` is nobody where the link of the letter was used: the link is the proof."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("meeting__office__parent", "office")
    invitation = rows.get(pk=invitation.pk)
    refuse(
        policies.why_not_answer(policies.standing(by, invitation.meeting), invitation, at=at)
        if by
        else policies.why_closed_to_answers(invitation, at=at)
    )
    if answer not in (Answer.YES, Answer.NO):
        raise ValidationError({"answer": _("Pilih hadir atau tidak hadir.")})
    invitation.answer, invitation.answered_at, invitation.answered_by = answer, at, by
    invitation.note = " ".join(note.split())[:300]
    invitation.save()
    return invitation


@transaction.atomic
def hold_meeting(*, meeting: Meeting, by: Any, at: datetime) -> Meeting:
    """Open the meeting; open it stays."""
    meeting = held(meeting)
    refuse(policies.why_not_hold(by, meeting, at=at))
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
    """Somebody is there: invited or not. The first one opens the meeting. Told twice, it stands once."""
    meeting = hold_meeting(meeting=meeting, by=by, at=at)
    name = " ".join(name.split())
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


def tell_everybody(kind: str, meeting: Meeting, *, at: datetime, reason: str) -> None:
    for invitation in meeting.invitations.select_related("office").order_by("pk"):
        invitation.meeting = meeting
        told(kind, invitation, at=at, reason=reason)


def told(kind: str, invitation: Invitation, *, at: datetime, reason: str = "") -> Invitation:
    invitation.message = messages.tell_invited(kind, invitation, at=at, reason=reason)
    invitation.save(update_fields=["message"])
    return invitation


def held(meeting: Meeting) -> Meeting:
    """The row, locked until the transaction ends."""
    return (
        Meeting.objects.select_for_update(of=("self",)).select_related("office__parent", "minutes").get(pk=meeting.pk)
    )


def checked(meeting: Meeting) -> Meeting:
    meeting.full_clean()
    meeting.save()
    return meeting
