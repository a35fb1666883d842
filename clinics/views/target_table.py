"""The targets of all offices as one table, office by month: typed, pasted or split, looked at, and saved at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics import policies
from clinics.deciding import decide_targets
from clinics.decisions import TargetDecision, list_changed_decisions
from clinics.enums import TableStep
from clinics.filling import fill_evenly, fill_like_last_year, read_pasted_rows
from clinics.forms import BOARD_PARAMETERS, BoardForm, TargetTableForm
from clinics.models import TargetRevision
from clinics.questions import FigureQuestion
from clinics.views.targets import build_target_trail, list_visible_clinics
from krs_portal.kit.formats import format_number
from krs_portal.kit.pagination import KeysetPage, fetch_keyset_page
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import submit_form
from krs_portal.offices.models import Office

AT_ONCE = 60  # offices of a page: a request brings at most a thousand fields


@dataclass(frozen=True)
class TargetChange:
    """What would be another than it is, before anything is saved."""

    name: str
    before: int | None
    after: int

    @property
    def is_of_plan(self) -> bool:
        """Whether only the months change."""
        return self.before == self.after


@reads_parameters(*BOARD_PARAMETERS, "cursor")
def edit_target_table(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_set_target(request.user))
    question = BoardForm(request.GET).question
    if question is None or not question.indicator.is_count:  # percentages have no months that add up
        raise Http404
    page, step = fetch_table_page(request, question), request.POST.get("step", "")
    form = build_table_form(request.POST or None, page, question, step)
    changed: list[TargetDecision] = []
    if form.is_valid():
        form = fill_table(form, page, question, step)
    if form.is_valid():
        changed = list_changed_decisions(form.list_decisions(), form.last)
        if step == TableStep.SAVE and form.data.get("seen") == sign_decisions(changed) and save_table(request, form):
            return redirect(f"{reverse('clinics:targets')}?{build_table_query(question)}")
    form.require_decree(is_asked=True)
    context = {
        "form": form,
        "question": question,
        "page": page,
        "months": [first for first, _last in form.months],
        "steps": TableStep,
        "is_checked": form.is_bound and not form.errors,
        "changes": [describe_change(each, form.last) for each in changed],
        "seen": sign_decisions(changed),
        "places": build_target_trail(_("Tabel target")),
    }
    return render(request, "clinics/target_table.html", context, status=form.status)


def fetch_table_page(request: HttpRequest, question: FigureQuestion) -> KeysetPage[Office]:
    """The clinics that exist within the period."""
    period = question.period
    living = Q(closed_on=None) | Q(closed_on__gte=period.starts_on)
    offices = list_visible_clinics(request.user).filter(living, opened_on__lte=period.ends_on)
    return fetch_keyset_page(offices, order=["code"], cursor=request.GET.get("cursor"), size=AT_ONCE)


def build_table_form(data: Any, page: KeysetPage[Office], question: FigureQuestion, step: str) -> TargetTableForm:
    return TargetTableForm(data, offices=list(page), indicator=question.indicator, period=question.period, step=step)


def fill_table(form: TargetTableForm, page: KeysetPage[Office], question: FigureQuestion, step: str) -> TargetTableForm:
    """The table with what was pasted or split in its fields; what was pasted wrong is said, and nothing is filled."""
    if step == TableStep.PASTE:
        amounts, faults = read_pasted_rows(form)
        if faults:
            form.add_error("pasted", faults)
            return form
    elif step == TableStep.EVEN:
        amounts = fill_evenly(form)
    elif step == TableStep.SHAPE:
        amounts = fill_like_last_year(form, question)
    else:
        return form
    data = form.data.copy()
    for name, amount in {"pasted": "", **amounts}.items():
        data[name] = str(amount)
    return build_table_form(data, page, question, TableStep.CHECK)


def save_table(request: HttpRequest, form: TargetTableForm) -> Any:
    return submit_form(
        request, form, decide_targets, typed=form.get_decree, said=describe_saved, indicator=form.indicator,
        period=form.period, decisions=form.list_decisions(),
    )  # fmt: skip


def describe_saved(made: list[TargetRevision]) -> str:
    said = ngettext("%(count)s target ditetapkan.", "%(count)s target ditetapkan.", len(made))
    return said % {"count": format_number(len(made))}


def describe_change(decision: TargetDecision, last: Mapping[int, TargetRevision]) -> TargetChange:
    before = last.get(decision.office.pk)
    name = getattr(decision.office, "short_name", "") or decision.office.code
    return TargetChange(name, before.quantity if before else None, decision.quantity)


def sign_decisions(changed: Iterable[TargetDecision]) -> str:
    """What was looked at: another table is looked at again before it is saved."""
    told = [(each.office.pk, each.quantity, list(each.months or [])) for each in changed]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def build_table_query(question: FigureQuestion) -> str:
    return f"indicator={question.indicator.code}&period={question.period.pk}"
