"""Decisions: recorded, finished with their proof, dropped, or given another due day."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from krs_portal.files import shelves
from krs_portal.kit.about import About
from krs_portal.kit.clock import today
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import submit_form
from krs_portal.meetings import attachments, policies, services, showing
from krs_portal.meetings.forms import CarryForm, MeetingDecisionForm, ProofForm
from krs_portal.meetings.models import Decision
from krs_portal.meetings.views.meetings import build_breadcrumbs, get_visible_meeting, render_meeting_form


def record_decision(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_visible_meeting(request, pk)
    refuse_if(policies.why_not_write(request.user, meeting))
    there = Q(pk=meeting.office_id) | Q(invitations__meeting=meeting)
    offices = showing.list_named_offices().filter(there).distinct().order_by("name", "pk")
    form = MeetingDecisionForm(request.POST or None, offices=offices)
    if submit_form(request, form, services.record_decision, meeting=meeting, said=_("Keputusan tersimpan.")):
        return redirect("meetings:meeting", pk)
    return render_meeting_form(request, form, _("Catat keputusan"), _("Simpan keputusan"), meeting)


def show_decision(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_visible_decision(request, pk)
    refusal = policies.why_not_finish(request.user, shown)
    if request.method == "POST":
        refuse_if(refusal)
    form = ProofForm(request.POST or None)
    service = drop_with_words if "drop" in request.POST else services.finish_decision
    if submit_form(request, form, service, decision=shown, said=_("Tindak lanjut ditutup.")):
        return redirect("meetings:decision", pk)
    about = About(attachments.DECISION, str(pk))
    context = {
        "decision": shown,
        "badge": showing.build_decision_badge(shown, today()),
        "facts": showing.describe_decision(shown),
        "form": None if refusal else form,
        "may_carry": not policies.why_not_carry(request.user, shown),
        "shelf": shelves.build_shelf(request.user, about),
        "places": build_breadcrumbs(shown.meeting, _("Tindak lanjut")),
    }
    return render(request, "meetings/decision.html", context, status=form.status)


def drop_with_words(*, proof: str, **known: Any) -> Decision:
    """The page has one field for both: the proof, or the reason for dropping the decision."""
    return services.drop_decision(reason=proof, **known)


def carry_decision(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_visible_decision(request, pk)
    refuse_if(policies.why_not_carry(request.user, shown))
    form = CarryForm(request.POST or None, initial={"due_on": shown.due_on})
    if submit_form(request, form, services.carry_decision, decision=shown, said=_("Batas waktu diundur.")):
        return redirect("meetings:decision", pk)
    return render_meeting_form(request, form, _("Undur batas waktu"), _("Simpan batas waktu"), shown.meeting)


def get_visible_decision(request: HttpRequest, pk: int) -> Decision:
    visible = Decision.objects.visible_to(request.user).select_related("meeting__office__parent", "done_by")
    named = Prefetch("owner_office", showing.list_named_offices().select_related("parent"))
    return get_object_or_404(visible.prefetch_related(named), pk=pk)
