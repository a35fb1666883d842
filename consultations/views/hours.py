"""When a place can be booked: a change is saved, free times follow it, and people it affects are listed to be told."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clinics.models import Closure, Place
from clinics.services import refuse
from consultations import policies
from consultations.agenda_forms import FORMS, people_of
from consultations.enums import AttendanceState
from consultations.forms import BulkForm
from consultations.models import Absence, WeeklyHours
from consultations.services.timetable import Realigned, realign
from consultations.views.agenda import places_of
from krs_portal.kit.clock import now, today


def hours(request: HttpRequest, pk: int) -> HttpResponse:
    place = get_object_or_404(places_of(request), pk=pk)
    refuse(policies.why_not_serve(request.user, place.office))
    asked = request.POST.get("form", "")
    forms = {name: form(request.POST if name == asked else None, place=place) for name, form in FORMS.items()}
    if asked in forms and forms[asked].is_valid():
        with transaction.atomic():
            forms[asked].save()
            done = realign(place=place, by=request.user, at=now())
        return told(request, place, done)
    if asked == "end":
        return ended(request, place)
    context = {"place": place, "forms": forms, "back": address(place)} | written(place)
    return render(request, "consultations/hours.html", context, status=422 if asked else 200)


def written(place: Place) -> dict[str, Any]:
    """What is in force now or later."""
    day = today(place.office.time_zone)
    return {
        "weekly": place.weekly_hours.exclude(valid_until__lt=day)
        .select_related("officer")
        .order_by("weekday", "opens_at", "pk"),
        "closures": place.closures.filter(ends_on__gte=day).order_by("starts_on", "pk"),
        "absences": Absence.objects.filter(ends_on__gte=day, officer__in=people_of(place))
        .select_related("officer")
        .order_by("starts_on", "pk"),
    }


def ended(request: HttpRequest, place: Place) -> HttpResponse:
    """Weekly hours end today and stay written; a closure or an absence is taken back."""
    kind, _dash, pk = request.POST.get("row", "").partition("-")
    rows = {
        "hours": WeeklyHours.objects.filter(place=place),
        "closure": Closure.objects.filter(place=place),
        "absence": Absence.objects.filter(officer__in=people_of(place)),
    }.get(kind, WeeklyHours.objects.none())
    row = get_object_or_404(rows, pk=pk if pk.isdecimal() else 0)
    with transaction.atomic():
        if isinstance(row, WeeklyHours):
            row.valid_until = max(today(place.office.time_zone), row.valid_from)
            row.save(update_fields=["valid_until"])
        else:
            row.delete()
        done = realign(place=place, by=request.user, at=now())
    return told(request, place, done)


def told(request: HttpRequest, place: Place, done: Realigned) -> HttpResponse:
    said = _("Tersimpan: %(opened)d waktu dibuka, %(withdrawn)d waktu kosong ditarik.")
    messages.success(request, said % {"opened": len(done.opened), "withdrawn": done.withdrawn})
    people = [person for person in done.affected if person.state == AttendanceState.BOOKED]
    if not people:
        return redirect("consultations:hours", place.pk)
    messages.warning(
        request, _("Janji di bawah tidak lagi sesuai dengan jam ini. Tidak ada yang diubah sebelum Anda putuskan.")
    )
    context = {"people": people, "form": BulkForm(), "zone": place.office.time_zone, "back": address(place)}
    return render(request, "consultations/agenda_change.html", context)


def address(place: Place) -> str:
    return f"{reverse('consultations:agenda')}?place={place.pk}"
