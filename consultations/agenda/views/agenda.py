"""The agenda of a place for those who work there: days and weeks, booking for others, moving and cancelling many."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from clinics.models import Place
from consultations.agenda import feeds, services
from consultations.agenda.days import build_agenda, list_week_days
from consultations.agenda.forms.people import BulkChangeForm, StaffBookingForm
from consultations.booking import nearest, way
from consultations.booking import services as booking_services
from consultations.booking.enums import IN_LINE, AttendanceState, SlotState
from consultations.booking.messages import format_told
from consultations.booking.models.seats import Attendance, Slot
from consultations.people import policies
from consultations.people.policies import why_not_open_counter
from krs_portal.kit.actions import Tab
from krs_portal.kit.clock import now, today
from krs_portal.kit.formats import format_clock_range, format_full_day
from krs_portal.kit.numbers import read_key
from krs_portal.kit.parameters import read_choice, reads_parameters, refuse_parameter
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import render_form_page, submit_form
from krs_portal.outbox.outlook import count_messages_by_hand

VIEWS = ("hari", "pekan")


@require_safe
@reads_parameters("place", "day", "view")
def show_agenda(request: HttpRequest) -> HttpResponse:
    refuse_if(why_not_open_counter(request.user))
    places = list(nearest.list_visible_places(request.user))
    place = nearest.choose_place(places, request.GET.get("place", ""))
    if place is None:
        return render(request, "consultations/counter/without_place.html")
    context = build_agenda_context(request, place) | {"places": places, "place": place}
    return render(request, "consultations/agenda/agenda.html", context)


def build_agenda_context(request: HttpRequest, place: Place) -> dict[str, Any]:
    """The day or the week that is asked for, and what may be done in it."""
    day = way.read_day(request.GET)
    if request.GET.get("day") and day is None:
        refuse_parameter("day")
    day = day or today(place.office.time_zone)
    is_week = read_choice(request, "view", VIEWS) == VIEWS[1]
    step = timedelta(days=7 if is_week else 1)
    refusal = policies.why_not_serve(request.user, place.office)
    return {
        "zone": place.office.time_zone,
        "on": day,
        "days": build_agenda(place, list_week_days(day) if is_week else [day], known=not refusal),
        "is_week": is_week,
        "view": VIEWS[is_week],
        "tabs": build_agenda_tabs(place, day, is_week),
        "before": day - step,
        "after": day + step,
        "refusal": refusal,
        "feed": "" if refusal else feeds.build_feed_url(request.user, place),
        "at": now(),
        "by_hand": None if refusal else count_messages_by_hand(place.office, now()),
    }


def build_agenda_tabs(place: Place, day: Any, is_week: bool) -> list[Tab]:
    base = f"{reverse('consultations:agenda')}?place={place.pk}&day={day}&view="
    return [Tab(_("Hari"), f"{base}hari", not is_week), Tab(_("Pekan"), f"{base}pekan", is_week)]


def book_for_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Book for somebody who telephones or stands at the counter; they agree by word of mouth."""
    slot = get_object_or_404(Slot.objects.public().visible_to(request.user).with_place().select_related("topic"), pk=pk)
    refuse_if(policies.why_not_serve(request.user, slot.place.office))
    form = StaffBookingForm(request.POST or None, slot=slot)
    if submit_form(request, form, book_for, said=format_booked_for, slot=slot):
        return redirect(build_slot_agenda_url(slot))
    hours = format_clock_range(slot.starts_at, slot.ends_at, slot.place.office.time_zone)
    return render_form_page(
        request,
        form,
        title=_("Buatkan janji"),
        button=_("Buat janji"),
        lead=f"{slot.place}, {format_full_day(slot.day)}, {hours}",
        cancel_url=build_slot_agenda_url(slot),
    )


def book_for(*, by: Any, **asked: Any) -> Attendance:
    """Booking takes no `by`, since citizens have no account; who booked for somebody stands in the audit trail."""
    return booking_services.book_seat(**asked)


def format_booked_for(made: Attendance) -> str:
    said = _("Janji %(reference)s tercatat untuk %(name)s.")
    return said % {"reference": made.reference, "name": made.name}


def build_slot_agenda_url(slot: Slot) -> str:
    return f"{reverse('consultations:agenda')}?place={slot.place_id}&day={slot.day}"


@require_POST
def change_bookings(request: HttpRequest) -> HttpResponse:
    """Move or cancel many at once: first who is affected, then, once confirmed, one by one, each with its message."""
    people = list_chosen_bookings(request)
    if not people:
        messages.warning(request, _("Belum ada janji yang dipilih."))
        return redirect("consultations:agenda")
    for person in people:
        refuse_if(policies.why_not_serve(request.user, person.slot.place.office))
    form = BulkChangeForm(request.POST if "sure" in request.POST else None, initial={"what": request.POST.get("what")})
    if changed := submit_form(request, form, services.change_bookings, people=people):
        report_changed_bookings(request, changed)
        return redirect(build_slot_agenda_url(people[0].slot))
    slot = people[0].slot
    context = {"people": people, "form": form, "zone": slot.place.office.time_zone, "back": build_slot_agenda_url(slot)}
    return render(request, "consultations/agenda/change.html", context, status=form.status)


def list_chosen_bookings(request: HttpRequest) -> list[Attendance]:
    """The ticked bookings, as far as they still are and the user may see them; of a closed slot the waiting list."""
    keys = [read_key(text) for text in request.POST.getlist("attendance")]
    waits = Q(state__in=IN_LINE, slot__state=SlotState.CLOSED)
    chosen = Attendance.objects.visible_to(request.user).filter(Q(state=AttendanceState.BOOKED) | waits, pk__in=keys)
    return list(chosen.with_upper_offices().select_related("topic").order_by("slot__starts_at", "pk"))


def report_changed_bookings(request: HttpRequest, changed: services.ChangedBookings) -> None:
    if done := len(changed.people):
        said = ngettext("%(done)d janji diubah.", "%(done)d janji diubah.", done) % {"done": done}
        messages.success(request, f"{said} {format_told(changed.people)}")
    for sentence in changed.kept:
        messages.error(request, sentence)


@login_not_required
@require_safe
def download_feed(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar program has no password: the address is the secret. It ends with the membership, or when renewed."""
    place = feeds.find_feed_place(token)
    if place is None:
        raise Http404
    return HttpResponse(feeds.build_feed_calendar(place, now()), content_type="text/calendar; charset=utf-8")


@require_POST
def renew_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace the user's own feed address: the addresses given out before stop working."""
    place = get_object_or_404(nearest.list_visible_places(request.user), pk=pk)
    services.renew_feed(place=place, by=request.user)
    messages.success(request, _("Alamat langganan diganti; alamat yang lama tidak berlaku lagi."))
    return redirect(f"{reverse('consultations:agenda')}?place={place.pk}")
