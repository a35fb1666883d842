"""What is printed: the letter of invitation, the attendance sheet, the minutes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from krs_portal.kit import pdf
from krs_portal.kit.clock import now
from krs_portal.meetings import documents, links
from krs_portal.meetings.models import Invitation, Minutes
from krs_portal.meetings.views.meetings import one


@require_GET
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """To everybody invited, whose names follow as an annex."""
    return printed("meetings/letter_paper.html", partial(documents.letter, one(request, pk)), "undangan")


@require_GET
def own_letter(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Invitation.objects.visible_to(request.user).select_related("meeting__office__parent", "office")
    invitation = get_object_or_404(visible, pk=pk)
    return printed("meetings/letter_paper.html", partial(documents.letter, invitation.meeting, invitation), "undangan")


@require_GET
@login_not_required
def letter_by_link(request: HttpRequest, token: str) -> HttpResponse:
    invitation = links.opened(token, now())
    if invitation is None:
        raise Http404
    return printed("meetings/letter_paper.html", partial(documents.letter, invitation.meeting, invitation), "undangan")


@require_GET
def attendance_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Before the meeting with lines to sign on; after it with who was there."""
    return printed(
        "meetings/attendance_paper.html", partial(documents.attendance_sheet, one(request, pk)), "daftar-hadir"
    )


@require_GET
def minutes_paper(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Minutes.objects.visible_to(request.user).select_related("meeting__office__parent")
    minutes = get_object_or_404(visible, meeting=pk)
    return printed("meetings/minutes_paper.html", partial(documents.minutes_paper, minutes), "notulen")


def printed(template: str, build: Callable[[], documents.Paper], name: str) -> HttpResponse:
    """Official paper is in Indonesian, whatever language its reader has chosen for the pages."""
    with translation.override("id"):
        return made(template, build(), name)


def made(template: str, document: documents.Paper, name: str) -> HttpResponse:
    context = {
        "document": document,
        "letterhead": document.letterhead,
        "address": document.address,
        "title": document.subject,
    }
    content = pdf.write(render_to_string(template, context))
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}-{slugify(document.subject)[:60]}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )
