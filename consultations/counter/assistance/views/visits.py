"""What was seen at a house: the visits of an assistance, and that the house is better."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consultations.counter.assistance import policies, services
from consultations.counter.assistance.forms import ImprovementForm, SiteVisitForm
from consultations.counter.assistance.models import SiteVisit
from consultations.counter.assistance.views.assistance import ask_about, get_assistance, render_assistance_form
from krs_portal.kit.clock import today
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, submit_form


def record_visit(request: HttpRequest, pk: int) -> HttpResponse:
    return ask_about(
        request,
        pk,
        lambda assistance: SiteVisitForm(
            request.POST or None,
            office=assistance.office,
            initial={"visited_on": today(assistance.office.time_zone), "officer": request.user.pk},
        ),
        services.record_visit,
        why_not=policies.why_not_visit,
        said=_("Kunjungan tercatat."),
        title=_("Catat kunjungan"),
        button=_("Simpan kunjungan"),
    )


def edit_visit(request: HttpRequest, pk: int) -> HttpResponse:
    visit = get_object_or_404(SiteVisit, pk=pk)
    assistance = get_assistance(request, visit.assistance_id)
    refuse_if(policies.why_not_visit(request.user, assistance))
    form = SiteVisitForm(request.POST or None, office=assistance.office, visit=visit)
    if submit_form(request, form, services.edit_visit, said=_("Kunjungan tersimpan."), visit=visit):
        return redirect("consultations:assistance", assistance.pk)
    return render_assistance_form(request, assistance, form, title=_("Ubah kunjungan"), button=_("Simpan kunjungan"))


def record_improvement(request: HttpRequest, pk: int) -> HttpResponse:
    return ask_about(
        request,
        pk,
        lambda assistance: ImprovementForm(
            request.POST or None,
            assistance=assistance,
            initial={"seen_on": today(assistance.office.time_zone), "witness": request.user.pk},
        ),
        services.record_improvement,
        why_not=policies.why_not_say_improved,
        typed=True,
        said=_("Perbaikan rumah tercatat; data rumahnya ikut diperbarui."),
        title=_("Perbaikan rumah"),
        button=_("Simpan"),
        template="consultations/counter/assistance/improvement.html",
    )


@require_POST
def take_back_improvement(request: HttpRequest, pk: int) -> HttpResponse:
    assistance = get_assistance(request, pk)
    refuse_if(policies.why_not_serve(request.user, assistance.office))
    said = _("Catatan perbaikan dihapus; data rumahnya kembali seperti sebelumnya.")
    press_button(request, services.take_back_improvement, said=said, assistance=assistance)
    return redirect("consultations:assistance", pk)
