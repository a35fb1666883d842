"""What is done at a counter as a whole: the next one is called, somebody found, a day ended, a class received."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinics.models import Place
from consultations.booking import nearest
from consultations.booking.models.seats import Attendance
from consultations.counter import policies, services
from consultations.counter.forms import CounterSearchForm, EndDayForm, WalkInForm
from consultations.counter.services.calling import list_served_by
from consultations.counter.services.ending import EndedDay, list_expected, list_unserved
from consultations.counter.views.board import LineBuilder
from consultations.counter.views.day import (
    QUEUE,
    build_board_context,
    build_counter_url,
    build_etag,
    build_poll_headers,
    read_past_day,
    redirect_to_counter,
    render_counter,
)
from consultations.counter.views.finding import find_visits
from consultations.counter.views.visitors import list_visitors
from consultations.people.models.person import Person
from consultations.people.policies import why_not_open_counter, why_not_serve
from krs_portal.kit import formats
from krs_portal.kit.clock import now, today
from krs_portal.kit.htmx import wants_fragment
from krs_portal.kit.middleware import send_each_time
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form


def get_served_place(request: HttpRequest, pk: int) -> Place:
    place = get_object_or_404(nearest.list_visible_places(request.user), pk=pk)
    refuse_if(why_not_serve(request.user, place.office))
    return place


@require_POST
def call_next(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose turn it is comes to this officer's window; whom they still serve is asked about first."""
    window = request.POST.get("window")
    finishes, keeps = "finish" in request.POST, "keep" in request.POST
    return call_at_place(request, get_served_place(request, pk), window, finishes=finishes, keeps=keeps)


def call_at_place(
    request: HttpRequest, place: Place, window: str | None = None, *, finishes: bool = False, keeps: bool = False
) -> HttpResponse:
    served = list_served_by(request.user, place, today(place.office.time_zone)).order_by("pk").first()
    if served and not (finishes or keeps):
        context = {"place": place, "question": policies.ask_to_finish(served), "window": window}
        return render(request, "consultations/counter/busy.html", context, status=409)
    press_button(
        request, services.call_next, said=format_called, place=place, window=window, finishes=finishes, keeps=keeps
    )
    return redirect_to_counter(place.pk)


def format_called(made: Attendance) -> str:
    number = formats.format_number(made.queue_number)
    if made.window:
        said = _("Nomor %(number)s, %(name)s, dipanggil ke loket %(window)s.")
    else:
        said = _("Nomor %(number)s, %(name)s, dipanggil.")
    return said % {"number": number, "name": made.name, "window": made.window}


@require_POST
@send_each_time
def find_at_counter(request: HttpRequest, pk: int) -> HttpResponse:
    """The day's people who answer to what was typed or scanned. By POST: a NIK stands in no address and no log."""
    place = get_object_or_404(nearest.list_visible_places(request.user), pk=pk)
    refuse_if(why_not_open_counter(request.user))
    refuse_if(why_not_serve(request.user, place.office))
    form, day = CounterSearchForm(request.POST), today(place.office.time_zone)
    text = form.cleaned_data["q"].strip() if form.is_valid() else ""
    context = build_board_context(request, place, day, QUEUE)
    if text:
        lines = LineBuilder(place, now(), serves=True, is_today=True)
        here, of_others = find_visits(text, place, day, request.user)
        context |= {"found": lines.build(here), "of_others": of_others, "search": form}
    if wants_fragment(request):
        context["poll_headers"] = build_poll_headers(build_etag(request, place, day, QUEUE))
        response = render(request, "consultations/counter/day.html#board", context)
        patch_vary_headers(response, ["HX-Request"])
        return response
    walk_in = WalkInForm(people=Person.objects.none())
    return render_counter(request, place, context | {"form": walk_in}, places=[place])


@require_POST
def find_visitors(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came before, as a part of the form, while somebody types. By POST: a NIK stands in no address and no log."""
    place = get_served_place(request, pk)
    form = WalkInForm(initial=request.POST.dict(), people=Person.objects.known_to([place.office_id]))
    context = {"visitors": list_visitors(form, place), "chosen": ""}
    return render(request, "consultations/counter/visitors.html", context)


@reads_parameters("day")
def end_day(request: HttpRequest, pk: int) -> HttpResponse:
    """End a day by hand: the page says first whom it concerns."""
    place = get_served_place(request, pk)
    day = read_past_day(request, place)
    visits = Attendance.objects.of_day(place, day)
    form = EndDayForm(request.POST if request.method == "POST" else None)
    if submit_form(request, form, services.end_day, said=format_ended, place=place, day=day):
        return redirect_to_counter(place.pk, None if day == today(place.office.time_zone) else day)
    left, missed = list_unserved(visits).count(), list_expected(visits).count()
    is_today = day == today(place.office.time_zone)
    lead = _("%(left)d orang yang belum dilayani dicatat pergi, %(missed)d yang punya janji dicatat tidak hadir.")
    return render_form_page(
        request,
        form,
        title=_("Akhiri %(day)s?") % {"day": formats.format_full_day(day)},
        button=_("Akhiri hari ini") if is_today else _("Akhiri hari itu"),
        lead=lead % {"left": left, "missed": missed},
        cancel_url=build_counter_url(place.pk, day),
    )


def format_ended(ended: EndedDay) -> str:
    return _("Hari diakhiri: %(left)d dicatat pergi, %(missed)d dicatat tidak hadir.") % {
        "left": ended.left,
        "missed": ended.missed,
    }
