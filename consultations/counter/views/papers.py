"""What the counter puts on paper: the number that somebody takes along, and the people of a day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.booking import catalogue, nearest
from consultations.booking.letters import build_booking_url
from consultations.booking.models.seats import Attendance
from consultations.counter.views.board import CounterBoard, QueueLine, build_counter_board
from consultations.counter.views.day import read_past_day
from consultations.people.policies import why_not_serve
from krs_portal.kit import pdf, qr
from krs_portal.kit.clock import now
from krs_portal.kit.downloads import build_download
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.meetings.documents import build_letterhead

BLANK_LINES = 12  # for whoever walks in while nobody can type


@require_safe
def print_number(request: HttpRequest, pk: int) -> HttpResponse:
    """For a roll of 80 mm, in the language of whom it is for. It bears no name: slips are left lying."""
    related = ("slot__place__office", "topic")
    attendance = get_object_or_404(Attendance.objects.visible_to(request.user).select_related(*related), pk=pk)
    office = attendance.slot.place.office
    refuse_if(why_not_serve(request.user, office))
    refuse_if(None if attendance.queue_number else _("Nomor antrean diberikan begitu orangnya datang."))
    url = build_booking_url(attendance) if attendance.phone else ""
    with translation.override(attendance.language or "id"):
        context = {
            "attendance": attendance,
            "office_name": catalogue.get_todays_office_name(office),
            "zone": office.time_zone,
            "qr": qr.draw_qr(url) if url else "",
        }
        content = pdf.write_pdf(render_to_string("consultations/counter/number_paper.html", context))
    return build_download(content, f"nomor-{attendance.queue_number}.pdf", "application/pdf", "inline")


@require_safe
@reads_parameters("day")
def print_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody of the day, with room to write: for the morning, and for a counter without power or network."""
    place = get_object_or_404(nearest.list_visible_places(request.user), pk=pk)
    refuse_if(why_not_serve(request.user, place.office))
    day, at = read_past_day(request, place), now()
    board = build_counter_board(place, day, at, serves=True, is_today=False, with_over=True)
    context = {
        "title": _("Daftar orang di meja"),
        "letterhead": build_letterhead(place.office, day),
        "place": place,
        "day": day,
        "at": at,
        "zone": place.office.time_zone,
        "groups": list_day_groups(board),
        "sessions": board.sessions,
        "blank": range(BLANK_LINES),
    }
    content = pdf.write_pdf(render_to_string("consultations/counter/day_paper.html", context))
    return build_download(content, f"daftar-{place.pk}-{day}.pdf", "application/pdf", "inline")


def list_day_groups(board: CounterBoard) -> list[tuple[Any, list[QueueLine]]]:
    """In the order in which the counter works through them; what is empty is left out."""
    groups = [
        (_("Dipanggil dan dilayani"), board.serving),
        (_("Menunggu"), board.waiting),
        (_("Ditunda"), board.held),
        (_("Janji hari ini"), board.expected),
        (_("Selesai"), board.finished),
    ]
    return [(title, lines) for title, lines in groups if lines]
