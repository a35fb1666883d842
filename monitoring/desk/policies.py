"""Who may plan a desk, state unavailable days, run a session and write in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.meetings import policies as meetings
from krs_portal.meetings.enums import MinutesState
from krs_portal.meetings.models import Invitation, Meeting
from monitoring.desk.comparison import list_session_profiles
from monitoring.desk.enums import SessionState
from monitoring.desk.models import DeskSession, Remark
from monitoring.register.policies import why_not_fill
from monitoring.rounds.enums import ProfileState, RoundState
from monitoring.rounds.models import Participant, Round
from monitoring.rounds.policies.rounds import why_not_change_round, why_not_run_rounds


def why_not_plan_desk(user: Any, round_: Round) -> str | None:
    """Rooms, hours, timetable and invitations of a desk."""
    if refusal := why_not_change_round(user, round_):
        return refusal
    return _("Buka pengisian putaran lebih dahulu.") if round_.state == RoundState.PREPARING else None


def why_not_state_day(user: Any, participant: Participant) -> str | None:
    """An agency states unavailable days until it is invited, the province until the round is closed."""
    if participant.round.state == RoundState.CLOSED:
        return _("Putaran ini sudah ditutup.")
    if not why_not_run_rounds(user, participant.round.office):
        return None
    if refusal := why_not_fill(user, participant.office):
        return refusal
    if is_invited(participant):
        return _("Undangan sesi Anda sudah dikirim. Mintalah dinas provinsi memindahkan sesi bila Anda berhalangan.")
    return None


def is_invited(participant: Participant) -> bool:
    return Invitation.objects.filter(
        meeting__desk_session__participant=participant, office=participant.office_id
    ).exists()


def why_not_move_session(user: Any, session: DeskSession) -> str | None:
    if refusal := why_not_plan_desk(user, session.participant.round):
        return refusal
    return None if session.state == SessionState.PLANNED else _("Sesi ini sudah dimulai.")


def why_not_start_session(user: Any, session: DeskSession, *, at: datetime) -> str | None:
    if refusal := why_not_run_rounds(user, session.participant.round.office):
        return refusal
    if session.state != SessionState.PLANNED:
        return _("Sesi ini sudah dimulai.")
    if session.participant.round.state != RoundState.DESK:
        return _("Putaran ini belum pada tahap sesi desk.")
    if session.meeting is None:
        return _("Sesi ini belum punya rapat; susun jadwalnya lebih dahulu.")
    return meetings.why_not_hold(user, session.meeting, at=at)


def why_not_lead_session(user: Any, session: DeskSession) -> str | None:
    """Attendance, decisions and minutes are recorded by the province while the session runs."""
    if refusal := why_not_run_rounds(user, session.participant.round.office):
        return refusal
    if session.state != SessionState.RUNNING or session.meeting is None:
        return explain_not_running(session)
    return meetings.why_not_write(user, session.meeting)


def why_not_propose_session(user: Any, session: DeskSession) -> str | None:
    if refusal := why_not_lead_session(user, session):
        return refusal
    minutes = meetings.find_minutes(session.meeting) if session.meeting else None
    return meetings.why_not_propose(user, minutes) if minutes else _("Simpan notulennya lebih dahulu.")


def why_not_propose_desk_minutes(meeting: Meeting) -> str | None:
    """Hook for `meetings`: why the minutes of a desk session cannot be proposed yet, from any page."""
    session = DeskSession.objects.filter(meeting=meeting).select_related("participant__office").first()
    if session is None:
        return _("Sesi desk ini tidak ada lagi.")
    if session.state != SessionState.RUNNING:
        return explain_not_running(session)
    if not meeting.attendances.filter(office=session.participant.office).exists():
        return _("Catat siapa yang hadir dari dinas kab/kota.")
    loose = list_session_profiles(session).exclude(state__in=(ProfileState.SUBMITTED, ProfileState.FROZEN))
    names = ", ".join(loose.order_by("estate__name").values_list("estate__name", flat=True)[:3])
    return _("Profil belum disampaikan: %(names)s.") % {"names": names} if names else None


def why_not_remark(user: Any, session: DeskSession) -> str | None:
    """Both sides may write remarks until the minutes are proposed to them."""
    if session.state != SessionState.RUNNING:
        return explain_not_running(session)
    if is_proposed(session):
        return _("Berita acara sedang menunggu persetujuan; catatan tidak ditambah lagi.")
    return why_not_fill(user, session.participant.office)


def why_not_remove_remark(user: Any, remark: Remark, session: DeskSession) -> str | None:
    """Only the author of a remark may remove it, as long as remarks may be written at all."""
    if refusal := why_not_remark(user, session):
        return refusal
    return None if remark.said_by_id == user.pk else _("Catatan dihapus oleh yang menulisnya.")


def explain_not_running(session: DeskSession) -> str:
    if session.state == SessionState.PLANNED:
        return _("Mulai sesinya lebih dahulu.")
    return _("Berita acara sesi ini sudah disepakati.")


def is_proposed(session: DeskSession) -> bool:
    minutes = meetings.find_minutes(session.meeting) if session.meeting else None
    return minutes is not None and minutes.state != MinutesState.DRAFT
