"""Reporting periods: open or locked, and what was still let in."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinics import policies, services
from clinics.forms import ExceptionForm
from clinics.models import PeriodException, ReportingPeriod
from clinics.views.targets import clinics_of
from krs_portal.kit import clock
from krs_portal.offices.models import Office


def periods(request: HttpRequest) -> HttpResponse:
    visible = Office.objects.visible_to(request.user).with_name_on(clock.today())
    exceptions = (
        PeriodException.objects.filter(office__in=Office.objects.visible_to(request.user))
        .select_related("granted_by")
        .prefetch_related(Prefetch("office", visible))
        .order_by("-granted_at", "-pk")
    )
    context = {
        "periods": ReportingPeriod.objects.select_related("locked_by")
        .prefetch_related(Prefetch("exceptions", exceptions, to_attr="granted"))
        .order_by("-starts_on", "-ends_on", "pk"),
        "refusal": policies.why_not_lock_period(request.user),
        "places": places(_("Periode")),
    }
    return render(request, "clinics/periods.html", context)


@require_POST
def period_lock(request: HttpRequest, pk: int) -> HttpResponse:
    services.lock_period(period=get_object_or_404(ReportingPeriod, pk=pk), by=request.user, at=clock.now())
    return redirect("clinics:periods")


def period_except(request: HttpRequest, pk: int) -> HttpResponse:
    services.refuse(policies.why_not_lock_period(request.user))
    period = get_object_or_404(ReportingPeriod, pk=pk, locked_at__isnull=False)
    form = ExceptionForm(request.POST or None, offices=clinics_of(request.user))
    if request.method == "POST" and form.is_valid():
        services.grant_exception(period=period, **form.cleaned_data, by=request.user, at=clock.now())
        return redirect("clinics:periods")
    context = {"form": form, "period": period, "places": places(_("Beri pengecualian"))}
    return render(request, "clinics/period_exception.html", context, status=422 if form.errors else 200)


def places(here: str) -> list[tuple[Any, str | None]]:
    return [(_("Dasbor"), reverse("clinics:dashboard")), (_("Target"), reverse("clinics:targets")), (here, None)]
