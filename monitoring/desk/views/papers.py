"""Downloads of the desk, in Indonesian: the Berita Acara and all letters as PDF, the ministry's form as a workbook."""

from __future__ import annotations

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from krs_portal.kit import clock, pdf
from krs_portal.kit.downloads import XLSX, build_download
from krs_portal.meetings import documents
from krs_portal.meetings.models import Invitation
from monitoring.desk import letters
from monitoring.desk import sheet as desk_sheet
from monitoring.desk.enums import SessionState
from monitoring.desk.models import DeskSession
from monitoring.desk.showing import format_participant
from monitoring.desk.views.scope import get_desk_session
from monitoring.rounds.querysets import prefetch_named_office
from monitoring.rounds.views.scope import get_round


@require_safe
def download_berita_acara(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_desk_session(request, pk)
    if session.meeting is None or session.state == SessionState.PLANNED:
        raise Http404
    with translation.override("id"):
        paper = letters.get_berita_acara(session)
        context = {
            "paper": paper,
            "letterhead": paper.letterhead,
            "address": paper.address,
            "title": "Berita Acara",
            "subtitle": f"Desk monitoring rusun dan rusus {paper.region}",
            "is_draft": not paper.is_agreed,
        }
        content = pdf.write_pdf(render_to_string("monitoring/desk/berita_acara.html", context))
    return build_download(content, f"berita-acara-{slugify(paper.region)}.pdf", "application/pdf", "inline")


@require_safe
def download_desk_form(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_desk_session(request, pk)
    name = format_participant(session.participant)
    with translation.override("id"):
        content = desk_sheet.build_desk_workbook(
            letters.list_desk_form_rows([session]), subtitle=f"{session.participant.round}, {name}"
        )
    return build_download(content, f"format-perumusan-{slugify(name)}.xlsx", XLSX)


@require_safe
def download_round_desk_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk form of every session that the user may see, in one sheet."""
    round_ = get_round(request, pk)
    sessions = DeskSession.objects.visible_to(request.user).filter(participant__round=round_)
    sessions = sessions.select_related("participant__round__form").order_by("starts_at", "pk")
    sessions = sessions.prefetch_related(prefetch_named_office("participant__office", clock.today()))
    with translation.override("id"):
        content = desk_sheet.build_desk_workbook(letters.list_desk_form_rows(sessions), subtitle=round_.name)
    return build_download(content, f"format-perumusan-{slugify(round_.name)}.xlsx", XLSX)


@require_safe
def download_round_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters of invitation and the attendance sheets of every session that the user may see, in order of time."""
    round_ = get_round(request, pk)
    sessions = DeskSession.objects.visible_to(request.user).filter(participant__round=round_)
    asked = Invitation.objects.filter(
        meeting__desk_session__in=sessions, office=F("meeting__desk_session__participant__office")
    )
    asked = asked.select_related("meeting__office__parent", "office").order_by("meeting__starts_at", "pk")
    with translation.override("id"):
        papers = [
            (documents.build_invitation_letter(each.meeting, each), documents.build_attendance_sheet(each.meeting))
            for each in asked
        ]
        if not papers:
            raise Http404
        context = {"papers": papers, "title": f"Undangan desk {round_.name}"}
        content = pdf.write_pdf(render_to_string("monitoring/desk/letters_paper.html", context))
    return build_download(content, f"undangan-{slugify(round_.name)}.pdf", "application/pdf", "inline")
