"""The evaluation of a year: where the offices stand, what they say about it, and the way to the report."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinics.addresses import (
    OF_TOTAL,
    FigureAddress,
    list_scope_offices,
    read_figure_address,
    write_passport_paths,
    write_year_address,
)
from clinics.enums import FigureKind
from clinics.figures import PublishedComparison, compute_achievements
from clinics.models import ReportingPeriod
from clinics.questions import FigureQuestion, find_default_question
from consultations.evaluation import policies, services
from consultations.evaluation.document import MAIN
from consultations.evaluation.forms import EvaluationForm, EvaluationNoteForm, EvaluationStripForm, read_as_at
from consultations.evaluation.kind import KIND
from consultations.evaluation.meetings.models import EvaluationMeeting
from consultations.evaluation.meetings.policies import why_not_plan_evaluation
from consultations.evaluation.pack.kind import KIND as PACK
from consultations.evaluation.showing import build_evaluation_rows
from consultations.evaluation.trials.policies import why_not_try_rules
from krs_portal.kit.actions import Action
from krs_portal.kit.badges import Badge
from krs_portal.kit.clock import now
from krs_portal.kit.numbers import read_number
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import render_form_page, submit_form
from krs_portal.meetings.showing import build_meeting_badge
from krs_portal.offices.models import Office
from krs_portal.reports.codes import normalise_code
from krs_portal.reports.models import Report, Revision


@require_safe
@reads_parameters("year", "as_at")
def show_evaluation(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_see_evaluation(request.user))
    form = EvaluationStripForm(request.GET if {"year", "as_at"} & set(request.GET) else None)
    question = find_chosen_question(form)
    if question is None:
        context = {"form": form, "period": None}
        return render(request, "consultations/evaluation/evaluation.html", context, status=404 if form.errors else 200)
    found = compute_achievements(question, Office.objects.visible_to(request.user))
    rows = build_evaluation_rows(request.user, question, found)
    # What was said in public is about all clinics: it is compared with all of them, whoever reads.
    national = compute_achievements(question, Office.objects.clinics())
    context = {
        "form": build_control_strip(form, question.period, question.as_at),
        "period": question.period,
        "found": found,
        "rows": rows,
        "passports": write_passport_paths(question.but(within=list_scope_offices(request.user)), OF_TOTAL),
        "published": [(said, build_changes_url(question, said)) for said in national.published],
        "noted": sum(row.note is not None for row in rows),
        "meetings": list_meetings(request.user, question.period),
        "actions": list_report_actions(request.user, question.period, question.as_at),
    }
    return render(request, "consultations/evaluation/evaluation.html", context)


def find_chosen_question(form: EvaluationForm) -> FigureQuestion | None:
    """The year and day asked for, or the newest year with targets; nothing where what is asked is wrong."""
    question = find_default_question()
    if form.is_bound and not form.is_valid():
        return None
    if question and form.is_bound:
        params = form.params()
        return question.but(period=form.periods[params["year"]], as_at=read_as_at(params))
    return question


def build_changes_url(question: FigureQuestion, said: PublishedComparison) -> str:
    """What changed the figure since somebody stated it."""
    stated = question.but(known_at=said.known_at, as_at=said.as_at)
    return FigureAddress(stated, FigureKind.REALISED).changes_path


def build_control_strip(form: EvaluationForm, period: ReportingPeriod, as_at: date) -> EvaluationForm:
    """The form as the control strip above the page: filled with what is shown, without its help."""
    shown = form if form.errors else EvaluationStripForm(initial={"year": period.starts_on.year, "as_at": as_at})
    shown.fields["as_at"].help_text = ""
    return shown


def list_report_actions(user: Any, period: ReportingPeriod, as_at: date) -> list[Action]:
    """Building the report, and the one there is already."""
    asked = {"kind": KIND.code, "year": period.starts_on.year, "as_at": as_at.isoformat()}
    made = Report.objects.visible_to(user).filter(
        kind=KIND.code, params__year=asked["year"], params__as_at=asked["as_at"]
    )
    build = Action(
        _("Buat laporan evaluasi"),
        f"{reverse('reports:new')}?{urlencode(asked)}",
        policies.why_not_build_evaluation(user),
        icon="file-text",
        kind="primary",
    )
    there = [
        Action(_("Buka laporan per tanggal ini"), reverse("reports:report", args=[report.pk]), icon="arrow-right")
        for report in made
    ]
    if why_not_plan_evaluation(user):
        return there or [build]
    year = urlencode({name: asked[name] for name in ("year", "as_at")})
    planned = f"{reverse('consultations:evaluation_meeting_new')}?{year}"
    tried = f"{reverse('consultations:trials')}?year={period.starts_on.year}"
    return [
        *(there or [build]),
        Action(_("Rencanakan rapat evaluasi"), planned, icon="users"),
        *([] if why_not_try_rules(user) else [Action(_("Coba aturan hitung"), tried, icon="refresh")]),
    ]


def list_meetings(user: Any, period: ReportingPeriod) -> list[tuple[EvaluationMeeting, Badge]]:
    """The meetings about the year that the reader hosts or is invited to."""
    held = EvaluationMeeting.objects.visible_to(user).filter(period=period).select_related("meeting__office")
    return [(each, build_meeting_badge(each.meeting, now())) for each in held.order_by("meeting__starts_at", "pk")]


def write_note(request: HttpRequest, code: str) -> HttpResponse:
    """The note of one office for one year."""
    offices = Office.objects.visible_to(request.user).clinics()
    office = get_object_or_404(offices.select_related("parent"), code=code)
    period = get_asked_period(request)
    refuse_if(policies.why_not_note(request.user, office))
    back = f"{reverse('consultations:evaluation')}?year={period.starts_on.year}"
    form = EvaluationNoteForm(request.POST or None, office=office, period=period)
    said = _("Catatan evaluasi %s tersimpan.") % period.name
    if submit_form(request, form, services.write_note, said=said, office=office, period=period):
        return redirect(back)
    return render_form_page(
        request,
        form,
        title=_("Kendala dan tindak lanjut"),
        button=_("Simpan catatan"),
        trail=[(_("Evaluasi"), back), (_("Catatan"), None)],
        lead=f"{office.name_on(period.ends_on)} · {period.name}",
        cancel_url=back,
    )


@login_not_required
@require_safe
def find_paper_figure(request: HttpRequest, code: str, figure: str) -> HttpResponse:
    """Lead from what stands on paper, its code with that of an office and of a column, to the figure's passport."""
    revisions = Revision.objects.select_related("report").filter(report__kind__in=[KIND.code, PACK.code])
    revision = revisions.filter(code=normalise_code(code)).first()
    address = read_paper_figure(revision, figure) if revision else None
    if address is None:
        fault = _("Tidak ada laporan dengan kode ini, atau tidak ada angka dengan nama ini di dalamnya.")
        context = {"fault": fault, "address": f"{code}/{figure}"}
        return render(request, "clinics/no_figure.html", context, status=404)
    return redirect(address.path)


def read_paper_figure(revision: Revision, figure: str) -> FigureAddress | None:
    """`JAW3.persen` is a figure of the services, `JAW3.sesi` what another indicator counted."""
    office, _dot, word = figure.rpartition(".")
    kind = word if word in FigureKind else FigureKind.REALISED.value
    indicator = MAIN if word in FigureKind else word
    year, as_at = revision.report.params["year"], revision.as_at
    text = write_year_address(indicator, year, as_at, revision.known_at, office or "-", FigureKind(kind))
    return read_figure_address(text)


def get_asked_period(request: HttpRequest) -> ReportingPeriod:
    """The period of the year in the address. Raises 404 where there is none."""
    year = read_number(request.GET.get("year", ""), MINYEAR, MAXYEAR)
    if year is None:
        raise Http404
    return get_object_or_404(ReportingPeriod.objects.of_year(year))
