"""Decisions: taken, finished with their proof, dropped, or given another due day."""

from __future__ import annotations

from django.contrib import messages as notices
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from krs_portal.files import shelves
from krs_portal.kit.about import About
from krs_portal.kit.clock import now, today
from krs_portal.meetings import attachments, policies, services, showing
from krs_portal.meetings.forms import CarryForm, DecisionForm, ProofForm
from krs_portal.meetings.models import Decision
from krs_portal.meetings.services.planning import refuse
from krs_portal.meetings.views.meetings import filled, one, places


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = one(request, pk)
    refuse(policies.why_not_write(request.user, meeting))
    there = Q(pk=meeting.office_id) | Q(invitations__meeting=meeting)
    offices = showing.named_offices().filter(there).distinct().order_by("name", "pk")
    form = DecisionForm(request.POST or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide(meeting=meeting, by=request.user, at=now(), **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            notices.success(request, _("Keputusan tersimpan."))
            return redirect("meetings:meeting", pk)
    return filled(request, form, _("Catat keputusan"), _("Simpan keputusan"), meeting)


def decision(request: HttpRequest, pk: int) -> HttpResponse:
    shown = decision_of(request, pk)
    refusal = policies.why_not_finish(request.user, shown)
    if request.method == "POST":
        refuse(refusal)
    form = ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proof, by, at = form.cleaned_data["proof"], request.user, now()
        if "drop" in request.POST:
            services.drop_decision(decision=shown, reason=proof, by=by, at=at)
        else:
            services.finish_decision(decision=shown, proof=proof, by=by, at=at)
        notices.success(request, _("Tindak lanjut ditutup."))
        return redirect("meetings:decision", pk)
    about = About(attachments.DECISION, str(pk))
    context = {
        "decision": shown,
        "badge": showing.decision_badge(shown, today()),
        "facts": showing.decision_facts(shown),
        "form": None if refusal else form,
        "may_carry": not policies.why_not_carry(request.user, shown),
        "shelf": shelves.shelf(request.user, about),
        "places": places(shown.meeting, _("Tindak lanjut")),
    }
    return render(request, "meetings/decision.html", context, status=422 if form.errors else 200)


def carry(request: HttpRequest, pk: int) -> HttpResponse:
    shown = decision_of(request, pk)
    refuse(policies.why_not_carry(request.user, shown))
    form = CarryForm(request.POST or None, initial={"due_on": shown.due_on})
    if request.method == "POST" and form.is_valid():
        try:
            services.carry_decision(decision=shown, by=request.user, at=now(), **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            notices.success(request, _("Batas waktu diundur."))
            return redirect("meetings:decision", pk)
    return filled(request, form, _("Undur batas waktu"), _("Simpan batas waktu"), shown.meeting)


def decision_of(request: HttpRequest, pk: int) -> Decision:
    visible = Decision.objects.visible_to(request.user).select_related("meeting__office__parent", "done_by")
    named = Prefetch("owner_office", showing.named_offices().select_related("parent"))
    return get_object_or_404(visible.prefetch_related(named), pk=pk)
