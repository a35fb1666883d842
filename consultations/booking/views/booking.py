"""The way to a time, one question a page: about what, a few facts, where, how, when. Answers stand in the address."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinics.enums import PlaceKind
from clinics.models import Place
from consultations.booking import (
    catalogue,
    months,
    nearest,
    offers,
    opening,
    policies,
    proof,
    services,
    triage,
    way,
    ways,
)
from consultations.booking.drafts import BookingDraft, bind_key
from consultations.booking.enums import ServiceChannel
from consultations.booking.models.seats import Slot
from consultations.booking.models.topics import Topic
from consultations.booking.offers import OfferedTime
from consultations.booking.throttle import HOLDS, may_try
from consultations.booking.way import BookingAnswers
from krs_portal.kit import formats
from krs_portal.kit.clock import now, today
from krs_portal.kit.links import build_url_pattern
from krs_portal.kit.numbers import read_number
from krs_portal.kit.refusals import has_code
from krs_portal.kit.submissions import FIELD

MOST_PEOPLE = 10_000
MONTH = "month"  # of `view`: days as a calendar instead of a strip


@login_not_required
@require_safe
def show_booking_step(request: HttpRequest) -> HttpResponse:
    so_far = read_request_answers(request)
    if not so_far.triage:
        return ask_topic(request)
    if so_far.triage.question:
        return ask_question(request, so_far)
    if not so_far.at_office:
        return ask_office(request, so_far)
    if so_far.place and so_far.channel:
        return ask_time(request, so_far, so_far.place)
    manners = offers.list_manners(list_offered_places(so_far), so_far.topic, now(), so_far.triage.channel)
    if len(manners) > 1 or not (manners or so_far.place):
        return ask_manner(request, so_far, manners)
    return ask_time(request, so_far, so_far.place or manners[0].place)


def ask_topic(request: HttpRequest) -> HttpResponse:
    return render_booking_step(
        request, "topic", way.TOPIC, _("Topik"), topics=catalogue.get_catalogue().topics.values()
    )


def ask_question(request: HttpRequest, so_far: BookingAnswers) -> HttpResponse:
    asked = so_far.triage
    choices = [(choice, asked.after(choice)) for choice in asked.question.choices.all()]
    skipped = "-".join(filter(None, (asked.trail, triage.SKIPPED)))
    return render_booking_step(
        request, "question", way.QUESTIONS, _("Keadaan Anda"), way=so_far, asked=asked, choices=choices, skipped=skipped
    )


def ask_office(request: HttpRequest, so_far: BookingAnswers) -> HttpResponse:
    known = catalogue.get_catalogue()
    search = nearest.search_clinics(so_far.region, known.day, known.offices) if so_far.region else None
    clinics = search.clinics if search and search.clinics else nearest.list_open_clinics(known.offices.values())
    places = [place for clinic in clinics for place in clinic.places]
    home = clinics[0].home if len(clinics) == 1 else None
    context = {
        "search": search,
        "clinics": clinics,
        "soonest": ways.list_soonest_ways(so_far, request.GET, places, now(), home),
        "ways": list_ways_of_search(request, so_far, search),
    }
    return render_booking_step(request, "office", way.OFFICE, _("Klinik"), way=so_far, **context)


def list_ways_of_search(
    request: HttpRequest, so_far: BookingAnswers, search: nearest.ClinicSearch | None
) -> ways.WaysOn | None:
    """Where what was searched has a clinic without an open counter, or none; None where a clinic can be chosen."""
    if search is None or any(clinic.places for clinic in search.clinics):
        return None
    region = search.match.regions[0] if len(search.match.regions) == 1 else None
    office = search.clinics[0].office if len(search.clinics) == 1 else None
    return ways.list_ways_on(so_far, request.GET, now(), region=region, office=office)


def ask_manner(request: HttpRequest, so_far: BookingAnswers, manners: list) -> HttpResponse:
    office = so_far.at_office
    context = {
        "office": office,
        "office_name": catalogue.get_todays_office_name(office),
        "elsewhere": format_elsewhere_notice(so_far),
        "walk_in": any(place.kind != PlaceKind.ONLINE for place in office.places.all()),
        "ways": None if manners else ways.list_ways_on(so_far, request.GET, now(), office=office),
    }
    return render_booking_step(request, "manner", way.MANNER, _("Cara"), way=so_far, manners=manners, **context)


def ask_time(request: HttpRequest, so_far: BookingAnswers, place: Place) -> HttpResponse:
    days = offers.list_offered_days(place, so_far.topic, now(), so_far.channel)
    day = offers.choose_offered_day(days, so_far.day)
    shown, zone = day.times if day else [], place.office.time_zone
    draft = BookingDraft.find(request, request.GET.get("draft", ""))
    is_month = request.GET.get("view") == MONTH
    context = {
        "is_month": is_month,
        "months": months.list_offered_months(place, days, today(zone)) if is_month else [],
        "way": so_far,
        "days": days,
        "day": day,
        "other_day": offers.explain_other_day(day, so_far.day),
        "first": shown[0] if shown else None,
        "times": build_time_buttons(request, zone, [time for time in shown if not time.is_group]),
        "sessions": build_time_buttons(request, zone, [time for time in shown if time.is_group]),
        "token": draft.token if draft else uuid.uuid4().hex,
        "challenge": proof.create_challenge(),
        "manner": ServiceChannel(so_far.channel).label if so_far.channel else "",
        "elsewhere": format_elsewhere_notice(so_far),
        "walk_in": place.kind != PlaceKind.ONLINE,
        "ways": None if day else ways.list_ways_on(so_far, request.GET, now(), office=place.office),
    }
    return render_booking_step(request, "time", way.TIME, _("Waktu"), **context, **describe_place(place))


def hold_chosen_seat(request: HttpRequest, slot: Slot, topic: Topic, so_far: BookingAnswers) -> HttpResponse:
    """Keep the seat that was pressed and go on to the form; a refusal shows the nearest other times."""
    if not may_try(request, HOLDS):
        sentence = _("Terlalu banyak permintaan dari sambungan ini. Tunggu satu menit.")
        return show_gone_slot(request, slot, so_far, sentence, 429)
    if not proof.has_proof(request):
        return ask_sum(request)
    draft = find_or_start_draft(request, slot)
    party_size = read_party_size(request, slot)
    try:
        held = services.hold_seat(slot=slot, topic=topic, at=now(), token=draft.key, party_size=party_size)
    except ValidationError as error:
        if has_code(error, "booked"):
            return redirect("consultations:person", draft.token)
        return show_gone_slot(request, slot, so_far, " ".join(error.messages), 422)
    draft.slot, draft.way = held.slot_id, build_query_without_draft(request).removeprefix("?")
    draft.keep(request)
    return redirect("consultations:person", draft.token)


def find_or_start_draft(request: HttpRequest, slot: Slot) -> BookingDraft:
    token = request.POST.get("token", "")
    if draft := BookingDraft.find(request, token):
        return draft
    token = token if is_token(token) else uuid.uuid4().hex
    return BookingDraft(token, slot.pk, bind_key(request, token))


def read_party_size(request: HttpRequest, slot: Slot) -> int:
    """How many come to a group session; one where nothing was asked, and 0, which is refused, for what is no number."""
    return read_number(request.POST.get(f"people-{slot.pk}", "1"), 0, MOST_PEOPLE) or 0


def ask_sum(request: HttpRequest) -> HttpResponse:
    """For a browser without JavaScript at a busy connection."""
    ours = ("csrfmiddlewaretoken", FIELD, "sealed", "sum", "altcha")
    posted = [(name, value) for name, value in request.POST.items() if name not in ours]
    return render_booking_step(
        request, "person_check", way.TIME, _("Waktu"), 422, sum=proof.create_sum_question(), posted=posted
    )


def show_gone_slot(
    request: HttpRequest, slot: Slot, so_far: BookingAnswers, gone: str | bool, status: int = 200
) -> HttpResponse:
    context = {"slot": slot, "gone": gone, "token": request.POST.get("token") or uuid.uuid4().hex} | describe_place(
        slot.place
    )
    context["can_wait"] = policies.why_not_book(slot, at=now()) is None and slot.seats_left < slot.seats
    context |= {
        "way": so_far,
        "alternatives": list_nearby_slots(slot, so_far, request),
        "challenge": proof.create_challenge(),
    }
    return render_booking_step(request, "gone", way.TIME, _("Waktu"), status, **context)


def list_nearby_slots(slot: Slot, so_far: BookingAnswers, request: HttpRequest) -> list[Slot]:
    seats = slot.seats_for(max(read_party_size(request, slot), 1))
    return offers.list_alternative_slots(slot, so_far.topic, now(), seats)


def is_token(text: str) -> bool:
    try:
        return uuid.UUID(hex=text).hex == text
    except ValueError:
        return False


def build_time_buttons(
    request: HttpRequest, zone: str, times: list[OfferedTime]
) -> list[tuple[OfferedTime, bool, str, str]]:
    """(time, is free, label, URL) for each button."""
    query = build_query_without_draft(request)
    hold, wait = build_url_pattern("consultations:book_slot"), build_url_pattern("consultations:wait")
    return [
        (
            time,
            time.seats_left > 0,
            formats.format_local_hours(time.starts, time.ends, zone),
            (hold if time.seats_left > 0 else wait) % time.pk + query,
        )
        for time in times
    ]


def build_query_without_draft(request: HttpRequest) -> str:
    answers = request.GET.copy()
    answers.pop("draft", None)
    return f"?{answers.urlencode()}"


def read_request_answers(request: HttpRequest) -> BookingAnswers:
    return way.read_answers(request.GET)


def list_offered_places(so_far: BookingAnswers) -> list:
    """The places that may be chosen: the one asked for, or all of the office."""
    if so_far.place:
        return [so_far.place]
    return list(so_far.office.places.all())


def format_elsewhere_notice(so_far: BookingAnswers) -> str:
    """A sentence for a clinic that does not serve the citizen's home; empty where it does."""
    if so_far.home and so_far.is_home_elsewhere(today()):
        return _(
            "Klinik ini tidak melayani %(home)s. Anda tetap boleh memilihnya untuk bertanya; kunjungan ke rumah "
            "dilakukan oleh klinik yang melayani %(home)s."
        ) % {"home": so_far.home}
    return ""


def render_booking_step(
    request: HttpRequest, page: str, step: int, label: str, status: int = 200, **context: object
) -> HttpResponse:
    return render(
        request,
        f"consultations/booking/book_{page}.html",
        context | {"step": step, "steps": way.STEPS, "label": label},
        status=status,
    )


def describe_place(place) -> dict:
    """A place as the pages of booking show it."""
    place = catalogue.get_catalogue().places.get(place.pk, place)
    return {
        "place": place,
        "zone": place.office.time_zone,
        "office_name": catalogue.get_todays_office_name(place.office),
        "hours": opening.format_opening_hours(place.hours.all()),
    }
