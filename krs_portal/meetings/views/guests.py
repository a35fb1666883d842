"""Inviting, answering, and recording who was present."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from krs_portal.kit.badges import build_badge
from krs_portal.kit.clock import now
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import submit_form
from krs_portal.kit.versions import Edited
from krs_portal.meetings import addresses, links, messages, policies, services, showing
from krs_portal.meetings.enums import Answer
from krs_portal.meetings.forms import AttendanceForm, InvitationAnswerForm, InviteForm
from krs_portal.meetings.models import Attendance, Invitation, Meeting
from krs_portal.meetings.views.meetings import get_changeable_meeting, get_visible_meeting, render_meeting_form
from krs_portal.offices.models import Office
from krs_portal.outbox.outlook import format_outlook


def invite_guests(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_changeable_meeting(request, pk)
    form = InviteForm(request.POST or None, offices=list_invitable_offices(request.user, meeting))
    if submit_form(request, form, services.invite_guests, meeting=meeting, said=count_sent_invitations):
        return redirect("meetings:meeting", pk)
    return render_meeting_form(request, form, _("Undang peserta"), _("Kirim undangan"), meeting)


def count_sent_invitations(invited: list[Invitation]) -> str:
    said = ngettext("%(count)s undangan dibuat.", "%(count)s undangan dibuat.", len(invited)) % {"count": len(invited)}
    reached = [[channel for channel, _to in addresses.list_invitation_ways(each, "")] for each in invited]
    return f"{said} {format_outlook(reached)}"


def list_invitable_offices(user: Any, meeting: Meeting) -> Any:
    """The offices the user may see and the one above the host, without those already invited."""
    seen = Q(pk__in=Office.objects.visible_to(user).values("pk")) | Q(pk=meeting.office.parent_id)
    asked = meeting.invitations.filter(office__isnull=False).values("office_id")
    open_now = showing.list_named_offices().filter(seen, closed_on__isnull=True)
    return open_now.exclude(pk__in=asked).exclude(pk=meeting.office_id).order_by("name", "pk")


def answer_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer for one's own office; the host may record what was said by telephone."""
    visible = Invitation.objects.visible_to(request.user).select_related("meeting__office__parent", "office")
    invitation = get_object_or_404(visible, pk=pk)
    refuse_if(
        policies.why_not_answer(policies.get_meeting_standing(request.user, invitation.meeting), invitation, at=now())
    )
    form = build_guest_answer_form(request, invitation)
    if submit_form(request, form, services.answer_invitation, invitation=invitation, said=_("Jawaban tersimpan.")):
        return redirect("meetings:meeting", invitation.meeting_id)
    heading = _("Jawaban %(name)s") % {"name": messages.get_guest_name(invitation)}
    return render_meeting_form(request, form, heading, _("Simpan jawaban"), invitation.meeting)


@login_not_required
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page that a letter leads to: what the meeting is about, and yes or no."""
    at = now()
    invitation = links.find_invitation_by_token(token, at)
    if invitation is None:
        raise Http404(_("Undangan ini tidak dikenal, atau rapatnya sudah lewat."))
    refusal = policies.why_closed_to_answers(invitation, at=at)
    form = None if refusal else build_guest_answer_form(request, invitation)
    if form and submit_form(request, form, answer_as_bearer, invitation=invitation, said=_("Jawaban tersimpan.")):
        return redirect("meetings:answer_by_link", token)
    context = {
        "form": form,
        "refusal": refusal,
        "invitation": invitation,
        "name": messages.get_guest_name(invitation),
        "meeting": invitation.meeting,
        "facts": showing.describe_meeting(invitation.meeting),
        "badge": build_badge(Answer(invitation.answer)),
        "token": token,
    }
    status = form.status if form else 200
    return render(request, "meetings/answer.html", context, status=status)


def build_guest_answer_form(request: HttpRequest, invitation: Invitation) -> InvitationAnswerForm:
    return InvitationAnswerForm(request.POST or None, edits=Edited(invitation, read_answer))


def read_answer(invitation: Invitation) -> dict[str, Any]:
    is_answered = invitation.answer != Answer.NONE
    return {"answer": invitation.answer if is_answered else "", "note": invitation.note if is_answered else ""}


def answer_as_bearer(*, by: Any, **answer: Any) -> Invitation:
    """Whoever has the link of the letter may answer, signed in or not; no user is recorded."""
    return services.answer_invitation(by=None, **answer)


def record_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Record one person after the other, as they come in."""
    meeting = get_visible_meeting(request, pk)
    refuse_if(policies.why_not_hold(request.user, meeting, at=now()))
    form = AttendanceForm(request.POST or None, invitations=showing.prefetch_office_names(meeting.invitations.all()))
    if submit_form(request, form, services.record_attendance, meeting=meeting, said=confirm_attendance):
        return redirect("meetings:attendance", pk)
    return render_meeting_form(
        request, form, _("Catat kehadiran"), _("Catat hadir"), meeting, template="meetings/attendance.html",
        present=showing.list_attendances(meeting), zone=meeting.zone,
    )  # fmt: skip


def confirm_attendance(made: Attendance) -> str:
    return _("%(name)s tercatat hadir.") % {"name": made.name}
