"""The page of one desk session: last round beside this one, remarks, problems, decisions, minutes, agreement."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from krs_portal.kit import clock
from krs_portal.kit.actions import Action
from krs_portal.kit.badges import Badge
from krs_portal.kit.versions import Edited, lock_under
from krs_portal.meetings import policies as meeting_policies
from krs_portal.meetings import showing
from krs_portal.meetings.enums import MinutesState
from krs_portal.meetings.forms import AgreementCodeForm
from krs_portal.meetings.models import Minutes
from krs_portal.offices.models import Office
from monitoring.desk import comparison, policies
from monitoring.desk.badges import build_session_badge
from monitoring.desk.comparison import EstateTalk
from monitoring.desk.enums import SessionState
from monitoring.desk.forms import DeskDecisionForm, DeskMinutesForm, PresenceForm, RemarkForm
from monitoring.desk.models import DeskSession, ProblemAgreement, Remark
from monitoring.desk.services import sessions as services
from monitoring.desk.showing import build_desk_trail, format_participant, format_session_time
from monitoring.problems import badges
from monitoring.problems.models import Problem
from monitoring.rounds.badges import build_profile_badge
from monitoring.rounds.fields import FIGURES, FieldComparison
from monitoring.rounds.policies.rounds import why_not_run_rounds


def render_desk_session(request: HttpRequest, session: DeskSession, **typed: Any) -> HttpResponse:
    """`typed` holds a refused form, by its name on the page."""
    user, participant, meeting = request.user, session.participant, session.meeting
    minutes = meeting_policies.find_minutes(meeting) if meeting else None
    lead = policies.why_not_lead_session(user, session)
    may_remark = policies.why_not_remark(user, session) is None
    before, now = comparison.sum_before_and_now(comparison.list_session_profiles(session))
    sides = list_both_sides(session)
    context = {
        "session": session,
        "round": participant.round,
        "name": format_participant(participant),
        "when": format_session_time(session, participant.round.office.time_zone),
        "badge": build_session_badge(session),
        "meeting": meeting,
        "before": before,
        "now": now,
        "cards": [
            describe_estate_card(request, session, talk, may_remark, typed)
            for talk in comparison.list_estate_talks(session)
        ],
        "present": showing.list_attendances(meeting) if meeting else [],
        "decisions": showing.list_decisions_with_badge(list_session_decisions(meeting), clock.today())
        if meeting
        else [],
        "presence_form": typed.get("presence_form") or (None if lead else PresenceForm(offices=sides)),
        "decision_form": typed.get("decision_form")
        or (None if lead else DeskDecisionForm(offices=sides, auto_id="id_decision_%s")),
        "zone": participant.round.office.time_zone,
        "places": build_desk_trail(participant.round, format_participant(participant)),
        "actions": list_session_actions(user, session),
        "is_planned": session.state == SessionState.PLANNED,
        **describe_session_minutes(user, session, minutes, lead, typed),
    }
    status = max([200, *(form.status for form in typed.values() if form)])
    return render(request, "monitoring/desk/session.html", context, status=status)


def describe_session_minutes(
    user: Any, session: DeskSession, minutes: Minutes | None, lead: str | None, typed: dict[str, Any]
) -> dict[str, Any]:
    sides = showing.list_agreements(minutes)
    who = meeting_policies.get_meeting_standing(user, minutes.meeting) if minutes else None
    open_to = [each.office_id for each in sides if who and not meeting_policies.why_not_agree(who, each)]
    offices = showing.list_named_offices().filter(pk__in=open_to).order_by("pk")
    codes = showing.list_own_codes(who, sides) if who else []
    # who speaks for one side need not copy the code that the page shows
    known = {"code": codes[0][1]} if len(codes) == 1 else {}
    return {
        "minutes": minutes,
        "minutes_badge": showing.build_minutes_badge(minutes) if minutes else None,
        "is_proposed": minutes is not None and minutes.state == MinutesState.PROPOSED,
        "sides": [(each, showing.build_agreement_badge(each)) for each in sides],
        "codes": codes,
        "returned": showing.list_last_remarks(minutes),
        "code_form": typed.get("code_form") or (AgreementCodeForm(offices=offices, initial=known) if open_to else None),
        "draft": services.compose_session_minutes(session) if minutes is None and session.meeting else "",
        "may_lead": lead is None,
        "minutes_form": typed.get("minutes_form")
        or (DeskMinutesForm(edits=edit_session_minutes(session)) if minutes and lead is None else None),
        "propose": Action(
            _("Ajukan kepada kedua pihak"),
            reverse("monitoring:desk_propose", args=[session.pk]),
            policies.why_not_propose_session(user, session),
            "check",
            "primary",
            "post",
        ),
    }


def edit_session_minutes(session: DeskSession) -> Edited | None:
    """The session is locked before its minutes."""
    meeting = session.meeting
    return Edited(meeting, showing.read_minutes, lock=lock_under(session)) if meeting else None


def describe_estate_card(
    request: HttpRequest, session: DeskSession, talk: EstateTalk, may_remark: bool, typed: dict[str, Any]
) -> dict[str, Any]:
    """One estate: its fields with the remarks on each, its open problems, and the form for a new remark."""
    profile, day = talk.profile, clock.today()
    bound = typed.get(f"remark_{profile.pk}")
    new = RemarkForm(form=session.participant.round.form, auto_id=f"id_{profile.pk}_%s") if may_remark else None
    rows = [
        (
            comparison.label_field(line.field),
            line,
            link_remarks_to_removal(request, talk.remarks_on(line.field.name), may_remark),
        )
        for line in talk.lines
    ]
    return {
        "talk": talk,
        "profile": profile,
        "session": session,
        "badge": build_profile_badge(profile),
        "rows": [row for row in rows if is_shown_first(talk, *row[1:])],
        "quiet": [row for row in rows if not is_shown_first(talk, *row[1:])],
        "general": link_remarks_to_removal(request, talk.remarks_on(""), may_remark),
        "changed": len(talk.changes),
        "problems": [
            describe_problem_mark(problem, day, talk.agreements.get(problem.pk), session.pk if may_remark else None)
            for problem in talk.problems
        ],
        "form": bound or new,
        "problem_url": reverse("monitoring:desk_problem", args=[session.pk, profile.pk]) if may_remark else "",
        "zone": session.participant.round.office.time_zone,
    }


def is_shown_first(talk: EstateTalk, line: FieldComparison, remarks: list[Any]) -> bool:
    """Whether the row is shown at once: it changed or has remarks. Estates new in this round show their figures."""
    return bool(remarks) or (line.changed if talk.profile.previous else line.field in FIGURES)


def link_remarks_to_removal(request: HttpRequest, remarks: list[Remark], may_remark: bool) -> list[tuple[Remark, str]]:
    """Each remark with the URL that removes it, if the user wrote it."""
    return [
        (
            remark,
            reverse("monitoring:desk_remark_remove", args=[remark.pk])
            if may_remark and remark.said_by_id == request.user.pk
            else "",
        )
        for remark in remarks
    ]


def describe_problem_mark(
    problem: Problem, day: date, agreed: ProblemAgreement | None, session: int | None
) -> dict[str, Any]:
    """`session` is the one in which the reader may agree on the problem."""
    marks = [
        badges.build_severity_badge(problem),
        badges.build_repeat_badge(problem),
        badges.build_due_badge(problem, day),
    ]
    if agreed:
        marks.append(Badge(_("Disepakati"), "success", "check"))
    return {
        "problem": problem,
        "badges": [each for each in marks if each],
        "agree_url": reverse("monitoring:desk_agree_problem", args=[session, problem.pk]) if session else "",
    }


def list_session_actions(user: Any, session: DeskSession) -> list[Action]:
    args, found = [session.pk], []
    if session.state == SessionState.PLANNED and not why_not_run_rounds(user, session.participant.round.office):
        start = policies.why_not_start_session(user, session, at=clock.now())
        found = [
            Action(_("Mulai sesi"), reverse("monitoring:desk_start", args=args), start, "message-2", "primary", "post"),
        ]
        if not policies.why_not_move_session(user, session):
            found.append(Action(_("Pindahkan"), reverse("monitoring:desk_move", args=args), icon="calendar-event"))
    letter = session.meeting and session.meeting.invitations.filter(office=session.participant.office).first()
    if letter:
        found.append(Action(_("Surat undangan"), reverse("meetings:own_letter", args=[letter.pk]), icon="mail"))
    if session.state == SessionState.PLANNED:
        return found
    if session.meeting:
        found.append(Action(_("Berita Acara (PDF)"), reverse("monitoring:desk_paper", args=args), icon="file-text"))
    found.append(Action(_("Lembar desk (XLSX)"), reverse("monitoring:desk_sheet", args=args), icon="file-spreadsheet"))
    return found


def render_estate_card(request: HttpRequest, session: DeskSession, profile: int, typed: dict[str, Any]) -> HttpResponse:
    may_remark = policies.why_not_remark(request.user, session) is None
    talk = next(each for each in comparison.list_estate_talks(session) if each.profile.pk == profile)
    minutes = meeting_policies.find_minutes(session.meeting) if session.meeting else None
    context = {
        "card": describe_estate_card(request, session, talk, may_remark, typed),
        "draft": services.compose_session_minutes(session) if minutes is None else "",
    }
    response = render(request, "monitoring/desk/card_answer.html", context)  # 200: htmx swaps no refusal
    response["Vary"] = "HX-Request"
    return response


def list_both_sides(session: DeskSession) -> Any:
    ids = session.participant.office_id, session.participant.round.office_id
    return Office.objects.with_name_on(clock.today()).filter(pk__in=ids).order_by("-kind", "pk")


def list_session_decisions(meeting: Any) -> Any:
    return meeting.decisions.prefetch_related(Prefetch("owner_office", showing.list_named_offices())).order_by("pk")
