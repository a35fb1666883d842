"""Minutes: written, put to every side, agreed with a code or returned."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notices
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from krs_portal.kit.clock import now
from krs_portal.meetings import policies, services, showing
from krs_portal.meetings.forms import CodeForm, MinutesForm, ReturnForm
from krs_portal.meetings.models import Minutes
from krs_portal.meetings.services.planning import refuse
from krs_portal.meetings.views.meetings import filled, one


def write(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = one(request, pk)
    refuse(policies.why_not_write(request.user, meeting))
    known = policies.minutes_of(meeting)
    form = MinutesForm(request.POST or None, initial={"text": known.text if known else ""})
    if request.method == "POST" and form.is_valid():
        services.write_minutes(meeting=meeting, by=request.user, at=now(), **form.cleaned_data)
        notices.success(request, _("Notulen tersimpan."))
        return redirect("meetings:meeting", pk)
    return filled(request, form, _("Tulis notulen"), _("Simpan notulen"), meeting)


def minutes_of(request: HttpRequest, pk: int) -> Minutes:
    visible = Minutes.objects.visible_to(request.user).select_related("meeting__office__parent")
    return get_object_or_404(visible, meeting=pk)


@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    services.propose_minutes(minutes=minutes_of(request, pk), by=request.user, at=now())
    notices.success(request, _("Notulen diajukan; setiap pihak menerima kodenya."))
    return redirect("meetings:meeting", pk)


def agree(request: HttpRequest, pk: int) -> HttpResponse:
    minutes = minutes_of(request, pk)
    offices = sides(request.user, minutes, policies.why_not_agree)
    form = CodeForm(request.POST or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        try:
            minutes = services.agree_minutes(minutes=minutes, by=request.user, at=now(), **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            done = _("Semua pihak setuju. Notulen disepakati dan tidak berubah lagi.")
            notices.success(request, done if minutes.is_agreed else _("Persetujuan tercatat."))
            return redirect("meetings:meeting", pk)
    own = showing.own_codes(policies.standing(request.user, minutes.meeting), showing.agreements(minutes))
    return filled(request, form, _("Setujui notulen"), _("Setujui"), minutes.meeting, minutes=minutes, codes=own)


def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    minutes = minutes_of(request, pk)
    form = ReturnForm(request.POST or None, offices=sides(request.user, minutes, policies.why_not_return))
    if request.method == "POST" and form.is_valid():
        services.return_minutes(minutes=minutes, by=request.user, at=now(), **form.cleaned_data)
        notices.success(request, _("Notulen dikembalikan kepada penyelenggara."))
        return redirect("meetings:meeting", pk)
    return filled(request, form, _("Kembalikan notulen"), _("Kembalikan"), minutes.meeting, minutes=minutes)


def sides(user: Any, minutes: Minutes, policy: Any) -> Any:
    """The sides the user may speak for now; with none, why not."""
    who = policies.standing(user, minutes.meeting)
    open_to, refusal = [], _("Notulen ini tidak sedang menunggu persetujuan.")
    for agreement in showing.agreements(minutes):
        why_not = policy(who, agreement)
        open_to += [] if why_not else [agreement.office_id]
        refusal = why_not or refusal
    if not open_to:
        refuse(refusal)
    return showing.named_offices().filter(pk__in=open_to).order_by("pk")
