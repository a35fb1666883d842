"""One desk session: last round beside this one, remarks, problems, decisions, minutes and what both sides agree to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from krs_portal.kit import clock
from krs_portal.kit.actions import Action
from krs_portal.kit.htmx import wants_fragment
from krs_portal.meetings import policies as meeting_policies
from krs_portal.meetings import services as meetings
from krs_portal.meetings import showing
from krs_portal.meetings.enums import MinutesState
from krs_portal.meetings.models import Minutes
from krs_portal.offices.models import Office
from monitoring import badges, comparison, policies
from monitoring.comparison import Talk
from monitoring.enums import SessionState
from monitoring.fields import FIGURES, Line
from monitoring.forms.desk import CodeForm, DecisionForm, MinutesForm, PresenceForm, RaiseForm, RemarkForm
from monitoring.models import DeskSession, Problem, Profile, Remark
from monitoring.services import desk_sessions as services
from monitoring.services.desk import refuse
from monitoring.views.desk import day_line, name_of, offices, places, session_badge


@require_GET
def desk_session(request: HttpRequest, pk: int) -> HttpResponse:
    return page(request, load(request, pk))


def page(request: HttpRequest, session: DeskSession, **typed: Any) -> HttpResponse:
    """`typed`: a form that was refused, with its words."""
    user, participant, meeting = request.user, session.participant, session.meeting
    minutes = meeting_policies.minutes_of(meeting) if meeting else None
    lead = policies.why_not_lead_session(user, session)
    may_remark = policies.why_not_remark(user, session) is None
    before, now = comparison.tallies(comparison.profiles_of(session))
    sides = both_sides(session)
    context = {
        "session": session,
        "round": participant.round,
        "name": name_of(participant),
        "when": day_line(session, participant.round.office.time_zone),
        "badge": session_badge(session),
        "meeting": meeting,
        "before": before,
        "now": now,
        "cards": [card(request, session, talk, may_remark, typed) for talk in comparison.talks(session)],
        "present": showing.present(meeting) if meeting else [],
        "decisions": showing.decision_lines(decided(meeting), clock.today()) if meeting else [],
        "presence_form": typed.get("presence_form") or (None if lead else PresenceForm(offices=sides)),
        "decision_form": typed.get("decision_form")
        or (None if lead else DecisionForm(offices=sides, auto_id="id_decision_%s")),
        "zone": participant.round.office.time_zone,
        "places": places(participant.round, name_of(participant)),
        "actions": actions(user, session),
        "is_planned": session.state == SessionState.PLANNED,
        **minutes_part(user, session, minutes, lead, typed),
    }
    status = 422 if any(getattr(form, "errors", None) for form in typed.values()) else 200
    return render(request, "monitoring/desk/session.html", context, status=status)


def minutes_part(
    user: Any, session: DeskSession, minutes: Minutes | None, lead: str | None, typed: dict[str, Any]
) -> dict[str, Any]:
    sides = showing.agreements(minutes)
    who = meeting_policies.standing(user, minutes.meeting) if minutes else None
    open_to = [each.office_id for each in sides if who and not meeting_policies.why_not_agree(who, each)]
    offices = showing.named_offices().filter(pk__in=open_to).order_by("pk")
    return {
        "minutes": minutes,
        "minutes_badge": showing.minutes_badge(minutes) if minutes else None,
        "is_proposed": minutes is not None and minutes.state == MinutesState.PROPOSED,
        "sides": [(each, showing.agreement_badge(each)) for each in sides],
        "codes": showing.own_codes(who, sides) if who else [],
        "returned": showing.last_remarks(minutes),
        "code_form": typed.get("code_form") or (CodeForm(offices=offices) if open_to else None),
        "draft": services.composed(session) if minutes is None and session.meeting else "",
        "may_lead": lead is None,
        "minutes_form": typed.get("minutes_form")
        or (MinutesForm(initial={"text": minutes.text}) if minutes and lead is None else None),
        "propose": Action(
            _("Ajukan kepada kedua pihak"),
            reverse("monitoring:desk_propose", args=[session.pk]),
            policies.why_not_propose_session(user, session),
            "check",
            "primary",
            "post",
        ),
    }


def card(
    request: HttpRequest, session: DeskSession, talk: Talk, may_remark: bool, typed: dict[str, Any]
) -> dict[str, Any]:
    """One estate: its lines with what was said of each, its open problems, and where to write."""
    profile, day = talk.profile, clock.today()
    bound = typed.get(f"remark_{profile.pk}")
    new = RemarkForm(form=session.participant.round.form, auto_id=f"id_{profile.pk}_%s") if may_remark else None
    rows = [
        (comparison.label_of(line.field), line, said(request, talk.remarks_on(line.field.name), may_remark))
        for line in talk.lines
    ]
    return {
        "talk": talk,
        "profile": profile,
        "session": session,
        "badge": badges.profile_badge(profile),
        "rows": [row for row in rows if is_loud(talk, *row[1:])],
        "quiet": [row for row in rows if not is_loud(talk, *row[1:])],
        "general": said(request, talk.remarks_on(""), may_remark),
        "changed": len(talk.changes),
        "problems": [marked(problem, day) for problem in talk.problems],
        "form": bound or new,
        "problem_url": reverse("monitoring:desk_problem", args=[session.pk, profile.pk]) if may_remark else "",
        "zone": session.participant.round.office.time_zone,
    }


def is_loud(talk: Talk, line: Line, remarks: list[Any]) -> bool:
    """What changed or was spoken of; of an estate without a last round, its figures."""
    return bool(remarks) or (line.changed if talk.profile.previous else line.field in FIGURES)


def said(request: HttpRequest, remarks: list[Remark], may_remark: bool) -> list[tuple[Remark, str]]:
    """Each with the way to take it back, for whoever wrote it."""
    return [
        (
            remark,
            reverse("monitoring:desk_remark_remove", args=[remark.pk])
            if may_remark and remark.said_by_id == request.user.pk
            else "",
        )
        for remark in remarks
    ]


def marked(problem: Problem, day: Any) -> dict[str, Any]:
    marks = [badges.severity_badge(problem), badges.repeat_badge(problem), badges.due_badge(problem, day)]
    return {"problem": problem, "badges": [each for each in marks if each]}


def actions(user: Any, session: DeskSession) -> list[Action]:
    args, found = [session.pk], []
    if session.state == SessionState.PLANNED and not policies.why_not_run_rounds(
        user, session.participant.round.office
    ):
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


@require_POST
def desk_start(request: HttpRequest, pk: int) -> HttpResponse:
    services.start_session(session=load(request, pk), by=request.user, at=clock.now())
    return redirect("monitoring:desk_session", pk)


@require_POST
def desk_remark(request: HttpRequest, pk: int, profile: int) -> HttpResponse:
    """For htmx the estate's own part comes back, and the minutes as they now read."""
    session, found = load(request, pk), profile_of(request, pk, profile)
    form = RemarkForm(request.POST, form=session.participant.round.form, auto_id=f"id_{profile}_%s")
    typed: dict[str, Any] = {}
    if form.is_valid():
        try:
            services.add_remark(session=session, profile=found, by=request.user, at=clock.now(), **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
    if form.errors:
        typed = {f"remark_{profile}": form}
    if wants_fragment(request):
        return part(request, session, profile, typed)
    return page(request, session, **typed) if typed else back(pk, f"profil-{profile}")


def part(request: HttpRequest, session: DeskSession, profile: int, typed: dict[str, Any]) -> HttpResponse:
    may_remark = policies.why_not_remark(request.user, session) is None
    talk = next(each for each in comparison.talks(session) if each.profile.pk == profile)
    minutes = meeting_policies.minutes_of(session.meeting) if session.meeting else None
    context = {
        "card": card(request, session, talk, may_remark, typed),
        "draft": services.composed(session) if minutes is None else "",
    }
    response = render(request, "monitoring/desk/card_answer.html", context)  # 200: htmx swaps no refusal
    response["Vary"] = "HX-Request"
    return response


@require_POST
def desk_remark_remove(request: HttpRequest, pk: int) -> HttpResponse:
    refuse(policies.why_not_read(request.user))
    visible = DeskSession.objects.visible_to(request.user)
    remark = get_object_or_404(Remark.objects.filter(session__in=visible).select_related("session"), pk=pk)
    services.remove_remark(remark=remark, by=request.user, at=clock.now())
    return back(remark.session_id, f"profil-{remark.profile_id}")


def desk_problem(request: HttpRequest, pk: int, profile: int) -> HttpResponse:
    """A problem raised in the session; it stays with the estate."""
    session, found = load(request, pk), profile_of(request, pk, profile)
    refuse(policies.why_not_remark(request.user, session))
    form = RaiseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at, day = clock.now(), clock.today(session.participant.round.office.time_zone)
        try:
            services.raise_problem(
                session=session, profile=found, found_on=day, by=request.user, at=at, **form.cleaned_data
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            return back(pk, f"profil-{profile}")
    trail = places(session.participant.round, _("Catat masalah"))
    trail.insert(-1, (name_of(session.participant), reverse("monitoring:desk_session", args=[pk])))
    context = {
        "form": form,
        "title": _("Catat masalah"),
        "lead": found.estate.name,
        "button": _("Simpan masalah"),
        "places": trail,
    }
    return render(request, "monitoring/rounds/form.html", context, status=422 if form.errors else 200)


@require_POST
def desk_presence(request: HttpRequest, pk: int) -> HttpResponse:
    session = load(request, pk)
    form = PresenceForm(request.POST, offices=both_sides(session))
    return do(request, session, "presence_form", form, services.record_presence, "hadir")


@require_POST
def desk_decide(request: HttpRequest, pk: int) -> HttpResponse:
    session = load(request, pk)
    form = DecisionForm(request.POST, offices=both_sides(session), auto_id="id_decision_%s")
    return do(request, session, "decision_form", form, services.decide, "keputusan")


@require_POST
def desk_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """As they wrote themselves, or in the words somebody typed."""
    session = load(request, pk)
    refuse(policies.why_not_lead_session(request.user, session))
    composes = request.POST.get("then") == "compose"
    form = MinutesForm({"text": services.composed(session)} if composes else request.POST)
    return do(request, session, "minutes_form", form, services.write_minutes, "notulen")


@require_POST
def desk_propose(request: HttpRequest, pk: int) -> HttpResponse:
    services.propose_session(session=load(request, pk), by=request.user, at=clock.now())
    messages.success(request, _("Berita acara diajukan; setiap pihak menerima kodenya."))
    return back(pk, "notulen")


@require_POST
def desk_agree(request: HttpRequest, pk: int) -> HttpResponse:
    session = load(request, pk)
    minutes = get_object_or_404(Minutes.objects.select_related("meeting__office__parent"), meeting=session.meeting_id)
    agreements = showing.agreements(minutes)
    form = CodeForm(
        request.POST, offices=showing.named_offices().filter(pk__in=[each.office_id for each in agreements])
    )
    if form.is_valid():
        try:
            agreed = meetings.agree_minutes(minutes=minutes, by=request.user, at=clock.now(), **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            done = _("Kedua pihak setuju. Profil dibekukan dan Berita Acara siap diunduh.")
            messages.success(request, done if agreed.is_agreed else _("Persetujuan tercatat."))
            return back(pk, "notulen")
    return page(request, session, code_form=form)


def do(
    request: HttpRequest, session: DeskSession, name: str, form: Any, service: Callable[..., Any], anchor: str
) -> HttpResponse:
    """Back to where one was; where something is refused, with what was typed."""
    if form.is_valid():
        try:
            service(session=session, **form.cleaned_data, by=request.user, at=clock.now())
        except ValidationError as error:
            form.refuse(error)
        else:
            return back(session.pk, anchor)
    return page(request, session, **{name: form})


def back(pk: int, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('monitoring:desk_session', args=[pk])}#{anchor}")


def load(request: HttpRequest, pk: int) -> DeskSession:
    """The session, if it is the user's own: no kab/kota finds another's."""
    refuse(policies.why_not_read(request.user))
    rows = DeskSession.objects.visible_to(request.user).select_related(
        "participant__round__form", "room", "meeting__office__parent", "meeting__minutes",
    ).prefetch_related(
        Prefetch("participant__round__office", offices()), Prefetch("participant__office", offices())
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def profile_of(request: HttpRequest, session: int, profile: int) -> Profile:
    rows = Profile.objects.visible_to(request.user).select_related("estate__office__parent__parent")
    return get_object_or_404(rows.filter(round__participants__session=session), pk=profile)


def both_sides(session: DeskSession) -> Any:
    ids = session.participant.office_id, session.participant.round.office_id
    return Office.objects.with_name_on(clock.today()).filter(pk__in=ids).order_by("-kind", "pk")


def decided(meeting: Any) -> Any:
    return meeting.decisions.prefetch_related(Prefetch("owner_office", showing.named_offices())).order_by("pk")
