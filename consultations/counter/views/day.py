"""The counter: today's people of one place, and registering who walked in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinics.models import Place
from clinics.policies import why_not_open_on
from consultations.booking import nearest
from consultations.booking.enums import AttendanceState
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.seats import Attendance
from consultations.counter import services
from consultations.counter.forms import WalkInForm
from consultations.counter.promises.models import Promise
from consultations.counter.views.board import CounterBoard, build_counter_board
from consultations.counter.views.visitors import list_visitors
from consultations.people.models.person import Person
from consultations.people.policies import why_not_open_counter, why_not_serve
from krs_portal.accounts import nik
from krs_portal.kit.actions import Tab
from krs_portal.kit.clock import day_of, now, today
from krs_portal.kit.htmx import render_page_or_fragment
from krs_portal.kit.parameters import read_choice, reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, submit_form
from krs_portal.offices.former_codes import find_unknown_codes
from krs_portal.outbox.outlook import count_messages_by_hand

COLUMNS = ("waiting", "serving", "finished")


@reads_parameters("place", "column")
def show_counter_day(request: HttpRequest) -> HttpResponse:
    refuse_if(why_not_open_counter(request.user))
    places = list(nearest.list_visible_places(request.user))
    place = nearest.choose_place(places, request.GET.get("place", ""))
    if place is None:
        return render(request, "consultations/counter/without_place.html")
    refusal, day = why_not_serve(request.user, place.office), today(place.office.time_zone)
    closed = why_not_open_on(place, day)
    people = Person.objects.known_to([place.office_id]) if not refusal else Person.objects.none()
    looks = "look" in request.POST  # first at who came before; nothing is registered yet
    form = WalkInForm(None if looks else request.POST or None, people=people, initial=request.POST.dict())
    if made := submit_form(
        request, form, services.register_walk_in, said=format_registered, typed=lambda: form.values, place=place
    ):
        warn_of_unknown_region(request, made)
        warn_of_other_number(request, made)
        return redirect_to_counter(place.pk)
    context = {
        "form": form,
        "visitors": list_visitors(form, place) if request.method == "POST" and not refusal else [],
        "refusal": refusal or closed,
        "closed": closed,
        "places": places,
        "place": place,
    } | build_day_context(request, place, not refusal)
    return render_page_or_fragment(
        request, "consultations/counter/day.html", context, fragment="board", status=422 if form.errors else 200
    )


def format_registered(made: Attendance) -> str:
    return _("%(name)s terdaftar dengan nomor %(number)d.") % {"name": made.name, "number": made.queue_number}


@require_POST
def find_visitors(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came before, as a part of the form, while somebody types. By POST: a NIK stands in no address and no log."""
    place = get_object_or_404(nearest.list_visible_places(request.user), pk=pk)
    refuse_if(why_not_serve(request.user, place.office))
    form = WalkInForm(initial=request.POST.dict(), people=Person.objects.known_to([place.office_id]))
    context = {"visitors": list_visitors(form, place), "chosen": ""}
    return render(request, "consultations/counter/visitors.html", context)


def warn_of_unknown_region(request: HttpRequest, made: Attendance) -> None:
    """A hint only: the number was issued there once, and codes change over the years."""
    if made.nik_ciphertext and find_unknown_codes([nik.read_nik(made.nik_ciphertext).kab_kota_code]):
        said = _("Kode wilayah di dalam NIK %(nik)s tidak dikenal. Data tetap tersimpan; cocokkan dengan KTP.")
        messages.warning(request, said % {"nik": made.nik_masked})


def warn_of_other_number(request: HttpRequest, made: Attendance) -> None:
    """Somebody who waits already, or is being served, was registered once more."""
    today_here = Attendance.objects.of_day(made.slot.place, made.slot.day)
    still_here = (AttendanceState.WAITING, AttendanceState.IN_SERVICE)
    other = today_here.filter(person=made.person_id, state__in=still_here).exclude(pk=made.pk).first()
    if other and other.queue_number:
        said = _(
            "%(name)s sudah ada di antrean dengan nomor %(number)d. Batalkan salah satunya bila kunjungannya sama."
        )
        messages.warning(request, said % {"name": made.name, "number": other.queue_number})


def build_day_context(request: HttpRequest, place: Place, serves: bool) -> dict[str, Any]:
    at = now()
    board = build_counter_board(place, day_of(at, place.office.time_zone), at, serves=serves)
    column = read_choice(request, "column", COLUMNS, COLUMNS[0])
    return {
        "board": board,
        "column": column,
        "tabs": build_counter_tabs(board, place, column),
        "zone": place.office.time_zone,
        "enquiries": Enquiry.objects.filter(office=place.office).open().count() if serves else None,
        "promises": Promise.objects.filter(office=place.office).open().count() if serves else None,
        "by_hand": count_messages_by_hand(place.office, at) if serves else None,
    }


def build_counter_tabs(board: CounterBoard, place: Place, column: str) -> list[Tab]:
    """On a phone the three columns are three pages."""
    base = f"{reverse('consultations:desk')}?place={place.pk}&column="
    return [
        Tab(_("Menunggu"), f"{base}waiting", column == "waiting", len(board.waiting)),
        Tab(_("Dilayani"), f"{base}serving", column == "serving", len(board.serving)),
        Tab(_("Selesai"), f"{base}finished", column == "finished", len(board.finished)),
    ]


@require_POST
def check_in_person(request: HttpRequest, pk: int) -> HttpResponse:
    attendance = get_attendance(request, pk)
    press_button(request, services.check_in_person, attendance=attendance)
    return redirect_to_counter(attendance.slot.place_id)


@require_POST
def mark_no_show(request: HttpRequest, pk: int) -> HttpResponse:
    attendance = get_attendance(request, pk)
    press_button(request, services.mark_no_show, attendance=attendance)
    return redirect_to_counter(attendance.slot.place_id)


@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A call that was a mistake."""
    attendance = get_attendance(request, pk)
    press_button(request, services.put_back, attendance=attendance)
    return redirect_to_counter(attendance.slot.place_id)


@require_POST
def undo_check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """A check-in or a registration that was a mistake."""
    attendance = get_attendance(request, pk)
    press_button(request, services.undo_check_in, attendance=attendance)
    return redirect_to_counter(attendance.slot.place_id)


@require_POST
def call_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Calling opens the consultation."""
    attendance = get_attendance(request, pk)
    if made := press_button(request, services.call_person, attendance=attendance):
        return redirect("consultations:consultation", made.pk)
    return redirect_to_counter(attendance.slot.place_id)


def get_attendance(request: HttpRequest, pk: int) -> Attendance:
    return get_object_or_404(Attendance.objects.visible_to(request.user).select_related("slot"), pk=pk)


def redirect_to_counter(place_id: int) -> HttpResponse:
    return redirect(f"{reverse('consultations:desk')}?place={place_id}")
