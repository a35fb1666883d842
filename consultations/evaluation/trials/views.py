"""“Coba aturan”: a year under another rule beside the real one, and the consultations that make the difference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinics.enums import Measure
from clinics.models import ReportingPeriod
from clinics.questions import find_default_period
from clinics.sources import SOURCE_KINDS, build_source_url
from consultations.counter.enums import ConsultationState, Outcome
from consultations.evaluation.trials import policies, services
from consultations.evaluation.trials.forms import RuleTrialForm, build_initial, list_tried_indicators
from consultations.evaluation.trials.models import RuleTrial
from consultations.evaluation.trials.reckoning import TrialRow, TrialSum, count_trial_rows, fetch_trial_rows
from krs_portal.kit.htmx import wants_fragment
from krs_portal.kit.numbers import read_number
from krs_portal.kit.parameters import read_choice, reads_parameters, refuse_parameter
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import submit_form
from krs_portal.kit.words import join_names
from krs_portal.offices.models import Office

NEWEST = 20


@dataclass(frozen=True)
class TrialLine:
    """An office, its real sum and the one on trial."""

    name: str
    full_name: str
    found: TrialSum
    url: str


@dataclass(frozen=True)
class TrialRowLine:
    row: TrialRow
    source: str
    url: str


@reads_parameters("indicator", "year")
def try_rule(request: HttpRequest) -> HttpResponse:
    """The rule that holds, to be changed; and what was tried before."""
    refuse_if(policies.why_not_try_rules(request.user))
    form = RuleTrialForm(request.POST or None, initial=choose_initial(request))
    if trial := submit_form(request, form, services.try_rule):
        return redirect("consultations:trial", trial.pk)
    trials = RuleTrial.objects.select_related("indicator", "period", "requested_by").order_by("-requested_at", "-pk")
    context = {
        "form": form,
        "trials": [(trial, describe_rule(trial)) for trial in trials[:NEWEST]],
        "places": [(_("Evaluasi"), reverse("consultations:evaluation")), (_("Coba aturan"), None)],
    }
    return render(request, "consultations/evaluation/trials/try.html", context, status=form.status)


def choose_initial(request: HttpRequest) -> dict[str, Any]:
    """Of the indicator and the year in the address; else of the first indicator and the newest year with targets.

    Raises WrongParameters for what is neither.
    """
    known = {each.code: each for each in list_tried_indicators()}
    indicator = known.get(read_choice(request, "indicator", known)) or next(iter(known.values()), None)
    period = find_default_period(indicator) if indicator else None
    if asked := request.GET.get("year", ""):
        year = read_number(asked, MINYEAR, MAXYEAR)
        period = ReportingPeriod.objects.of_year(year).first() if year else None
        if period is None:
            refuse_parameter("year")
    return build_initial(indicator, period)


@require_safe
@reads_parameters()
def show_trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Its progress while it is reckoned, then each office under both rules."""
    trial = find_trial(request, pk)
    if wants_fragment(request):
        if trial.finished_at:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "consultations/evaluation/trials/progress.html", {"trial": trial})
    lines = list_trial_lines(trial)
    total = TrialSum(0, *(sum(getattr(line.found, name) for line in lines) for name in SUMMED))
    context = {
        "trial": trial,
        "rule": describe_rule(trial),
        "lines": lines,
        "total": total,
        "again_url": f"{reverse('consultations:trials')}?indicator={trial.indicator.code}"
        f"&year={trial.period.starts_on.year}",
        "places": [*build_trail(), (str(trial.period), None)],
    }
    return render(request, "consultations/evaluation/trials/trial.html", context)


SUMMED = ("real", "trial", "more", "fewer")


@require_safe
@reads_parameters("cursor")
def show_trial_rows(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The consultations of an office that count otherwise, as they are now."""
    trial = find_trial(request, pk)
    office = get_object_or_404(Office.objects.visible_to(request.user), code=code)
    kept = next((line for line in read_sums(trial) if line.office == office.pk), None)
    page = fetch_trial_rows(trial, office.pk, request.GET.get("cursor"))
    number, difference = count_trial_rows(trial, office.pk)
    context = {
        "trial": trial,
        "rule": describe_rule(trial),
        "name": office.name_on(trial.period.ends_on),
        "page": page,
        "lines": [build_row_line(row) for row in page],
        "number": number,
        "difference": difference,
        "has_moved": kept is not None and kept.difference != difference,
        "places": [
            *build_trail(),
            (str(trial.period), reverse("consultations:trial", args=[trial.pk])),
            (office.code, None),
        ],
    }
    return render(request, "consultations/evaluation/trials/rows.html", context)


def find_trial(request: HttpRequest, pk: int) -> RuleTrial:
    refuse_if(policies.why_not_try_rules(request.user))
    return get_object_or_404(RuleTrial.objects.select_related("indicator", "period", "requested_by"), pk=pk)


def read_sums(trial: RuleTrial) -> list[TrialSum]:
    return [TrialSum(**each) for each in trial.sums]


def list_trial_lines(trial: RuleTrial) -> list[TrialLine]:
    """With the names of the year's last day, the largest difference first."""
    sums = {each.office: each for each in read_sums(trial)}
    named = Office.objects.filter(pk__in=sums).with_name_on(trial.period.ends_on)
    lines = [
        TrialLine(
            getattr(office, "short_name", "") or office.code,
            getattr(office, "name", ""),
            sums[office.pk],
            reverse("consultations:trial_rows", args=[trial.pk, office.code]),
        )
        for office in named
    ]
    return sorted(lines, key=lambda line: (-abs(line.found.difference), line.name))


def build_row_line(row: TrialRow) -> TrialRowLine:
    kind = SOURCE_KINDS.find(row.kind)
    return TrialRowLine(row, f"{kind.label if kind else row.kind} {row.key}", build_source_url(row.kind, row.key))


def describe_rule(trial: RuleTrial) -> str:
    """The rule on trial in one sentence."""
    words = {
        "measure": str(Measure(trial.measure).label),
        "once": str(trial.get_once_per_display()),
        "outcomes": join_names([str(Outcome(each).label) for each in trial.outcomes]),
        "states": join_names([str(ConsultationState(each).label) for each in trial.states]),
    }
    return _("%(measure)s; %(once)s; hasil: %(outcomes)s; status: %(states)s.") % words


def build_trail() -> list[tuple[str, str | None]]:
    return [
        (_("Evaluasi"), reverse("consultations:evaluation")),
        (_("Coba aturan"), reverse("consultations:trials")),
    ]
