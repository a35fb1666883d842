"""The agenda of a place for those who work there: days and weeks, booking for others, moving and cancelling many."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from clinics.models import Place
from clinics.services import refuse
from consultations import agenda as book
from consultations import feeds, nearest, policies, services
from consultations.forms import BulkForm, Choice, StaffBookingForm
from consultations.models import Attendance, Slot
from krs_portal.kit.actions import Tab
from krs_portal.kit.clock import now, today

VIEWS = ("hari", "pekan")


@require_GET
def agenda(request: HttpRequest) -> HttpResponse:
    refuse(policies.why_not_open_desk(request.user))
    places = list(places_of(request))
    asked = Choice(request.GET, places=Place.objects.filter(pk__in=[place.pk for place in places])).cleaned_data
    place = next((place for place in places if place == asked.get("place")), places[0] if places else None)
    if place is None:
        return render(request, "consultations/desk_without_place.html")
    day = asked.get("day") or today(place.office.time_zone)
    is_week = request.GET.get("view") == VIEWS[1]
    refusal = policies.why_not_serve(request.user, place.office)
    days = book.agenda(place, book.week_of(day) if is_week else [day], known=not refusal)
    context = {
        "places": places,
        "place": place,
        "zone": place.office.time_zone,
        "on": day,
        "days": days,
        "is_week": is_week,
        "view": VIEWS[is_week],
        "tabs": tabs(place, day, is_week),
        "before": day - timedelta(days=7 if is_week else 1),
        "after": day + timedelta(days=7 if is_week else 1),
        "refusal": refusal,
        "feed": "" if refusal else feeds.address(request.user, place),
        "at": now(),
    }
    return render(request, "consultations/agenda.html", context)


def places_of(request: HttpRequest) -> Any:
    visible = nearest.places_on(today()).visible_to(request.user)
    return visible.select_related("office__parent", "office__region", "region").order_by(
        "office__code", "kind", "name", "pk"
    )


def tabs(place: Place, day: Any, is_week: bool) -> list[Tab]:
    base = f"{reverse('consultations:agenda')}?place={place.pk}&day={day}&view="
    return [Tab(_("Hari"), f"{base}hari", not is_week), Tab(_("Pekan"), f"{base}pekan", is_week)]


def agenda_book(request: HttpRequest, pk: int) -> HttpResponse:
    """Book for somebody who telephones or stands at the counter; they agree by word of mouth."""
    slot = get_object_or_404(Slot.objects.public().visible_to(request.user).with_place().select_related("topic"), pk=pk)
    refuse(policies.why_not_serve(request.user, slot.place.office))
    form = StaffBookingForm(request.POST or None, slot=slot)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.book(slot=slot, at=now(), **form.citizen)
        except ValidationError as error:
            form.refuse(error)
        else:
            said = _("Janji %(reference)s tercatat untuk %(name)s.")
            messages.success(request, said % {"reference": made.reference, "name": made.name})
            return redirect(address(slot))
    context = {"slot": slot, "form": form, "zone": slot.place.office.time_zone, "back": address(slot)}
    return render(request, "consultations/agenda_book.html", context, status=422 if form.errors else 200)


def address(slot: Slot) -> str:
    return f"{reverse('consultations:agenda')}?place={slot.place_id}&day={slot.day}"


@require_POST
def agenda_change(request: HttpRequest) -> HttpResponse:
    """Move or cancel many at once: first who is affected, then, once confirmed, one by one, each with its message."""
    people = list(
        Attendance.objects.visible_to(request.user)
        .filter(pk__in=[pk for pk in request.POST.getlist("attendance") if pk.isdecimal()], state="BOOKED")
        .select_related("slot__place__office__parent", "topic")
        .order_by("slot__starts_at", "pk")
    )
    if not people:
        messages.warning(request, _("Belum ada janji yang dipilih."))
        return redirect("consultations:agenda")
    for person in people:
        refuse(policies.why_not_serve(request.user, person.slot.place.office))
    form = BulkForm(request.POST if "sure" in request.POST else None, initial={"what": request.POST.get("what")})
    if form.is_valid():
        changed(request, people, form)
        return redirect(address(people[0].slot))
    place = people[0].slot.place
    context = {"people": people, "form": form, "zone": place.office.time_zone, "back": address(people[0].slot)}
    return render(request, "consultations/agenda_change.html", context, status=422 if form.errors else 200)


def changed(request: HttpRequest, people: list[Attendance], form: BulkForm) -> None:
    done, kept = 0, []
    for person in people:
        try:
            change(person, form.cleaned_data)
            done += 1
        except ValidationError as error:
            kept.append(f"{person.reference}: {' '.join(error.messages)}")
    if done:
        said = ngettext("%(done)d janji diubah; pesannya dikirim.", "%(done)d janji diubah; pesannya dikirim.", done)
        messages.success(request, said % {"done": done})
    for sentence in kept:
        messages.error(request, sentence)


def change(person: Attendance, asked: dict[str, Any]) -> None:
    at = now()
    if asked["what"] == BulkForm.CANCEL:
        services.cancel(attendance=person, at=at, reason=asked["reason"])
        return
    to_slot = book.next_free(person.slot, person.seats, set(), at)
    if to_slot is None:
        raise ValidationError(_("Tidak ada waktu kosong sesudahnya; janji ini tetap pada waktunya."))
    services.move(attendance=person, to_slot=to_slot, at=at, reason=asked["reason"])


@login_not_required
@require_GET
def agenda_feed(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar program has no password: the address is the secret. It ends with the membership, or when renewed."""
    place = feeds.opened(token)
    if place is None:
        raise Http404
    return HttpResponse(feeds.feed(place, now()), content_type="text/calendar; charset=utf-8")


@require_POST
def feed_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """The address went to somebody it was not meant for: one's own next address, and the end of those before."""
    place = get_object_or_404(places_of(request), pk=pk)
    services.renew_feed(place=place, by=request.user)
    messages.success(request, _("Alamat langganan diganti; alamat yang lama tidak berlaku lagi."))
    return redirect(f"{reverse('consultations:agenda')}?place={place.pk}")
