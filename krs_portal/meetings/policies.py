"""Who may do what with meetings, as sentences. `None` means yes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from krs_portal.kit.badges import label_in_sentence
from krs_portal.meetings import kinds
from krs_portal.meetings.enums import (
    DECISION_MOVES,
    HOSTS,
    MEETING_MOVES,
    MINUTES_MOVES,
    SPEAKERS,
    DecisionState,
    MeetingState,
    MinutesState,
)
from krs_portal.meetings.models import Agreement, Decision, Invitation, Meeting, Minutes
from krs_portal.offices.models import Office
from krs_portal.offices.policies import has_role, list_kinds_and_roles, why_not_act
from krs_portal.offices.querysets import list_offices_with_role

EARLY = timedelta(hours=1)  # a meeting may be opened so long before its hour


def sees_meetings(user: Any) -> bool:
    """Whether the navigation shows the link."""
    return bool(list_kinds_and_roles(user))


def why_not_host(user: Any, office: Office) -> str | None:
    """An office's meetings are run by its own people or by those above it."""
    return why_not_act(user, office, *HOSTS) and _("Hanya petugas unit penyelenggara yang mengatur rapat ini.")


def hosts_anywhere(user: Any) -> bool:
    return has_role(user, *HOSTS)


class MeetingStanding(NamedTuple):
    """What a user may do in a meeting, asked once for all its guests and sides."""

    is_host: bool
    offices: frozenset[int]  # that the user speaks for


def get_meeting_standing(user: Any, meeting: Meeting) -> MeetingStanding:
    """A user speaks only for offices of their own, not for offices below."""
    own = frozenset(list_offices_with_role(user, *SPEAKERS))
    return MeetingStanding(why_not_host(user, meeting.office) is None, own)


def why_not_change(user: Any, meeting: Meeting) -> str | None:
    """Time, place, agenda and guests can be changed until the meeting begins."""
    if refusal := why_not_host(user, meeting.office):
        return refusal
    if meeting.state != MeetingState.PLANNED:
        return _("Rapat ini sudah %(state)s.") % {"state": label_meeting_state(meeting)}
    return None


def why_not_cancel(user: Any, meeting: Meeting) -> str | None:
    if MeetingState.CANCELLED not in MEETING_MOVES[MeetingState(meeting.state)]:
        return _("Rapat ini sudah %(state)s.") % {"state": label_meeting_state(meeting)}
    return why_not_host(user, meeting.office)


def why_not_hold(user: Any, meeting: Meeting, *, at: datetime) -> str | None:
    """Opening the meeting and recording who is present."""
    if refusal := why_not_host(user, meeting.office):
        return refusal
    if meeting.state == MeetingState.CANCELLED:
        return _("Rapat ini dibatalkan.")
    if at < meeting.starts_at - EARLY:
        return _("Rapat belum mulai; daftar hadir dibuka satu jam sebelumnya.")
    return why_not_write(user, meeting)


def why_not_answer(who: MeetingStanding, invitation: Invitation, *, at: datetime) -> str | None:
    """The invited office answers for itself; the host may record anybody's answer (by telephone)."""
    if refusal := why_closed_to_answers(invitation, at=at):
        return refusal
    if who.is_host or invitation.office_id in who.offices:
        return None
    return _("Undangan ini dijawab oleh unit yang diundang.")


def why_closed_to_answers(invitation: Invitation, *, at: datetime) -> str | None:
    meeting = invitation.meeting
    if meeting.state == MeetingState.CANCELLED:
        return _("Rapat ini dibatalkan.")
    if at >= meeting.ends_at:
        return _("Rapat ini sudah lewat.")
    return None


def why_not_write(user: Any, meeting: Meeting) -> str | None:
    """Minutes and decisions can be written until every side has agreed."""
    if refusal := why_not_host(user, meeting.office):
        return refusal
    if meeting.state == MeetingState.CANCELLED:
        return _("Rapat ini dibatalkan.")
    minutes = find_minutes(meeting)
    if minutes and minutes.is_agreed:
        return _("Notulen ini sudah disepakati dan tidak berubah lagi.")
    return None


def why_not_propose(user: Any, minutes: Minutes) -> str | None:
    meeting = minutes.meeting
    if refusal := why_not_write(user, meeting):
        return refusal
    if MinutesState.PROPOSED not in MINUTES_MOVES[MinutesState(minutes.state)]:
        return _("Notulen ini sudah diajukan.")
    if meeting.state != MeetingState.HELD:
        return _("Catat daftar hadir lebih dahulu.")
    return kinds.get_meeting_kind(meeting.kind).why_not_propose(meeting)


def why_not_agree(who: MeetingStanding, agreement: Agreement) -> str | None:
    """Agreeing is for the side's own people, or for the host who types the code the side reads out."""
    if refusal := why_not_speak(agreement):
        return refusal
    if agreement.office_id in who.offices:
        return None
    if agreement.office_id == agreement.minutes.meeting.office_id:
        return _("Persetujuan unit ini diberikan oleh petugasnya sendiri.")
    return None if who.is_host else _("Anda bukan petugas pihak ini.")


def why_not_return(who: MeetingStanding, agreement: Agreement) -> str | None:
    if refusal := why_not_speak(agreement):
        return refusal
    return None if agreement.office_id in who.offices else _("Anda bukan petugas pihak ini.")


def why_not_speak(agreement: Agreement) -> str | None:
    minutes = agreement.minutes
    if minutes.state != MinutesState.PROPOSED or agreement.version != minutes.version:
        return _("Notulen ini tidak sedang menunggu persetujuan.")
    if agreement.agreed_at is not None:
        return _("Pihak ini sudah menyetujui.")
    if agreement.returned_at is not None:
        return _("Pihak ini sudah mengembalikan notulen.")
    return None


def why_not_finish(user: Any, decision: Decision) -> str | None:
    """A decision is finished by its owner, or by the host of its meeting."""
    if DecisionState.DONE not in DECISION_MOVES[DecisionState(decision.state)]:
        return _("Tindak lanjut ini sudah ditutup.")
    if decision.owner_office and not why_not_act(user, decision.owner_office, *HOSTS):
        return None
    return why_not_host(user, decision.meeting.office) and _(
        "Tindak lanjut ditutup oleh penanggung jawabnya atau penyelenggara rapat."
    )


def why_not_carry(user: Any, decision: Decision) -> str | None:
    """Only the host gives another due day."""
    if decision.state != DecisionState.OPEN:
        return _("Tindak lanjut ini sudah ditutup.")
    return why_not_host(user, decision.meeting.office)


def find_minutes(meeting: Meeting) -> Minutes | None:
    return getattr(meeting, "minutes", None)


def label_meeting_state(meeting: Meeting) -> str:
    return label_in_sentence(MeetingState(meeting.state))
