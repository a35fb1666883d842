"""Run a desk session: start it, record what was said and decided, and freeze the profiles once both sides agree."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from krs_portal.kit.clock import day_of
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.words import squeeze_spaces
from krs_portal.meetings import services as meetings
from krs_portal.meetings.models import Agreement, Attendance, Decision, Meeting, Minutes
from krs_portal.offices.models import Office
from monitoring.desk import comparison, letters, policies
from monitoring.desk.enums import SESSION_MOVES, SessionState
from monitoring.desk.models import DeskSession, ProblemAgreement, Remark
from monitoring.desk.services.planning import lock_desk_session
from monitoring.problems import services as problem_services
from monitoring.problems.models import Problem
from monitoring.rounds import fields
from monitoring.rounds.models import Profile
from monitoring.rounds.services.profiles import freeze_profile


@transaction.atomic
def start_desk_session(*, session: DeskSession, by: Any, at: datetime) -> DeskSession:
    session = lock_desk_session(session)
    refuse_if(policies.why_not_start_session(by, session, at=at))
    meetings.hold_meeting(meeting=get_session_meeting(session), by=by, at=at)
    return change_session_state(session, SessionState.RUNNING)


@transaction.atomic
def add_remark(*, session: DeskSession, profile: Profile, text: str, by: Any, at: datetime, field: str = "") -> Remark:
    session = lock_session_for_remark(session, profile, by)
    if field and field not in {each.name for each in fields.list_fields(session.participant.round.form)}:
        raise ValidationError({"field": _("Isian ini tidak dikenal.")})
    if not text.strip():
        raise ValidationError({"text": _("Tulis catatannya.")})
    return Remark.objects.create(
        session=session, profile=profile, field=field, text=text.strip(), said_at=at, said_by=by
    )


@transaction.atomic
def remove_remark(*, remark: Remark, by: Any, at: datetime) -> None:
    """Delete a remark; only its author may. The audit trail keeps it."""
    refuse_if(policies.why_not_remove_remark(by, remark, lock_desk_session(remark.session)))
    remark.delete()


@transaction.atomic
def record_presence(
    *, session: DeskSession, office: Office, name: str, position: str, by: Any, at: datetime
) -> Attendance:
    session = lock_desk_session(session)
    refuse_if(policies.why_not_lead_session(by, session))
    meeting = get_session_meeting(session)
    return meetings.record_attendance(
        meeting=meeting,
        name=name,
        position=position,
        office=office,
        invitation=meeting.invitations.filter(office=office, name="").first(),
        by=by,
        at=at,
    )


@transaction.atomic
def raise_problem(*, session: DeskSession, profile: Profile, by: Any, at: datetime, **values: Any) -> Problem:
    """Record a problem of the estate, with the round in which it was found."""
    session = lock_session_for_remark(session, profile, by)
    return problem_services.create_problem(
        estate=profile.estate, found_in=session.participant.round, by=by, at=at, **values
    )


@transaction.atomic
def agree_on_problem(
    *,
    session: DeskSession,
    problem: Problem,
    plan: str,
    owner: str,
    due_on: date | None,
    cost_estimate: int | None,
    by: Any,
    at: datetime,
) -> ProblemAgreement:
    """Change plan, owner, due day and cost of a problem; the minutes say that it was agreed in this session."""
    session = lock_desk_session(session)
    refuse_if(policies.why_not_remark(by, session))
    if not any(problem in talk.problems for talk in comparison.list_estate_talks(session)):
        raise ValidationError(_("Masalah ini bukan bagian dari sesi ini, atau sudah selesai."))
    if due_on and due_on != problem.due_on and due_on < day_of(at, session.participant.round.office.time_zone):
        raise ValidationError({"due_on": _("Tenggat yang baru sudah lewat.")})
    if not owner.strip() or not plan.strip():
        raise ValidationError({"owner" if plan.strip() else "plan": _("Sepakati siapa yang mengerjakan apa.")})
    agreed = {"plan": plan.strip(), "owner": squeeze_spaces(owner), "due_on": due_on, "cost_estimate": cost_estimate}
    if known := ProblemAgreement.objects.filter(session=session, problem=problem, **agreed).first():
        return known
    problem_services.edit_problem(problem=problem, by=by, at=at, **agreed)
    said = _("Disepakati dalam %(session)s: %(plan)s") % {"session": session.participant.round, "plan": plan.strip()}
    problem_services.log_problem_step(problem, said, by=by, at=at)
    made, _fresh = ProblemAgreement.objects.update_or_create(
        session=session, problem=problem, defaults={**agreed, "agreed_at": at, "agreed_by": by}
    )
    return made


@transaction.atomic
def record_session_decision(
    *,
    session: DeskSession,
    text: str,
    owner_office: Office | None,
    owner_name: str,
    due_on: date | None,
    by: Any,
    at: datetime,
) -> Decision:
    session = lock_desk_session(session)
    refuse_if(policies.why_not_lead_session(by, session))
    return meetings.record_decision(
        meeting=get_session_meeting(session),
        text=text,
        owner_office=owner_office,
        owner_name=owner_name,
        due_on=due_on,
        by=by,
        at=at,
    )


def compose_session_minutes(session: DeskSession) -> str:
    with translation.override("id"):
        return letters.compose_minutes(letters.get_berita_acara(session))


@transaction.atomic
def write_session_minutes(*, session: DeskSession, text: str, by: Any, at: datetime) -> Minutes:
    session = lock_desk_session(session)
    refuse_if(policies.why_not_lead_session(by, session))
    return meetings.write_minutes(meeting=get_session_meeting(session), text=text, by=by, at=at)


@transaction.atomic
def propose_session_minutes(*, session: DeskSession, by: Any, at: datetime) -> list[Agreement]:
    """Ask both sides for their agreement; each receives its own code."""
    session = lock_desk_session(session)
    refuse_if(policies.why_not_propose_session(by, session))
    return meetings.propose_minutes(
        minutes=get_session_meeting(session).minutes, sides=[session.participant.office], by=by, at=at
    )


def complete_agreed_session(minutes: Minutes, *, by: Any, at: datetime) -> None:
    """Called when the last side has agreed: freeze the profiles and store the Berita Acara with the session."""
    session = lock_desk_session(DeskSession.objects.get(meeting=minutes.meeting_id))
    if not minutes.agreements.current().filter(office=session.participant.office, agreed_at__isnull=False).exists():
        raise ValidationError(_("Dinas kab/kota belum dimintai persetujuan; ajukan notulennya dari lembar sesi."))
    freeze_session_profiles(session=session, by=by, at=at)
    with translation.override("id"):
        session.record = letters.freeze_berita_acara(session)
    change_session_state(session, SessionState.DONE)


def freeze_session_profiles(*, session: DeskSession, by: Any, at: datetime) -> int:
    profiles = comparison.list_session_profiles(session).order_by("pk")
    return len([freeze_profile(profile=profile, by=by, at=at) for profile in profiles])


def lock_session_for_remark(session: DeskSession, profile: Profile, by: Any) -> DeskSession:
    session = lock_desk_session(session)
    refuse_if(policies.why_not_remark(by, session))
    if not comparison.list_session_profiles(session).filter(pk=profile.pk).exists():
        raise ValidationError(_("Profil ini bukan bagian dari sesi ini."))
    return session


def change_session_state(session: DeskSession, state: SessionState) -> DeskSession:
    if state not in SESSION_MOVES[SessionState(session.state)]:
        raise ValidationError(_("Sesi ini %(state)s.") % {"state": session.get_state_display().lower()})
    session.state = state
    session.save(update_fields=["state", "record"])
    return session


def get_session_meeting(session: DeskSession) -> Meeting:
    if session.meeting is None:
        raise ValidationError(_("Sesi ini belum punya rapat; susun jadwalnya lebih dahulu."))
    return session.meeting
