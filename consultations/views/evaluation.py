"""The evaluation of a year: where the offices stand, what they say about it, and the way to the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clinics.figures import Achievements, OfficeFigure, achievements
from clinics.filters import Question, default_as_at, default_indicator, default_period
from clinics.models import Indicator, ReportingPeriod
from consultations import policies, services
from consultations.evaluation.forms import EvaluationForm, NoteForm, as_at_of
from consultations.evaluation.kind import KIND
from consultations.models import EvaluationNote
from krs_portal.kit import charts
from krs_portal.kit.actions import Action
from krs_portal.kit.clock import now
from krs_portal.offices.models import Office
from krs_portal.reports.models import Report


@dataclass(frozen=True)
class Row:
    """One office: its figure, its note, and whether the reader may write it."""

    figure: OfficeFigure
    note: EvaluationNote | None
    chart: Any
    rows_url: str
    write: Action

    @property
    def is_missed(self) -> bool:
        return self.figure.target is not None and not self.figure.is_reached


@require_GET
def evaluation(request: HttpRequest) -> HttpResponse:
    if refusal := policies.why_not_see_evaluation(request.user):
        raise PermissionDenied(refusal)
    form = EvaluationForm(request.GET or None)
    indicator, asked = default_indicator(), chosen(form)
    if indicator is None or asked is None:
        return render(request, "consultations/evaluation.html", {"form": form, "period": None})
    period, as_at = asked
    found = achievements(user=request.user, indicator=indicator, period=period, as_at=as_at)
    rows = rows_of(request.user, found)
    context = {
        "form": strip(form, period, as_at),
        "period": period,
        "found": found,
        "rows": rows,
        "published": everywhere(indicator, period, as_at).published,
        "noted": sum(row.note is not None for row in rows),
        "actions": actions(request.user, period, as_at),
    }
    return render(request, "consultations/evaluation.html", context)


def everywhere(indicator: Indicator, period: ReportingPeriod, as_at: date) -> Achievements:
    """What was said in public was said of all clinics; it is compared with all of them, whoever reads."""
    return achievements(user=None, indicator=indicator, period=period, as_at=as_at, offices=Office.objects.clinics())


def chosen(form: EvaluationForm) -> tuple[ReportingPeriod, date] | None:
    """The year and day asked for, or the newest year with targets."""
    if form.is_bound and form.is_valid():
        params = form.params()
        return form.periods[params["year"]], as_at_of(params)
    indicator = default_indicator()
    period = default_period(indicator) if indicator else None
    return (period, default_as_at(period)) if period else None


def strip(form: EvaluationForm, period: ReportingPeriod, as_at: date) -> EvaluationForm:
    """The form as the control strip above the page: filled with what is shown, without its help."""
    shown = form if form.errors else EvaluationForm(initial={"year": period.starts_on.year, "as_at": as_at})
    shown.fields["as_at"].help_text = ""
    return shown


def rows_of(user: Any, found: Achievements) -> list[Row]:
    written = EvaluationNote.objects.visible_to(user).filter(period=found.period).select_related("written_by")
    notes = {note.office_id: note for note in written}
    scale = max([1, *(max(row.realised or 0, row.target or 0) for row in found.offices)]) * 1.04
    question = Question(found.indicator, found.period, found.as_at)
    year = found.period.starts_on.year
    return [
        Row(
            figure=figure,
            note=notes.get(figure.office.pk),
            chart=charts.bullet(figure.realised, figure.target, scale=scale, label=figure.name),
            rows_url=f"{reverse('clinics:rows')}?{question.but(office=figure.office).query()}",
            write=Action(
                _("Ubah catatan") if figure.office.pk in notes else _("Tulis catatan"),
                f"{reverse('consultations:evaluation_note', args=[figure.office.code])}?year={year}",
                policies.why_not_note(user, figure.office),
                icon="pencil",
            ),
        )
        for figure in found.offices
    ]


def actions(user: Any, period: ReportingPeriod, as_at: date) -> list[Action]:
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
    return there or [build]


def note(request: HttpRequest, code: str) -> HttpResponse:
    """The note of one office for one year."""
    offices = Office.objects.visible_to(request.user).clinics()
    office = get_object_or_404(offices.select_related("parent"), code=code)
    period = period_of(request)
    if refusal := policies.why_not_note(request.user, office):
        raise PermissionDenied(refusal)
    back = f"{reverse('consultations:evaluation')}?year={period.starts_on.year}"
    written = EvaluationNote.objects.visible_to(request.user).filter(office=office, period=period).first()
    form = NoteForm(request.POST or None, instance=written)
    if request.method == "POST" and form.is_valid():
        services.write_note(office=office, period=period, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, _("Catatan evaluasi %s tersimpan.") % period.name)
        return redirect(back)
    context = {
        "form": form,
        "office_name": office.name_on(period.ends_on),
        "period": period,
        "back": back,
        "places": [(_("Evaluasi"), back), (_("Catatan"), None)],
    }
    return render(request, "consultations/evaluation_note.html", context, status=422 if form.errors else 200)


def period_of(request: HttpRequest) -> ReportingPeriod:
    """The year in the address; an address without a year that there is, is no page."""
    year = request.GET.get("year", "")
    if not year.isdecimal() or not 1 <= int(year) <= 9999:
        raise Http404
    return get_object_or_404(ReportingPeriod, kind="YEAR", starts_on__year=int(year))
