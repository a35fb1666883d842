"""What leaves the desk: the Berita Acara as PDF, the ministry's desk form as a workbook. Both in Indonesian."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from krs_portal.kit import pdf
from monitoring import desk_sheet, letters
from monitoring.enums import SessionState
from monitoring.models import DeskSession
from monitoring.views.desk import load as load_round
from monitoring.views.desk import name_of, offices
from monitoring.views.desk_sessions import load

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def desk_paper(request: HttpRequest, pk: int) -> HttpResponse:
    session = load(request, pk)
    if session.meeting is None or session.state == SessionState.PLANNED:
        raise Http404
    with translation.override("id"):
        paper = letters.berita_acara(session)
        context = {
            "paper": paper,
            "letterhead": paper.letterhead,
            "address": paper.address,
            "title": "Berita Acara",
            "subtitle": f"Desk monitoring rusun dan rusus {paper.region}",
            "is_draft": not paper.is_agreed,
        }
        content = pdf.write(render_to_string("monitoring/desk/berita_acara.html", context))
    return download(content, f"berita-acara-{slugify(paper.region)}.pdf", "application/pdf", "inline")


@require_GET
def desk_sheet_file(request: HttpRequest, pk: int) -> HttpResponse:
    session = load(request, pk)
    name = name_of(session.participant)
    with translation.override("id"):
        content = desk_sheet.workbook(letters.form_of(session), subtitle=f"{session.participant.round}, {name}")
    return download(content, f"format-perumusan-{slugify(name)}.xlsx", XLSX)


@require_GET
def desk_round_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk form of every session in sight, one below the other."""
    round_ = load_round(request, pk)
    sessions = DeskSession.objects.visible_to(request.user).filter(participant__round=round_)
    sessions = sessions.select_related("participant__round__form").order_by("starts_at", "pk")
    rows: list[desk_sheet.Row] = []
    with translation.override("id"):
        for session in sessions.prefetch_related(Prefetch("participant__office", offices())):
            rows += letters.form_of(session)
        content = desk_sheet.workbook(rows, subtitle=round_.name)
    return download(content, f"format-perumusan-{slugify(round_.name)}.xlsx", XLSX)


def download(content: bytes, name: str, kind: str, how: str = "attachment") -> HttpResponse:
    headers = {"Content-Disposition": f'{how}; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
