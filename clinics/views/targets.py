"""What each office is to reach: the amount, the decree it rests on, and every amount before it."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from clinics import policies, services
from clinics.courses.policies import why_not_name_programme
from clinics.forms import BOARD_PARAMETERS, BoardForm, TargetAmountForm, TargetForm, TargetRevisionForm
from clinics.models import Target
from clinics.questions import FigureQuestion, get_default_as_at
from clinics.standings import find_target_in_force, sum_known
from clinics.views.asking import render_question_page
from krs_portal.kit import clock
from krs_portal.kit.actions import Action
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import render_form_page, submit_form
from krs_portal.offices.models import Office


@reads_parameters(*BOARD_PARAMETERS)
def show_targets(request: HttpRequest) -> HttpResponse:
    form = BoardForm(request.GET)
    question, url = form.question, reverse("clinics:targets")
    refusal = policies.why_not_set_target(request.user)
    is_rate = question is not None and not sums_up(question)
    why_no_table = _("Target persentase ditetapkan unit demi unit, tanpa bulan.") if is_rate else None
    context = {
        "question": question,
        "form": form.shown(question, url),
        "url": url,
        "targets": (targets := list_targets(request.user, question) if question else []),
        "total": sum_known(target.in_force.quantity for target in targets) if sums_up(question) else None,
        "sums_up": sums_up(question),
        "may_set": refusal is None,
        "actions": [
            Action(_("Tetapkan target"), reverse("clinics:target_set"), refusal, icon="plus", kind="primary"),
            Action(_("Tabel target"), build_table_url(question), refusal or why_no_table, icon="calendar-event"),
            Action(_("Bulan pelaporan"), reverse("clinics:months"), icon="calendar-event"),
            Action(_("Periode dan penguncian"), reverse("clinics:periods"), icon="lock"),
            *list_published_actions(request.user),
            *list_programme_actions(request.user),
        ],
    }
    return render_question_page(request, "clinics/targets.html", context, form=form, fragment="list")


def list_published_actions(user: Any) -> list[Action]:
    """What was said in public, for those who see all offices."""
    if policies.why_not_read_published(user):
        return []
    return [Action(_("Angka terbit"), reverse("clinics:published"), icon="flag")]


def list_programme_actions(user: Any) -> list[Action]:
    if why_not_name_programme(user):
        return []
    return [Action(_("Nama program"), reverse("clinics:programme"), icon="pencil")]


def build_table_url(question: FigureQuestion | None) -> str:
    query = f"?indicator={question.indicator.code}&period={question.period.pk}" if question else ""
    return reverse("clinics:target_table") + query


def sums_up(question: FigureQuestion | None) -> bool:
    """Whether targets of offices add up to one of all: those of percentages do not."""
    return question is not None and question.indicator.is_count


def list_targets(user: Any, question: FigureQuestion) -> list[Any]:
    """The targets of the question's indicator and period, with `office.name`, `history` (newest first) and `in_force`.

    What is in force is what had been decided by the day of the data, as on the board; `remarks` say what came later.
    """
    named = Office.objects.with_name_on(question.as_at)
    targets = list(
        Target.objects.visible_to(user)
        .filter(indicator=question.indicator, period=question.period)
        .with_history()
        .prefetch_related(Prefetch("office", named))
        .order_by("office__code", "pk")
    )
    for target in targets:
        known = [each for each in target.history if not question.known_at or each.recorded_at <= question.known_at]
        target.in_force = find_target_in_force(known[::-1], question.as_at)
        target.remarks = target.in_force.list_remarks(question.as_at)
    return targets


def set_target(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_set_target(request.user))
    form = TargetForm(
        request.POST or None, offices=list_visible_clinics(request.user), initial=build_target_initial(request)
    )
    if target := submit_form(request, form, services.set_target):
        return redirect(build_target_list_url(target))
    return render_target_form(request, form, _("Tetapkan target"))


def revise_target(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Target.objects.visible_to(request.user).select_related("office", "indicator", "period")
    target = get_object_or_404(visible.with_history(), pk=pk)
    refuse_if(policies.why_not_set_target(request.user))
    form = TargetRevisionForm(request.POST or None)
    if submit_form(request, form, services.revise_target, target=target):
        return redirect(build_target_list_url(target))
    office = target.office.name_on(get_default_as_at(target.period))
    return render_target_form(request, form, _("Ubah target"), target=target, office=office)


def render_target_form(request: HttpRequest, form: TargetAmountForm, title: str, **context: Any) -> HttpResponse:
    return render_form_page(
        request,
        form,
        title=title,
        button=_("Simpan target"),
        trail=build_target_trail(title),
        template="clinics/target_form.html",
        **context,
    )


def list_visible_clinics(user: Any) -> QuerySet[Office]:
    return Office.objects.visible_to(user).clinics().with_name_on(clock.today()).order_by("code", "pk")


def build_target_initial(request: HttpRequest) -> dict[str, Any]:
    """Initial values of the form: the indicator and period chosen on the list that the user came from."""
    form = BoardForm(request.GET)
    question = form.question
    return {"indicator": question.indicator.code, "period": question.period.pk} if question else {}


def build_target_list_url(target: Target) -> str:
    query = f"indicator={target.indicator.code}&period={target.period_id}"
    return f"{reverse('clinics:targets')}?{query}#unit-{target.office.code}"


def build_target_trail(here: str) -> list[tuple[str, str | None]]:
    return [(_("Dasbor"), reverse("clinics:dashboard")), (_("Target"), reverse("clinics:targets")), (here, None)]
