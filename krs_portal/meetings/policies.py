"""Who may do what with meetings, as sentences. `None` means yes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from krs_portal.meetings import kinds
from krs_portal.meetings.enums import (
    DECISION_MOVES,
    HOSTS,
    MEETING_MOVES,
    SPEAKERS,
    DecisionState,
    MeetingState,
    MinutesState,
)
from krs_portal.meetings.models import Agreement, Decision, Invitation, Meeting, Minutes
from krs_portal.offices.models import Membership, Office
from krs_portal.offices.policies import has_role, held, why_not_act

EARLY = timedelta(hours=1)  # a meeting may be opened so long before its hour


def sees_meetings(user: Any) -> bool:
    """Whether the word stands in the navigation."""
    return bool(held(user))


def why_not_host(user: Any, office: Office) -> str | None:
    """Running the meetings of an office: its own people, or those above it."""
    return why_not_act(user, office, *HOSTS) and _("Hanya petugas unit penyelenggara yang mengatur rapat ini.")


def hosts_anywhere(user: Any) -> bool:
    return has_role(user, *HOSTS)


class Standing(NamedTuple):
    """What a user is in a meeting, asked once for all its guests and sides."""

    is_host: bool
    offices: frozenset[int]  # that the user speaks for


def standing(user: Any, meeting: Meeting) -> Standing:
    """One speaks for an office of one's own; nobody agrees in the name of an office below."""
    own = Membership.objects.of(user).filter(role__in=SPEAKERS).values_list("office_id", flat=True)
    return Standing(why_not_host(user, meeting.office) is None, frozenset(own))


def why_not_change(user: Any, meeting: Meeting) -> str | None:
    """Time, place, agenda and guests, as long as it has not begun."""
    if refusal := why_not_host(user, meeting.office):
        return refusal
    if meeting.state != MeetingState.PLANNED:
        return _("Rapat ini sudah %(state)s.") % {"state": shown(meeting)}
    return None


def why_not_cancel(user: Any, meeting: Meeting) -> str | None:
    if MeetingState.CANCELLED not in MEETING_MOVES[MeetingState(meeting.state)]:
        return _("Rapat ini sudah %(state)s.") % {"state": shown(meeting)}
    return why_not_host(user, meeting.office)


def why_not_hold(user: Any, meeting: Meeting, *, at: datetime) -> str | None:
    """Opening it, and writing down who is there."""
    if refusal := why_not_host(user, meeting.office):
        return refusal
    if meeting.state == MeetingState.CANCELLED:
        return _("Rapat ini dibatalkan.")
    if at < meeting.starts_at - EARLY:
        return _("Rapat belum mulai; daftar hadir dibuka satu jam sebelumnya.")
    return why_not_write(user, meeting)


def why_not_answer(who: Standing, invitation: Invitation, *, at: datetime) -> str | None:
    """The invited office for itself; the host for anybody who answered by telephone."""
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
    """Minutes and decisions: until every side has agreed."""
    if refusal := why_not_host(user, meeting.office):
        return refusal
    if meeting.state == MeetingState.CANCELLED:
        return _("Rapat ini dibatalkan.")
    minutes = minutes_of(meeting)
    if minutes and minutes.is_agreed:
        return _("Notulen ini sudah disepakati dan tidak berubah lagi.")
    return None


def why_not_propose(user: Any, minutes: Minutes) -> str | None:
    meeting = minutes.meeting
    if refusal := why_not_write(user, meeting):
        return refusal
    if minutes.state != MinutesState.DRAFT:
        return _("Notulen ini sudah diajukan.")
    if meeting.state != MeetingState.HELD:
        return _("Catat daftar hadir lebih dahulu.")
    return kinds.get(meeting.kind).why_not_propose(meeting)


def why_not_agree(who: Standing, agreement: Agreement) -> str | None:
    """Its own people, or the host who types in the code that the side reads out."""
    if refusal := why_not_speak(agreement):
        return refusal
    if agreement.office_id in who.offices:
        return None
    if agreement.office_id == agreement.minutes.meeting.office_id:
        return _("Persetujuan unit ini diberikan oleh petugasnya sendiri.")
    return None if who.is_host else _("Anda bukan petugas pihak ini.")


def why_not_return(who: Standing, agreement: Agreement) -> str | None:
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
    """Its owner, or the host of the meeting it was decided in."""
    if DecisionState.DONE not in DECISION_MOVES[DecisionState(decision.state)]:
        return _("Tindak lanjut ini sudah ditutup.")
    if decision.owner_office and not why_not_act(user, decision.owner_office, *HOSTS):
        return None
    return why_not_host(user, decision.meeting.office) and _(
        "Tindak lanjut ditutup oleh penanggung jawabnya atau penyelenggara rapat."
    )


def why_not_carry(user: Any, decision: Decision) -> str | None:
    """Another due day is given by the host alone."""
    if decision.state != DecisionState.OPEN:
        return _("Tindak lanjut ini sudah ditutup.")
    return why_not_host(user, decision.meeting.office)


def minutes_of(meeting: Meeting) -> Minutes | None:
    return getattr(meeting, "minutes", None)


def shown(meeting: Meeting) -> str:
    return str(MeetingState(meeting.state).label).lower()
