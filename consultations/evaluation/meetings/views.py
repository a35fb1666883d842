"""Planning the meeting of an evaluation, its page, and its papers in one press."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clinics.figures import Achievements, compute_achievements
from clinics.models import ReportingPeriod
from clinics.questions import FigureQuestion, find_default_indicator
from consultations.evaluation.forms import EvaluationForm, read_as_at
from consultations.evaluation.meetings import policies, services, show
from consultations.evaluation.meetings.forms import EvaluationMeetingForm
from consultations.evaluation.meetings.models import EvaluationMeeting
from consultations.evaluation.pack.kind import KIND
from consultations.evaluation.policies import why_not_build_evaluation, why_not_see_evaluation
from consultations.evaluation.showing import build_evaluation_rows
from krs_portal.kit.actions import Action
from krs_portal.kit.clock import now, today
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form
from krs_portal.meetings import showing
from krs_portal.meetings.policies import find_minutes
from krs_portal.offices.models import Office
from krs_portal.reports.kinds import Params
from krs_portal.reports.models import Report, Revision
from krs_portal.reports.services import request_report


@reads_parameters("year", "as_at")
def plan_meeting(request: HttpRequest) -> HttpResponse:
    """The form, with theme, agenda and letter proposed from the figures of the year and day in the address."""
    refuse_if(policies.why_not_plan_evaluation(request.user))
    question = get_asked_question(request)
    found = compute_achievements(question, Office.objects.clinics())
    guests = showing.list_named_offices().filter(pk__in=[row.office.pk for row in found.offices], closed_on=None)
    form = EvaluationMeetingForm(
        request.POST or None,
        offices=showing.list_hosted_offices(request.user),
        guests=guests.order_by("name", "pk"),
        initial=propose_meeting(question, found) | {"guests": list(guests)},
    )
    said = _("Rapat evaluasi tersimpan; undangan dikirim kepada unit yang dipilih.")
    made = submit_form(
        request, form, services.plan_evaluation_meeting, said=said, period=question.period, as_at=question.as_at
    )
    if made:
        return redirect("consultations:evaluation_meeting", made.meeting_id)
    back = f"{reverse('consultations:evaluation')}?year={question.period.starts_on.year}"
    return render_form_page(
        request,
        form,
        title=_("Rencanakan rapat evaluasi"),
        button=_("Simpan dan undang"),
        trail=[(_("Evaluasi"), back), (_("Rapat"), None)],
        cancel_url=back,
    )


def propose_meeting(question: FigureQuestion, found: Achievements) -> dict[str, str]:
    """Theme, agenda and letter. They are official words, so they are Indonesian whatever language the reader chose."""
    period = question.period
    with translation.override("id"):
        return {
            "title": show.propose_theme(period),
            "agenda": show.propose_agenda(found, show.list_open_follow_ups(period).count()),
            "introduction": show.propose_introduction(period, question.as_at),
        }


def get_asked_question(request: HttpRequest) -> FigureQuestion:
    """The services of the year and day in the address. Raises 404 where there is nothing to evaluate."""
    form, indicator = EvaluationForm(request.GET), find_default_indicator()
    if indicator is None or not form.is_valid():
        raise Http404(_("Pilih tahun yang sudah punya target dan layanan."))
    params = form.params()
    return FigureQuestion(indicator, form.periods[params["year"]], read_as_at(params))


@require_safe
def show_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """What the meeting is about: who missed, what each office says, what is still open, what was decided."""
    shown = get_visible_meeting(request, pk)
    meeting, period, indicator = shown.meeting, shown.period, find_default_indicator()
    if indicator is None:
        raise Http404
    question = FigureQuestion(indicator, period, shown.as_at)
    found = compute_achievements(question, Office.objects.visible_to(request.user))
    rows = build_evaluation_rows(request.user, question, found)
    owners = Prefetch("owner_office", showing.list_named_offices())
    open_before = show.list_open_follow_ups(period).visible_to(request.user)
    context = {
        "evaluation": shown,
        "meeting": meeting,
        "badge": showing.build_meeting_badge(meeting, now()),
        "facts": showing.describe_meeting(meeting),
        "rows": rows,
        "noted": sum(row.note is not None for row in rows),
        "minutes": find_minutes(meeting),
        "present": meeting.attendances.count(),
        "open_before": showing.list_decisions_with_badge(open_before.prefetch_related(owners), today()),
        "decisions": showing.list_decisions_with_badge(
            meeting.decisions.prefetch_related(owners).order_by("pk"), today()
        ),
        "actions": list_meeting_actions(request.user, shown),
        "places": build_places(period, _("Rapat")),
    }
    return render(request, "consultations/evaluation/meetings/meeting.html", context)


def list_meeting_actions(user: Any, shown: EvaluationMeeting) -> list[Action]:
    """The way to minutes and attendance, and the papers: there already, or made in one press."""
    made = Report.objects.visible_to(user).filter(kind=KIND.code, params=build_pack_params(shown)).first()
    run = Action(
        _("Daftar hadir, notulen, keputusan"),
        reverse("meetings:meeting", args=[shown.meeting_id]),
        icon="list-check",
        kind="primary",
    )
    if made:
        return [run, Action(_("Buka berkas rapat"), reverse("reports:report", args=[made.pk]), icon="file-text")]
    build = reverse("consultations:evaluation_pack", args=[shown.meeting_id])
    refusal = why_not_build_evaluation(user)
    return [run] if refusal else [run, Action(_("Susun berkas rapat"), build, icon="file-text", method="post")]


def build_pack_params(shown: EvaluationMeeting) -> Params:
    return {"as_at": shown.as_at.isoformat(), "year": shown.period.starts_on.year}


@require_POST
def build_pack(request: HttpRequest, pk: int) -> HttpResponse:
    """Report, one sheet an office, and what the meeting decided, as one paper; the same press twice is one build."""
    shown = get_visible_meeting(request, pk)
    refuse_if(why_not_build_evaluation(request.user))

    def request_pack(*, by: Any, at: datetime) -> Revision:
        return request_report(kind=KIND.code, params=build_pack_params(shown), by=by, at=at)

    revision = press_button(request, request_pack, said=_("Berkas rapat sedang disusun."))
    if revision is None:
        return redirect("consultations:evaluation_meeting", pk)
    return redirect("reports:report", revision.report_id)


def get_visible_meeting(request: HttpRequest, pk: int) -> EvaluationMeeting:
    refuse_if(why_not_see_evaluation(request.user))
    visible = EvaluationMeeting.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("period", "meeting__office__parent", "meeting__minutes"), meeting=pk
    )


def build_places(period: ReportingPeriod, word: str) -> list[tuple[str, str | None]]:
    back = f"{reverse('consultations:evaluation')}?year={period.starts_on.year}"
    return [(_("Evaluasi"), back), (word, None)]
