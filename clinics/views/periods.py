"""Reporting periods: which are locked, and the exceptions asked and granted for locked ones."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clinics import policies, services
from clinics.forms import GrantExceptionForm, LockPeriodForm, PeriodExceptionForm, ReasonForm
from clinics.models import OfficeMonth, PeriodException, ReportingPeriod
from clinics.months.enums import CLOSED
from clinics.views.targets import build_target_trail
from krs_portal.kit import clock
from krs_portal.kit.actions import Action
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import render_form_page, submit_form
from krs_portal.offices.models import Membership, Office
from krs_portal.offices.querysets import OfficeQuerySet


def list_periods(request: HttpRequest) -> HttpResponse:
    """Each period with its lock and its exceptions, and what the reader may do about them."""
    visible = Office.objects.visible_to(request.user).with_name_on(clock.today())
    exceptions = (
        PeriodException.objects.visible_to(request.user)
        .select_related("asked_by", "granted_by")
        .annotate(let_in=Count("entries", distinct=True), revised=Count("target_revisions", distinct=True))
        .prefetch_related(Prefetch("office", visible))
        .order_by("-asked_at", "-pk")
    )
    periods = list(
        ReportingPeriod.objects.select_related("locked_by")
        .prefetch_related(
            Prefetch("exceptions", exceptions, to_attr="asked"),
            "unlocks__unlocked_by",
        )
        .newest_first()
    )
    refusal = policies.why_not_lock_periods(request.user)  # one answer for all that the ministry does here
    asking = list(list_requesting_offices(request.user))
    sent = set(OfficeMonth.objects.filter(office__in=asking, state__in=CLOSED).values_list("starts_on", flat=True))
    for period in periods:
        has_sent = any(period.starts_on <= month <= period.ends_on for month in sent)
        may_ask = bool(asking) and (period.locked_at is not None or has_sent)
        period.actions = list_period_actions(request.user, period, refusal, may_ask=may_ask)
        for exception in period.asked:
            exception.grant_refusal = refusal or policies.why_not_grant_exception(request.user, exception)
    context = {"periods": periods, "refusal": refusal, "places": build_target_trail(_("Periode"))}
    return render(request, "clinics/periods.html", context)


def list_period_actions(user: Any, period: ReportingPeriod, refusal: str | None, *, may_ask: bool) -> list[Action]:
    """The ministry locks what is over and takes back a colleague's lock; a head may ask for an exception."""
    key = [period.pk]
    actions = []
    if may_ask:
        actions.append(Action(_("Minta pengecualian"), reverse("clinics:period_except", args=key), icon="lock-open"))
    if refusal is None and period.locked_at:
        why_not = policies.why_not_unlock_period(user, period)
        actions.append(Action(_("Buka kunci"), reverse("clinics:period_unlock", args=key), why_not, "lock-open"))
    if refusal is None and not period.locked_at:
        why_not = policies.why_not_lock_period(period, today=clock.today())
        name = _("Kunci %(name)s") % {"name": period.name}
        actions.append(Action(name, reverse("clinics:period_lock", args=key), why_not, "lock", "danger"))
    return actions


def list_requesting_offices(user: Any) -> OfficeQuerySet:
    """The clinics for which the user may ask for an exception."""
    heading = Membership.objects.of(user).filter(role__in=policies.REQUESTING_ROLES).values("office")
    return Office.objects.at_or_below(heading).clinics().with_name_on(clock.today()).order_by("code", "pk")


def lock_period(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked once more before it is done: it stops recording for every day of the period."""
    refuse_if(policies.why_not_lock_periods(request.user))
    period = get_object_or_404(ReportingPeriod, pk=pk)
    form = LockPeriodForm(request.POST if request.method == "POST" else None)
    if submit_form(request, form, services.lock_period, period=period):
        return redirect("clinics:periods")
    return render_form_page(
        request,
        form,
        title=_("Kunci %(name)s?") % {"name": period.name},
        button=_("Kunci periode"),
        kind="danger",
        icon="lock",
        trail=build_target_trail(_("Kunci periode")),
        lead=_("Sesudah dikunci, catatan untuk hari-hari dalam periode ini ditolak kecuali ada pengecualian."),
        cancel_url=reverse("clinics:periods"),
    )


def unlock_period(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_if(policies.why_not_lock_periods(request.user))
    period = get_object_or_404(ReportingPeriod, pk=pk, locked_at__isnull=False)
    form = ReasonForm(request.POST or None)
    if submit_form(request, form, services.unlock_period, period=period):
        return redirect("clinics:periods")
    title = _("Buka kunci %(name)s") % {"name": period.name}
    return render_form_page(request, form, title=title, button=_("Buka kunci"), trail=build_target_trail(title))


def request_exception(request: HttpRequest, pk: int) -> HttpResponse:
    """A head asks for leave to post into a locked period or a month that was sent; the ministry grants it."""
    period = get_object_or_404(ReportingPeriod, pk=pk)
    if period.locked_at is None and not OfficeMonth.objects.sent_of(period).exists():
        raise Http404
    offices = list_requesting_offices(request.user)
    if not offices.exists():
        refuse_if(_("Pengecualian diminta oleh kepala unit."))
    form = PeriodExceptionForm(request.POST or None, offices=offices)
    said = _("Permintaan tercatat; evaluator kementerian memutuskannya.")
    if submit_form(request, form, services.request_exception, said=said, period=period):
        return redirect("clinics:periods")
    lead = _(
        "Bila diizinkan, unit ini boleh mencatat ke %(name)s yang sudah dikunci atau diajukan. Alasannya tampil pada "
        "setiap baris yang masuk."
    ) % {"name": period.name}
    title = _("Minta pengecualian")
    return render_form_page(
        request, form, title=title, button=_("Kirim permintaan"), trail=build_target_trail(title), lead=lead
    )


def grant_exception(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_if(policies.why_not_grant_exceptions(request.user))
    asked = PeriodException.objects.visible_to(request.user).select_related("period", "office", "asked_by")
    exception = get_object_or_404(asked, pk=pk)
    form = GrantExceptionForm(request.POST or None)
    if submit_form(request, form, services.grant_exception, exception=exception):
        return redirect("clinics:periods")
    title = _("Beri pengecualian")
    lead = _("%(office)s meminta mencatat ke %(name)s: “%(reason)s”") % {
        "office": exception.office.name_on(clock.today()),
        "name": exception.period.name,
        "reason": exception.reason,
    }
    return render_form_page(
        request, form, title=title, button=_("Beri pengecualian"), trail=build_target_trail(title), lead=lead
    )
