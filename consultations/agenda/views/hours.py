"""When a place can be booked: a change is saved, free times follow it, and people it affects are listed to be told."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clinics.models import Closure, Place
from consultations.agenda import services
from consultations.agenda.days import build_agenda, list_days_between
from consultations.agenda.forms.hours import FORMS, list_office_staff
from consultations.agenda.forms.people import BulkChangeForm
from consultations.agenda.models import Absence, WeeklyHours
from consultations.booking import nearest
from consultations.booking.enums import IN_LINE, AttendanceState
from consultations.people import policies
from krs_portal.kit.clock import now, today
from krs_portal.kit.numbers import read_key
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import submit_form


def edit_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """Three forms on one page, and a button beside each row; `form` in the body says which of them was sent."""
    place = get_object_or_404(nearest.list_visible_places(request.user), pk=pk)
    refuse_if(policies.why_not_serve(request.user, place.office))
    asked = request.POST.get("form", "")
    if asked == "end":
        return end_hours_row(request, place)
    forms = {name: form(request.POST if name == asked else None, place=place) for name, form in FORMS.items()}
    form = forms.get(asked)
    if form and (done := submit_form(request, form, services.add_hours_row, typed={}, place=place, row=form.instance)):
        return show_realignment(request, place, done)
    context = {"place": place, "forms": forms, "back": build_place_agenda_url(place)} | describe_hours_in_force(place)
    return render(request, "consultations/agenda/hours.html", context, status=422 if asked else 200)


def describe_hours_in_force(place: Place) -> dict[str, Any]:
    """Hours, closures and absences that are in force now or will be."""
    day = today(place.office.time_zone)
    return {
        "weekly": place.weekly_hours.exclude(valid_until__lt=day)
        .select_related("officer")
        .order_by("weekday", "opens_at", "pk"),
        "closures": list_closures_ahead(place, day),
        "absences": Absence.objects.filter(ends_on__gte=day, officer__in=list_office_staff(place))
        .select_related("officer")
        .order_by("starts_on", "pk"),
    }


def list_closures_ahead(place: Place, day: date) -> list[Closure]:
    """Each with the days on which people are still to be moved or told."""
    closures: list[Any] = list(place.closures.filter(ends_on__gte=day).order_by("starts_on", "pk"))
    for closure in closures:
        days = list_days_between(max(closure.starts_on, day), closure.ends_on)
        closure.left_over = [each for each in build_agenda(place, days, known=False) if each.left_over]
    return closures


def end_hours_row(request: HttpRequest, place: Place) -> HttpResponse:
    kind, _dash, key = request.POST.get("row", "").partition("-")
    rows = {
        "hours": WeeklyHours.objects.filter(place=place),
        "closure": Closure.objects.filter(place=place),
        "absence": Absence.objects.filter(officer__in=list_office_staff(place)),
    }.get(kind, WeeklyHours.objects.none())
    row = get_object_or_404(rows, pk=read_key(key))
    done = services.end_hours_row(place=place, row=row, by=request.user, at=now())
    return show_realignment(request, place, done)


def show_realignment(request: HttpRequest, place: Place, done: services.Realignment) -> HttpResponse:
    said = _("Tersimpan: %(opened)d waktu dibuka, %(withdrawn)d waktu kosong ditarik.")
    messages.success(request, said % {"opened": len(done.opened), "withdrawn": done.withdrawn})
    people = [person for person in done.affected if person.state in (AttendanceState.BOOKED, *IN_LINE)]
    if not people:
        return redirect("consultations:hours", place.pk)
    messages.warning(
        request, _("Janji di bawah tidak lagi sesuai dengan jam ini. Tidak ada yang diubah sebelum Anda putuskan.")
    )
    context = {
        "people": people,
        "form": BulkChangeForm(),
        "zone": place.office.time_zone,
        "back": build_place_agenda_url(place),
    }
    return render(request, "consultations/agenda/change.html", context)


def build_place_agenda_url(place: Place) -> str:
    return f"{reverse('consultations:agenda')}?place={place.pk}"
