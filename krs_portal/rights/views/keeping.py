"""For the ministry: what ends when, and breaches with their clock."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from krs_portal.kit.actions import Action
from krs_portal.kit.clock import now
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form
from krs_portal.rights import policies, services
from krs_portal.rights.forms import BreachForm
from krs_portal.rights.models import Breach
from krs_portal.rights.showing import build_breach_clock


@require_safe
def show_retention(request: HttpRequest) -> HttpResponse:
    """What the job of the night would erase now."""
    refuse_if(policies.why_not_keep_breaches(request.user))
    return render(request, "rights/retention.html", {"lines": services.preview_retention(at=now())})


@require_safe
@reads_parameters("cursor")
def list_breaches(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_keep_breaches(request.user))
    page = fetch_keyset_page(
        Breach.objects.all(), order=("-found_at", "-pk"), cursor=request.GET.get("cursor"), size=30
    )
    at = now()
    context = {
        "page": page,
        "lines": [(each, build_breach_clock(each, at)) for each in page],
        "refusal": policies.why_not_record_breach(request.user),
    }
    return render(request, "rights/breaches.html", context)


def record_breach(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_record_breach(request.user))
    form = BreachForm(request.POST or None)
    if made := submit_form(request, form, services.record_breach, said=_("Kejadian tercatat.")):
        return redirect("rights:breach", made.pk)
    return render_form_page(
        request,
        form,
        title=_("Catat kegagalan pelindungan data"),
        lead=_("Pemberitahuan tertulis kepada subjek data dan lembaga: paling lambat 3 × 24 jam (Pasal 46)."),
        button=_("Catat"),
    )


@require_safe
def show_breach(request: HttpRequest, pk: int) -> HttpResponse:
    """The breach, its clock, and the letter that tells of it."""
    refuse_if(policies.why_not_keep_breaches(request.user))
    breach = get_object_or_404(Breach.objects.select_related("authority_told_by", "people_told_by"), pk=pk)
    refusal = policies.why_not_record_breach(request.user)
    told = {
        "authority": (_("Lembaga sudah diberi tahu"), breach.authority_told_at),
        "people": (_("Subjek data sudah diberi tahu"), breach.people_told_at),
    }
    actions = [
        Action(label, reverse("rights:breach_told", args=[pk, whom]), refusal, "check", "primary", "post")
        for whom, (label, told_at) in told.items()
        if told_at is None
    ]
    context = {"breach": breach, "badge": build_breach_clock(breach, now()), "actions": actions}
    return render(request, "rights/breach.html", context)


@require_POST
def mark_told(request: HttpRequest, pk: int, whom: str) -> HttpResponse:
    refuse_if(policies.why_not_record_breach(request.user))
    breach = get_object_or_404(Breach, pk=pk)
    press_button(request, services.mark_breach_told, breach=breach, whom=whom, said=_("Pemberitahuan tercatat."))
    return redirect("rights:breach", pk)
