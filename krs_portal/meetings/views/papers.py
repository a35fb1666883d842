"""Printed documents: the letter of invitation, the attendance sheet, the minutes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from krs_portal.kit import pdf
from krs_portal.kit.clock import now
from krs_portal.kit.downloads import build_download
from krs_portal.meetings import documents, links
from krs_portal.meetings.models import Invitation, Minutes
from krs_portal.meetings.views.meetings import get_visible_meeting


@require_safe
def show_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter to all guests, whose names are in an annex."""
    return render_paper(
        "meetings/letter_paper.html",
        partial(documents.build_invitation_letter, get_visible_meeting(request, pk)),
        "undangan",
    )


@require_safe
def show_own_letter(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Invitation.objects.visible_to(request.user).select_related("meeting__office__parent", "office")
    invitation = get_object_or_404(visible, pk=pk)
    return render_paper(
        "meetings/letter_paper.html",
        partial(documents.build_invitation_letter, invitation.meeting, invitation),
        "undangan",
    )


@require_safe
@login_not_required
def show_letter_by_link(request: HttpRequest, token: str) -> HttpResponse:
    invitation = links.find_invitation_by_token(token, now())
    if invitation is None:
        raise Http404
    return render_paper(
        "meetings/letter_paper.html",
        partial(documents.build_invitation_letter, invitation.meeting, invitation),
        "undangan",
    )


@require_safe
def show_attendance_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Before the meeting with lines to sign on, afterwards with who was present."""
    return render_paper(
        "meetings/attendance_paper.html",
        partial(documents.build_attendance_sheet, get_visible_meeting(request, pk)),
        "daftar-hadir",
    )


@require_safe
def show_minutes_paper(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Minutes.objects.visible_to(request.user).select_related("meeting__office__parent")
    minutes = get_object_or_404(visible, meeting=pk)
    return render_paper("meetings/minutes_paper.html", partial(documents.build_minutes_paper, minutes), "notulen")


def render_paper(template: str, build: Callable[[], documents.MeetingPaper], name: str) -> HttpResponse:
    """Official paper is in Indonesian, whatever language its reader has chosen for the pages."""
    with translation.override("id"):
        return build_paper_response(template, build(), name)


def build_paper_response(template: str, document: documents.MeetingPaper, name: str) -> HttpResponse:
    context = {
        "document": document,
        "letterhead": document.letterhead,
        "address": document.address,
        "title": document.subject,
    }
    content = pdf.write_pdf(render_to_string(template, context))
    return build_download(content, f"{name}-{slugify(document.subject)[:60]}.pdf", "application/pdf", "inline")
