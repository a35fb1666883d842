"""Pages that a public service owes: privacy, accessibility, service standard, short answers, help, complaints."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consultations.booking import catalogue, nearest, standards
from consultations.booking.models.how_tos import HowTo
from consultations.booking.models.topics import Topic
from consultations.booking.policies import ANSWERED_WITHIN
from krs_portal.kit.clock import now


@login_not_required
@require_safe
def show_privacy(request: HttpRequest) -> HttpResponse:
    return show_public_page(request, "privacy")


@login_not_required
@require_safe
def show_accessibility(request: HttpRequest) -> HttpResponse:
    return show_public_page(request, "accessibility")


@login_not_required
@require_safe
def show_help(request: HttpRequest) -> HttpResponse:
    known = catalogue.get_catalogue()
    clinics = nearest.list_open_clinics(known.offices.values())
    return show_public_page(request, "help", topics=known.topics.values(), clinics=clinics)


@login_not_required
@require_safe
def show_complaints(request: HttpRequest) -> HttpResponse:
    return show_public_page(request, "complaints")


@login_not_required
@require_safe
def list_standards(request: HttpRequest) -> HttpResponse:
    return show_public_page(request, "standards", topics=catalogue.get_catalogue().topics.values())


@login_not_required
@require_safe
def show_standard(request: HttpRequest, topic: str) -> HttpResponse:
    """The fourteen components for one topic; what nobody has decided is said to be open."""
    found = find_public_topic(topic)
    return show_public_page(request, "standard", topic=found, parts=standards.describe_standard(found, now()))


@login_not_required
@require_safe
def list_how_tos(request: HttpRequest) -> HttpResponse:
    """What people ask before they come, topic by topic."""
    answered = HowTo.objects.filter(topic__is_offered=True).select_related("topic")
    return show_public_page(request, "how_tos", how_tos=answered.order_by("topic__position", "position", "pk"))


@login_not_required
@require_safe
def show_how_tos(request: HttpRequest, topic: str) -> HttpResponse:
    """The answers of one topic, to read before a seat is taken or to print."""
    found = find_public_topic(topic)
    known = catalogue.get_catalogue()
    answers = list(found.how_tos.order_by("position", "pk"))
    clinics = nearest.list_open_clinics(known.offices.values())
    return show_public_page(request, "how_to", topic=found, how_tos=answers, clinics=clinics)


def find_public_topic(code: str) -> Topic:
    """By its code in either case; one that is not offered has no page."""
    found = catalogue.find_topic(code.upper()) or catalogue.find_topic(code)
    if found is None:
        raise Http404
    return found


def show_public_page(request: HttpRequest, page: str, **context: Any) -> HttpResponse:
    return render(request, f"consultations/booking/public_{page}.html", context | {"days": ANSWERED_WITHIN})
