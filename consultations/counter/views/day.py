"""The counter: the people of one day at one place, and registering who walked in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clinics.models import Place
from clinics.policies import why_not_open_on
from consultations.booking import nearest, way
from consultations.booking.enums import HERE, SlotKind
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.seats import Attendance
from consultations.counter import services
from consultations.counter.forms import CounterSearchForm, WalkInForm
from consultations.counter.promises.models import Promise
from consultations.counter.services.calling import get_window
from consultations.counter.views.board import CounterBoard, build_counter_board
from consultations.counter.views.polling import compute_fingerprint
from consultations.counter.views.visitors import list_visitors
from consultations.people.models.person import Person
from consultations.people.policies import why_not_open_counter, why_not_serve
from krs_portal.accounts import nik
from krs_portal.kit.actions import Tab
from krs_portal.kit.clock import now, today
from krs_portal.kit.htmx import wants_fragment
from krs_portal.kit.parameters import read_choice, reads_parameters, refuse_parameter
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import submit_form
from krs_portal.offices.enums import Role
from krs_portal.offices.former_codes import find_unknown_codes
from krs_portal.offices.policies import why_not_act
from krs_portal.outbox.outlook import count_messages_by_hand

QUEUE, OVER = "queue", "over"


@reads_parameters("place", "day", "show")
def show_counter_day(request: HttpRequest) -> HttpResponse:
    refuse_if(why_not_open_counter(request.user))
    places = list(nearest.list_visible_places(request.user))
    place = nearest.choose_place(places, request.GET.get("place", ""))
    if place is None:
        return render(request, "consultations/counter/without_place.html")
    day, show = read_past_day(request, place), read_choice(request, "show", (QUEUE, OVER), QUEUE)
    if wants_fragment(request) and request.method != "POST":
        return answer_poll(request, place, day, show)
    serves = why_not_serve(request.user, place.office) is None
    people = Person.objects.known_to([place.office_id]) if serves else Person.objects.none()
    looks = "look" in request.POST  # first at who came before; nothing is registered yet
    form = WalkInForm(None if looks else request.POST or None, people=people, initial=request.POST.dict())
    if made := submit_form(
        request, form, services.register_walk_in, said=format_registered, typed=lambda: form.values, place=place
    ):
        warn_of_unknown_region(request, made)
        warn_of_other_number(request, made)
        return redirect_to_counter(place.pk)
    context = build_board_context(request, place, day, show) | {"form": form}
    if request.method == "POST" and serves:
        context["visitors"] = list_visitors(form, place)
    return render_counter(request, place, context, places=places, status=422 if form.errors else 200)


def read_past_day(request: HttpRequest, place: Place) -> date:
    """The day that is asked for, today or before; what lies ahead stands in the agenda."""
    this_day, asked = today(place.office.time_zone), way.read_day(request.GET)
    if request.GET.get("day") and (asked is None or asked > this_day):
        refuse_parameter("day")
    return asked or this_day


def answer_poll(request: HttpRequest, place: Place, day: date, show: str) -> HttpResponse:
    """The board alone for whoever asks again; 304 where nothing on it has changed."""
    etag = build_etag(request, place, day, show)
    if answer := get_conditional_response(request, etag=etag):
        return answer
    context = build_board_context(request, place, day, show) | {"poll_headers": build_poll_headers(etag)}
    response = render(request, "consultations/counter/day.html#board", context)
    response["ETag"] = etag
    patch_vary_headers(response, ["HX-Request"])
    return response


def build_etag(request: HttpRequest, place: Place, day: date, show: str) -> str:
    serves = why_not_serve(request.user, place.office) is None
    shows_over = show == OVER or day != today(place.office.time_zone)
    seen = compute_fingerprint(place, day, now(), show, serves, get_language(), with_records=shows_over)
    return f'"{seen}"'


def build_poll_headers(etag: str) -> str:
    """What the board sends when it asks again; named by itself, a 304 reaches the page and nothing is drawn anew."""
    return json.dumps({"If-None-Match": etag})


def build_board_context(request: HttpRequest, place: Place, day: date, show: str) -> dict[str, Any]:
    is_today, serves = day == today(place.office.time_zone), why_not_serve(request.user, place.office) is None
    board = build_counter_board(
        place, day, now(), serves=serves, is_today=is_today, with_over=show == OVER or not is_today
    )
    base = f"{reverse('consultations:desk')}?place={place.pk}" + ("" if is_today else f"&day={day}")
    return {
        "board": board,
        "place": place,
        "day": day,
        "is_today": is_today,
        "show": show,
        "serves": serves,
        "again": f"{base}&show={show}",
        "tabs": build_counter_tabs(board, base, show) if is_today else [],
    }


def build_counter_tabs(board: CounterBoard, base: str, show: str) -> list[Tab]:
    here = len(board.serving) + len(board.waiting) + len(board.held)
    return [
        Tab(_("Antrean"), base, show == QUEUE, here),
        Tab(_("Selesai"), f"{base}&show={OVER}", show == OVER, board.over),
    ]


def render_counter(
    request: HttpRequest, place: Place, context: dict[str, Any], *, places: Sequence[Place], status: int = 200
) -> HttpResponse:
    """The whole page around the board."""
    day, serves = context["day"], context["serves"]
    closed = why_not_open_on(place, day) if context["is_today"] else None
    context = {
        "search": CounterSearchForm(),
        "poll_headers": build_poll_headers(build_etag(request, place, day, context["show"])),
        "refusal": why_not_serve(request.user, place.office) or closed,
        "closed": closed,
        "places": places,
        "window": get_window(place, request.user) if serves else "",
        "heads": why_not_act(request.user, place.office, Role.HEAD, Role.ADMIN) is None,
        "enquiries": Enquiry.objects.filter(office=place.office).open().count() if serves else None,
        "promises": Promise.objects.filter(office=place.office).open().count() if serves else None,
        "by_hand": count_messages_by_hand(place.office, now()) if serves else None,
    } | context
    response = render(request, "consultations/counter/day.html", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def format_registered(made: Attendance) -> str:
    """With the paper that somebody without a telephone takes along."""
    said = _("%(name)s terdaftar dengan nomor %(number)d.") % {"name": made.name, "number": made.queue_number}
    url = reverse("consultations:number", args=[made.pk])
    return format_html('{} <a href="{}">{}</a>', said, url, _("Cetak nomor"))


def warn_of_unknown_region(request: HttpRequest, made: Attendance) -> None:
    """A hint only: the number was issued there once, and codes change over the years."""
    if made.nik_ciphertext and find_unknown_codes([nik.read_nik(made.nik_ciphertext).kab_kota_code]):
        said = _("Kode wilayah di dalam NIK %(nik)s tidak dikenal. Data tetap tersimpan; cocokkan dengan KTP.")
        messages.warning(request, said % {"nik": made.nik_masked})


def warn_of_other_number(request: HttpRequest, made: Attendance) -> None:
    """Somebody who waits already, or is being served, was registered once more."""
    today_here = Attendance.objects.of_day(made.slot.place, made.slot.day)
    other = today_here.filter(person=made.person_id, state__in=HERE).exclude(pk=made.pk).first()
    if other and other.queue_number:
        said = _(
            "%(name)s sudah ada di antrean dengan nomor %(number)d. Batalkan salah satunya bila kunjungannya sama."
        )
        messages.warning(request, said % {"name": made.name, "number": other.queue_number})


def build_counter_url(place_id: int, day: date | None = None) -> str:
    on = f"&day={day}" if day else ""
    return f"{reverse('consultations:desk')}?place={place_id}{on}"


def redirect_to_counter(place_id: int, day: date | None = None) -> HttpResponse:
    return redirect(build_counter_url(place_id, day))


def build_line_url(attendance: Attendance) -> str:
    """Where the line of somebody stands: with the session, on the day that is over, or in today's queue."""
    slot = attendance.slot
    if slot.kind == SlotKind.GROUP:
        return reverse("consultations:session_list", args=[slot.pk])
    is_today = slot.day == today(slot.place.office.time_zone)
    return build_counter_url(slot.place_id, None if is_today else slot.day)
