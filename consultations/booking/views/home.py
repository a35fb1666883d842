"""The first page: what this is, what one can come for, which clinic is near, and how the clinics stand."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clinics import disclosure
from clinics.figures import compute_achievements
from clinics.models import Indicator
from consultations.booking import catalogue, nearest, ways
from consultations.booking.offers import EarliestTime
from consultations.booking.views.booking import list_ways_of_search, read_request_answers
from consultations.booking.way import BookingAnswers
from krs_portal.kit.clock import now, today
from krs_portal.kit.parameters import reads_parameters
from krs_portal.offices import finding
from krs_portal.offices.models import Office

HEADLINE = "layanan"
LONGEST_SEARCH = 100
SOONEST = 3
SOONEST_LASTS = 30  # seconds: a time that went meanwhile leads to the nearest others


@dataclass(frozen=True)
class ClinicsStanding:
    """How all clinics stand in the newest period that has targets."""

    period: str
    as_at: date
    target: int
    realised: int
    reached: int
    offices: int


@login_not_required
def show_home(request: HttpRequest) -> HttpResponse:
    query, known = request.GET.get("region", "").strip()[:LONGEST_SEARCH], catalogue.get_catalogue()
    search = nearest.search_clinics(query, known.day, known.offices) if query else None
    return render(
        request,
        "consultations/booking/home.html",
        {
            "topics": known.topics.values(),
            "query": query,
            "search": search,
            "ways": list_ways_of_search(request, read_request_answers(request), search),
            "soonest": cache.get_or_set("home-soonest-times", find_soonest_times, SOONEST_LASTS),
            "standing": cache.get_or_set("home-clinics-standing", find_clinics_standing, 60),
        },
    )


@login_not_required
@require_safe
@reads_parameters("region")
def suggest_regions(request: HttpRequest) -> HttpResponse:
    """The regions that the words may become, as options of the search field."""
    typed = request.GET.get("region", "")[:LONGEST_SEARCH]
    return render(request, "consultations/booking/regions.html", {"regions": finding.suggest_regions(typed, today())})


def find_soonest_times() -> list[tuple[EarliestTime, str]]:
    """The first free times over all clinics, before anything is known of whoever asks."""
    places = catalogue.get_catalogue().places.values()
    return ways.list_soonest_ways(BookingAnswers(), QueryDict(), places, now())[:SOONEST]


def find_clinics_standing() -> ClinicsStanding | None:
    indicator = Indicator.objects.filter(code=HEADLINE).first()
    question = disclosure.find_public_question(indicator) if indicator else None
    if question is None or not question.period.targets.filter(indicator=indicator).exists():
        return None
    found = compute_achievements(question, Office.objects.clinics())
    total = found.total
    return ClinicsStanding(
        question.period.name, found.as_at, total.target or 0, total.targeted or 0, total.offices_reached, total.offices
    )
