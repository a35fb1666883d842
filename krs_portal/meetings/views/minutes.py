"""Minutes: written, proposed to every side, agreed with a code or returned."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, submit_form
from krs_portal.kit.versions import Edited
from krs_portal.meetings import policies, services, showing
from krs_portal.meetings.forms import AgreementCodeForm, MeetingMinutesForm, ReturnForm
from krs_portal.meetings.models import Minutes
from krs_portal.meetings.views.meetings import get_visible_meeting, render_meeting_form


def write_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_visible_meeting(request, pk)
    refuse_if(policies.why_not_write(request.user, meeting))
    form = MeetingMinutesForm(request.POST or None, edits=Edited(meeting, showing.read_minutes))
    if submit_form(request, form, services.write_minutes, meeting=meeting, said=_("Notulen tersimpan.")):
        return redirect("meetings:meeting", pk)
    return render_meeting_form(request, form, _("Tulis notulen"), _("Simpan notulen"), meeting)


def get_visible_minutes(request: HttpRequest, pk: int) -> Minutes:
    visible = Minutes.objects.visible_to(request.user).select_related("meeting__office__parent")
    return get_object_or_404(visible, meeting=pk)


@require_POST
def propose_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Notulen diajukan; setiap pihak menerima kodenya.")
    press_button(request, services.propose_minutes, minutes=get_visible_minutes(request, pk), said=said)
    return redirect("meetings:meeting", pk)


def agree_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    minutes = get_visible_minutes(request, pk)
    offices = list_offices_to_speak_for(request.user, minutes, policies.why_not_agree)
    form = AgreementCodeForm(request.POST or None, offices=offices)
    if submit_form(request, form, services.agree_minutes, minutes=minutes, said=confirm_agreement):
        return redirect("meetings:meeting", pk)
    standing = policies.get_meeting_standing(request.user, minutes.meeting)
    return render_meeting_form(
        request, form, _("Setujui notulen"), _("Setujui"), minutes.meeting, template="meetings/agree.html",
        minutes=minutes, codes=showing.list_own_codes(standing, showing.list_agreements(minutes)),
    )  # fmt: skip


def confirm_agreement(minutes: Minutes) -> str:
    if minutes.is_agreed:
        return _("Semua pihak setuju. Notulen disepakati dan tidak berubah lagi.")
    return _("Persetujuan tercatat.")


def return_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    minutes = get_visible_minutes(request, pk)
    offices = list_offices_to_speak_for(request.user, minutes, policies.why_not_return)
    form = ReturnForm(request.POST or None, offices=offices)
    said = _("Notulen dikembalikan kepada penyelenggara.")
    if submit_form(request, form, services.return_minutes, minutes=minutes, said=said):
        return redirect("meetings:meeting", pk)
    return render_meeting_form(
        request, form, _("Kembalikan notulen"), _("Kembalikan"), minutes.meeting, template="meetings/agree.html",
        minutes=minutes,
    )  # fmt: skip


def list_offices_to_speak_for(user: Any, minutes: Minutes, policy: Any) -> Any:
    """The offices for which the user may act now under `policy`; raises PermissionDenied if there are none."""
    who = policies.get_meeting_standing(user, minutes.meeting)
    open_to, refusal = [], _("Notulen ini tidak sedang menunggu persetujuan.")
    for agreement in showing.list_agreements(minutes):
        why_not = policy(who, agreement)
        open_to += [] if why_not else [agreement.office_id]
        refusal = why_not or refusal
    if not open_to:
        refuse_if(refusal)
    return showing.list_named_offices().filter(pk__in=open_to).order_by("pk")
