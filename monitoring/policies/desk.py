"""The desk: its days, its sessions, what both sides agreed to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.meetings import policies as meetings
from krs_portal.meetings.models import Invitation
from monitoring.enums import (
    RoundState,
    SessionState,
)
from monitoring.models import (
    DeskSession,
    Participant,
    Round,
)
from monitoring.policies.agencies import why_not_fill
from monitoring.policies.agreement import is_proposed
from monitoring.policies.rounds import why_not_change_round, why_not_run_rounds


def why_not_plan_desk(user: Any, round_: Round) -> str | None:
    """Rooms, hours, timetable and invitations."""
    if refusal := why_not_change_round(user, round_):
        return refusal
    return _("Buka pengisian putaran lebih dahulu.") if round_.state == RoundState.PREPARING else None


def why_not_state_day(user: Any, participant: Participant) -> str | None:
    """Saying on which day it cannot come: the agency itself until it is invited, the province until the end."""
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
    """Attendance, decisions and minutes, while the session runs."""
    if refusal := why_not_run_rounds(user, session.participant.round.office):
        return refusal
    if session.state != SessionState.RUNNING or session.meeting is None:
        return why_not_running(session)
    return meetings.why_not_write(user, session.meeting)


def why_not_propose_session(user: Any, session: DeskSession) -> str | None:
    if refusal := why_not_lead_session(user, session):
        return refusal
    minutes = meetings.minutes_of(session.meeting) if session.meeting else None
    return meetings.why_not_propose(user, minutes) if minutes else _("Simpan notulennya lebih dahulu.")


def why_not_remark(user: Any, session: DeskSession) -> str | None:
    """Both sides write remarks, until the minutes are put to them."""
    if session.state != SessionState.RUNNING:
        return why_not_running(session)
    if is_proposed(session):
        return _("Berita acara sedang menunggu persetujuan; catatan tidak ditambah lagi.")
    return why_not_fill(user, session.participant.office)


def why_not_running(session: DeskSession) -> str:
    if session.state == SessionState.PLANNED:
        return _("Mulai sesinya lebih dahulu.")
    return _("Berita acara sesi ini sudah disepakati.")
