"""The way to a time, one question a page: about what, a few facts, where, how, when. Answers stand in the address."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clinics.models import Place
from consultations import catalogue, nearest, offers, opening, policies, proof, services, triage, way
from consultations.drafts import Draft
from consultations.enums import Channel
from consultations.models import Slot, Topic
from consultations.offers import Time
from consultations.throttle import may_try
from consultations.way import Way
from krs_portal.kit import formats
from krs_portal.kit.clock import now, today
from krs_portal.offices.models import Office

HOLDS = 60  # a minute and address: a village hall full of people at one connection


@login_not_required
@require_GET
def book(request: HttpRequest) -> HttpResponse:
    so_far = way_of(request)
    if not so_far.triage:
        return ask_topic(request)
    if so_far.triage.question:
        return ask_question(request, so_far)
    if not so_far.at_office:
        return ask_office(request, so_far)
    if so_far.place and so_far.channel:
        return ask_time(request, so_far, so_far.place)
    manners = offers.manners(doors(so_far), so_far.topic, now(), so_far.triage.channel)
    if len(manners) > 1 or not (manners or so_far.place):
        return ask_manner(request, so_far, manners)
    return ask_time(request, so_far, so_far.place or manners[0].place)


def ask_topic(request: HttpRequest) -> HttpResponse:
    return show(request, "topic", way.TOPIC, _("Topik"), topics=catalogue.known().topics.values())


def ask_question(request: HttpRequest, so_far: Way) -> HttpResponse:
    asked = so_far.triage
    choices = [(choice, asked.after(choice)) for choice in asked.question.choices.all()]
    skipped = "-".join(filter(None, (asked.trail, triage.SKIPPED)))
    return show(
        request, "question", way.QUESTIONS, _("Keadaan Anda"), way=so_far, asked=asked, choices=choices, skipped=skipped
    )


def ask_office(request: HttpRequest, so_far: Way) -> HttpResponse:
    known = catalogue.known()
    found = nearest.find(so_far.region, known.day, known.offices) if so_far.region else []
    clinics = found or nearest.everywhere(known.offices.values())
    return show(request, "office", way.OFFICE, _("Klinik"), way=so_far, found=found, clinics=clinics)


def ask_manner(request: HttpRequest, so_far: Way, manners: list) -> HttpResponse:
    office = so_far.at_office
    context = {"office": office, "office_name": office_name(office), "elsewhere": elsewhere(so_far)}
    return show(request, "manner", way.MANNER, _("Cara"), way=so_far, manners=manners, **context)


def ask_time(request: HttpRequest, so_far: Way, place: Place) -> HttpResponse:
    days = offers.days(place, so_far.topic, now(), so_far.channel)
    day = offers.chosen(days, so_far.day)
    shown, zone = day.times if day else [], place.office.time_zone
    draft = Draft.find(request, request.GET.get("draft", ""))
    context = {
        "way": so_far,
        "days": days,
        "day": day,
        "first": shown[0] if shown else None,
        "times": buttons(request, zone, [time for time in shown if not time.is_group]),
        "sessions": buttons(request, zone, [time for time in shown if time.is_group]),
        "token": draft.token if draft else uuid.uuid4().hex,
        "challenge": proof.challenge(),
        "manner": Channel(so_far.channel).label if so_far.channel else "",
        "elsewhere": elsewhere(so_far),
    }
    return show(request, "time", way.TIME, _("Waktu"), **context, **about(place))


def hold(request: HttpRequest, slot: Slot, topic: Topic, so_far: Way) -> HttpResponse:
    token, size = request.POST.get("token", ""), request.POST.get(f"people-{slot.pk}", "1")
    if not may_try(request, "hold", times=HOLDS):
        return show_slot(
            request, slot, so_far, _("Terlalu banyak permintaan dari sambungan ini. Tunggu satu menit."), 429
        )
    if not proof.is_given(request):
        return ask_sum(request)
    draft = Draft.find(request, token) or Draft(
        uuid.UUID(hex=token).hex if is_token(token) else uuid.uuid4().hex, slot.pk
    )
    try:
        held = services.hold(
            slot=slot, topic=topic, at=now(), token=draft.token, party_size=int(size) if size.isdecimal() else 1
        )
    except ValidationError as error:
        if error.code == "booked":
            return redirect("consultations:person", draft.token)
        return show_slot(request, slot, so_far, " ".join(error.messages), 422)
    draft.slot, draft.way = held.slot_id, without_draft(request).removeprefix("?")
    draft.keep(request)
    return redirect("consultations:person", draft.token)


def ask_sum(request: HttpRequest) -> HttpResponse:
    """For a browser without JavaScript at a busy connection."""
    ours = ("csrfmiddlewaretoken", "sealed", "sum", "altcha")
    posted = [(name, value) for name, value in request.POST.items() if name not in ours]
    return show(request, "person_check", way.TIME, _("Waktu"), 422, sum=proof.question(), posted=posted)


def show_slot(request: HttpRequest, slot: Slot, so_far: Way, gone: str | bool, status: int = 200) -> HttpResponse:
    context = {"slot": slot, "gone": gone, "token": request.POST.get("token") or uuid.uuid4().hex} | about(slot.place)
    context["can_wait"] = policies.why_not_book(slot, at=now()) is None and slot.seats_left < slot.seats
    context |= {"way": so_far, "alternatives": nearby(slot, so_far, request), "challenge": proof.challenge()}
    return show(request, "gone", way.TIME, _("Waktu"), status, **context)


def nearby(slot: Slot, so_far: Way, request: HttpRequest) -> list[Slot]:
    size = request.POST.get(f"people-{slot.pk}", "1")
    return offers.alternatives(slot, so_far.topic, now(), slot.seats_for(int(size) if size.isdecimal() else 1))


def is_token(text: str) -> bool:
    try:
        return uuid.UUID(hex=text).hex == text
    except ValueError:
        return False


def buttons(request: HttpRequest, zone: str, times: list[Time]) -> list[tuple[Time, bool, str, str]]:
    """Each time, whether it is free, its words and where a press leads: made here, as a page may show a hundred."""
    query = without_draft(request)
    hold, wait = (reverse(f"consultations:{name}", args=[0]).rsplit("0", 1) for name in ("book_slot", "wait"))
    return [
        (
            time,
            time.seats_left > 0,
            formats.clock_span(time.starts, time.ends, zone),
            f"{time.pk}".join(hold if time.seats_left > 0 else wait) + query,
        )
        for time in times
    ]


def without_draft(request: HttpRequest) -> str:
    answers = request.GET.copy()
    answers.pop("draft", None)
    return f"?{answers.urlencode()}"


def way_of(request: HttpRequest) -> Way:
    return way.read(request.GET)


def doors(so_far: Way) -> list:
    """The places that may be chosen: the one asked for, or all of the office."""
    if so_far.place:
        return [so_far.place]
    return list(so_far.office.places.all())


def elsewhere(so_far: Way) -> str:
    """Said where the clinic is not the one that covers the home."""
    if so_far.home and so_far.is_home_elsewhere(today()):
        return _(
            "Klinik ini tidak melayani %(home)s. Anda tetap boleh memilihnya untuk bertanya; kunjungan ke rumah "
            "dilakukan oleh klinik yang melayani %(home)s."
        ) % {"home": so_far.home}
    return ""


def show(request: HttpRequest, page: str, step: int, label: str, status: int = 200, **context: object) -> HttpResponse:
    return render(
        request,
        f"consultations/book_{page}.html",
        context | {"step": step, "steps": way.STEPS, "label": label},
        status=status,
    )


def about(place) -> dict:
    """A place as the pages of booking show it."""
    place = catalogue.known().places.get(place.pk, place)
    return {
        "place": place,
        "zone": place.office.time_zone,
        "office_name": office_name(place.office),
        "hours": opening.in_words(place.hours.all()),
    }


def office_name(office: Office) -> str:
    return getattr(office, "name", "") or office.name_on(today(office.time_zone))
