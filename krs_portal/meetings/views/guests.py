"""Inviting, answering, and who was there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from krs_portal.kit.clock import now
from krs_portal.meetings import links, messages, policies, services, showing
from krs_portal.meetings.enums import Answer
from krs_portal.meetings.forms import AnswerForm, AttendanceForm, InviteForm
from krs_portal.meetings.models import Invitation, Meeting
from krs_portal.meetings.services.planning import refuse
from krs_portal.meetings.views.meetings import changeable, filled, one
from krs_portal.offices.models import Office


def invite(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = changeable(request, pk)
    form = InviteForm(request.POST or None, offices=invitable(request.user, meeting))
    if request.method == "POST" and form.is_valid():
        try:
            count = invited(request, meeting, form)
        except ValidationError as error:
            form.refuse(error)
        else:
            said = ngettext("%(count)s undangan dikirim.", "%(count)s undangan dikirim.", count)
            notices.success(request, said % {"count": count})
            return redirect("meetings:meeting", pk)
    return filled(request, form, _("Undang peserta"), _("Kirim undangan"), meeting)


def invited(request: HttpRequest, meeting: Meeting, form: InviteForm) -> int:
    typed, by, at = form.cleaned_data, request.user, now()
    count = 0
    if typed["name"]:
        person = {field: typed[field] for field in ("name", "email", "phone")}
        services.invite(meeting=meeting, by=by, at=at, **person)
        count = 1
    return count + len(services.invite_offices(meeting=meeting, offices=typed["offices"], by=by, at=at))


def invitable(user: Any, meeting: Meeting) -> Any:
    """The offices in sight of the user and those above the host, without those that are asked already."""
    seen = Q(pk__in=Office.objects.visible_to(user).values("pk")) | Q(pk=meeting.office.parent_id)
    asked = meeting.invitations.filter(office__isnull=False).values("office_id")
    open_now = showing.named_offices().filter(seen, closed_on__isnull=True)
    return open_now.exclude(pk__in=asked).exclude(pk=meeting.office_id).order_by("name", "pk")


def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """For one's own office; the host writes down what was said by telephone."""
    visible = Invitation.objects.visible_to(request.user).select_related("meeting__office__parent", "office")
    invitation = get_object_or_404(visible, pk=pk)
    refuse(policies.why_not_answer(policies.standing(request.user, invitation.meeting), invitation, at=now()))
    form = answer_form(request, invitation)
    if answered(request, form, invitation, by=request.user):
        return redirect("meetings:meeting", invitation.meeting_id)
    heading = _("Jawaban %(name)s") % {"name": messages.named(invitation)}
    return filled(request, form, heading, _("Simpan jawaban"), invitation.meeting)


@login_not_required
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page a letter leads to: what it is about, and yes or no."""
    at = now()
    invitation = links.opened(token, at)
    if invitation is None:
        raise Http404(_("Undangan ini tidak dikenal, atau rapatnya sudah lewat."))
    refusal = policies.why_closed_to_answers(invitation, at=at)
    form = None if refusal else answer_form(request, invitation)
    if form and answered(request, form, invitation, by=None):
        return redirect("meetings:answer_by_link", token)
    context = {
        "form": form,
        "refusal": refusal,
        "invitation": invitation,
        "name": messages.named(invitation),
        "meeting": invitation.meeting,
        "facts": showing.facts(invitation.meeting),
        "badge": showing.answer_badge(invitation),
        "token": token,
    }
    status = 422 if form and form.errors else 200
    return render(request, "meetings/answer.html", context, status=status)


def answer_form(request: HttpRequest, invitation: Invitation) -> AnswerForm:
    known = {"answer": invitation.answer, "note": invitation.note} if invitation.answer != Answer.NONE else {}
    return AnswerForm(request.POST or None, initial=known)


def answered(request: HttpRequest, form: AnswerForm, invitation: Invitation, *, by: Any) -> bool:
    if request.method != "POST" or not form.is_valid():
        return False
    services.answer_invitation(invitation=invitation, by=by, at=now(), **form.cleaned_data)
    notices.success(request, _("Jawaban tersimpan."))
    return True


def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """One person after the other, as they come in."""
    meeting = one(request, pk)
    refuse(policies.why_not_hold(request.user, meeting, at=now()))
    invitations = showing.with_names(meeting.invitations.all())
    form = AttendanceForm(request.POST or None, invitations=invitations)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.record_attendance(meeting=meeting, by=request.user, at=now(), **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            notices.success(request, _("%(name)s tercatat hadir.") % {"name": made.name})
            return redirect("meetings:attendance", pk)
    present = showing.present(meeting)
    return filled(request, form, _("Catat kehadiran"), _("Catat hadir"), meeting, present=present, zone=meeting.zone)
