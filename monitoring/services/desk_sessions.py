"""A desk session from its first minute to its agreed minutes, which freeze the profiles."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from krs_portal.meetings import services as meetings
from krs_portal.meetings.models import Agreement, Attendance, Decision, Meeting, Minutes
from krs_portal.offices.models import Office
from monitoring import comparison, fields, letters, policies
from monitoring.enums import SESSION_MOVES, ProfileState, SessionState
from monitoring.models import DeskSession, Problem, Profile, Remark
from monitoring.services import problems as problem_services
from monitoring.services.desk import one, refuse
from monitoring.services.profiles import freeze_profile


@transaction.atomic
def start_session(*, session: DeskSession, by: Any, at: datetime) -> DeskSession:
    session = one(session)
    refuse(policies.why_not_start_session(by, session, at=at))
    meetings.hold_meeting(meeting=meeting_of(session), by=by, at=at)
    return moved(session, SessionState.RUNNING)


@transaction.atomic
def add_remark(*, session: DeskSession, profile: Profile, text: str, by: Any, at: datetime, field: str = "") -> Remark:
    session = one(session)
    refuse(policies.why_not_remark(by, session))
    if not comparison.profiles_of(session).filter(pk=profile.pk).exists():
        raise ValidationError(_("Profil ini bukan bagian dari sesi ini."))
    if field and field not in {each.name for each in fields.every(session.participant.round.form)}:
        raise ValidationError({"field": _("Isian ini tidak dikenal.")})
    if not text.strip():
        raise ValidationError({"text": _("Tulis catatannya.")})
    return Remark.objects.create(
        session=session, profile=profile, field=field, text=text.strip(), said_at=at, said_by=by
    )


@transaction.atomic
def remove_remark(*, remark: Remark, by: Any, at: datetime) -> None:
    """By whoever wrote it; it stays in the audit trail."""
    refuse(policies.why_not_remark(by, one(remark.session)))
    if remark.said_by_id != by.pk:
        raise PermissionDenied(_("Catatan dihapus oleh yang menulisnya."))
    remark.delete()


@transaction.atomic
def record_presence(
    *, session: DeskSession, office: Office, name: str, position: str, by: Any, at: datetime
) -> Attendance:
    session = one(session)
    refuse(policies.why_not_lead_session(by, session))
    meeting = meeting_of(session)
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
    """It lives on the estate, like any other; the round says where it was found."""
    session = one(session)
    refuse(policies.why_not_remark(by, session))
    if not comparison.profiles_of(session).filter(pk=profile.pk).exists():
        raise ValidationError(_("Profil ini bukan bagian dari sesi ini."))
    return problem_services.create_problem(
        estate=profile.estate, found_in=session.participant.round, by=by, at=at, **values
    )


@transaction.atomic
def decide(
    *,
    session: DeskSession,
    text: str,
    owner_office: Office | None,
    owner_name: str,
    due_on: date | None,
    by: Any,
    at: datetime,
) -> Decision:
    session = one(session)
    refuse(policies.why_not_lead_session(by, session))
    return meetings.decide(
        meeting=meeting_of(session),
        text=text,
        owner_office=owner_office,
        owner_name=owner_name,
        due_on=due_on,
        by=by,
        at=at,
    )


def composed(session: DeskSession) -> str:
    with translation.override("id"):
        return letters.minutes_text(letters.berita_acara(session))


@transaction.atomic
def write_minutes(*, session: DeskSession, text: str, by: Any, at: datetime) -> Minutes:
    session = one(session)
    refuse(policies.why_not_lead_session(by, session))
    return meetings.write_minutes(meeting=meeting_of(session), text=text, by=by, at=at)


@transaction.atomic
def propose_session(*, session: DeskSession, by: Any, at: datetime) -> list[Agreement]:
    """Both sides are asked, each with its own code."""
    session = one(session)
    refuse(policies.why_not_propose_session(by, session))
    return meetings.propose_minutes(
        minutes=meeting_of(session).minutes, sides=[session.participant.office], by=by, at=at
    )


def why_not_propose(meeting: Meeting) -> str | None:
    """What holds the minutes of a desk session back, wherever they are proposed."""
    session = DeskSession.objects.filter(meeting=meeting).select_related("participant__office").first()
    if session is None:
        return _("Sesi desk ini tidak ada lagi.")
    if session.state != SessionState.RUNNING:
        return policies.why_not_running(session)
    if not meeting.attendances.filter(office=session.participant.office).exists():
        return _("Catat siapa yang hadir dari dinas kab/kota.")
    loose = comparison.profiles_of(session).exclude(state__in=(ProfileState.SUBMITTED, ProfileState.FROZEN))
    names = ", ".join(loose.order_by("estate__name").values_list("estate__name", flat=True)[:3])
    return _("Profil belum disampaikan: %(names)s.") % {"names": names} if names else None


def page_of(meeting: Meeting) -> str:
    """The session's own page; of a meeting that was called off because its turn is gone, none."""
    session = DeskSession.objects.filter(meeting=meeting).first()
    return reverse("monitoring:desk_session", args=[session.pk]) if session else ""


def move_page_of(meeting: Meeting) -> str:
    """A turn is given up and taken with its session, never by itself."""
    session = DeskSession.objects.filter(meeting=meeting, state=SessionState.PLANNED).first()
    return reverse("monitoring:desk_move", args=[session.pk]) if session else ""


def on_agreed(minutes: Minutes, *, by: Any, at: datetime) -> None:
    """The last side's word: profiles are frozen, and what the Berita Acara says is kept with the session."""
    session = one(DeskSession.objects.get(meeting=minutes.meeting_id))
    if not minutes.agreements.current().filter(office=session.participant.office, agreed_at__isnull=False).exists():
        raise ValidationError(_("Dinas kab/kota belum dimintai persetujuan; ajukan notulennya dari lembar sesi."))
    freeze_profiles(session=session, by=by, at=at)
    with translation.override("id"):
        session.record = letters.record(session)
    moved(session, SessionState.DONE)


def freeze_profiles(*, session: DeskSession, by: Any, at: datetime) -> int:
    profiles = comparison.profiles_of(session).order_by("pk")
    return len([freeze_profile(profile=profile, by=by, at=at) for profile in profiles])


def moved(session: DeskSession, state: SessionState) -> DeskSession:
    if state not in SESSION_MOVES[SessionState(session.state)]:
        raise ValidationError(_("Sesi ini %(state)s.") % {"state": session.get_state_display().lower()})
    session.state = state
    session.save(update_fields=["state", "record"])
    return session


def meeting_of(session: DeskSession) -> Meeting:
    if session.meeting is None:
        raise ValidationError(_("Sesi ini belum punya rapat; susun jadwalnya lebih dahulu."))
    return session.meeting
