"""What each office is to reach: the amount, the decree it rests on, and every amount before it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clinics import policies, services
from clinics.filters import Question, default_as_at
from clinics.forms import BoardForm, RevisionForm, TargetForm
from clinics.models import Target, TargetRevision
from krs_portal.kit import clock
from krs_portal.kit.actions import Action
from krs_portal.kit.htmx import faces
from krs_portal.offices.models import Office


def targets(request: HttpRequest) -> HttpResponse:
    form = BoardForm(request.GET)
    form.is_valid()
    question, url = form.question, reverse("clinics:targets")
    refusal = policies.why_not_set_target(request.user)
    context = {
        "question": question,
        "form": form.shown(question, url),
        "url": url,
        "targets": targets_of(request.user, question) if question else [],
        "may_set": refusal is None,
        "actions": [
            Action(_("Tetapkan target"), reverse("clinics:target_set"), refusal, icon="plus", kind="primary"),
            Action(_("Periode dan penguncian"), reverse("clinics:periods"), icon="lock"),
        ],
    }
    return faces(request, "clinics/targets.html", context, fragment="list")


def targets_of(user: Any, question: Question) -> list[Target]:
    """The targets of the question's indicator and period, with `office.name` and `history`, newest first."""
    history = TargetRevision.objects.select_related("recorded_by").order_by("-number")
    named = Office.objects.with_name_on(question.as_at)
    return list(
        Target.objects.visible_to(user)
        .filter(indicator=question.indicator, period=question.period)
        .prefetch_related(Prefetch("office", named), Prefetch("revisions", history, to_attr="history"))
        .order_by("office__code", "pk")
    )


def target_set(request: HttpRequest) -> HttpResponse:
    services.refuse(policies.why_not_set_target(request.user))
    form = TargetForm(request.POST or None, offices=clinics_of(request.user), initial=first_guess(request))
    if request.method == "POST" and form.is_valid():
        try:
            target = services.set_target(**form.cleaned_data, by=request.user, at=clock.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(list_url(target))
    context = {"form": form, "title": _("Tetapkan target"), "places": places(_("Tetapkan target"))}
    return render(request, "clinics/target_form.html", context, status=422 if form.errors else 200)


def target_revise(request: HttpRequest, pk: int) -> HttpResponse:
    history = TargetRevision.objects.select_related("recorded_by").order_by("-number")
    target = get_object_or_404(
        Target.objects.visible_to(request.user)
        .select_related("indicator", "period")
        .prefetch_related(Prefetch("revisions", history, to_attr="history")),
        pk=pk,
    )
    services.refuse(policies.why_not_set_target(request.user, target.office))
    form = RevisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.revise_target(target=target, **form.cleaned_data, by=request.user, at=clock.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(list_url(target))
    context = {
        "form": form,
        "target": target,
        "office": target.office.name_on(default_as_at(target.period)),
        "title": _("Ubah target"),
        "places": places(_("Ubah target")),
    }
    return render(request, "clinics/target_form.html", context, status=422 if form.errors else 200)


def clinics_of(user: Any) -> QuerySet[Office]:
    return Office.objects.visible_to(user).clinics().with_name_on(clock.today()).order_by("code", "pk")


def first_guess(request: HttpRequest) -> dict[str, Any]:
    """The indicator and period the list was showing."""
    form = BoardForm(request.GET)
    form.is_valid()
    question = form.question
    return {"indicator": question.indicator.code, "period": question.period.pk} if question else {}


def list_url(target: Target) -> str:
    query = f"indicator={target.indicator.code}&period={target.period_id}"
    return f"{reverse('clinics:targets')}?{query}#unit-{target.office.code}"


def places(here: str) -> list[tuple[str, str | None]]:
    return [(_("Dasbor"), reverse("clinics:dashboard")), (_("Target"), reverse("clinics:targets")), (here, None)]
