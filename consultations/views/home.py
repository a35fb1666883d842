"""The first page: what this is, what one can come for, which clinic is near, and how the clinics stand."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clinics.enums import PeriodKind
from clinics.figures import achievements
from clinics.models import Indicator, ReportingPeriod
from consultations import catalogue, nearest
from krs_portal.kit.clock import today
from krs_portal.offices.models import Office

HEADLINE = "layanan"


@dataclass(frozen=True)
class Standing:
    """How all clinics stand in the newest period that has targets."""

    period: str
    as_at: date
    target: int
    realised: int
    reached: int
    offices: int


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    query, known = request.GET.get("region", "").strip()[:60], catalogue.known()
    return render(
        request,
        "consultations/home.html",
        {
            "topics": known.topics.values(),
            "query": query,
            "clinics": nearest.find(query, known.day, known.offices) if query else None,
            "standing": cache.get_or_set("home-standing", standing, 60),
        },
    )


def standing() -> Standing | None:
    indicator = Indicator.objects.filter(code=HEADLINE).first()
    with_targets = ReportingPeriod.objects.filter(kind=PeriodKind.YEAR, targets__indicator=indicator)
    period = with_targets.order_by("-starts_on").first()
    if indicator is None or period is None:
        return None
    found = achievements(user=None, indicator=indicator, period=period, as_at=today(), offices=Office.objects.clinics())
    total = found.total
    return Standing(
        period.name, found.as_at, total.target or 0, total.realised or 0, total.offices_reached, total.offices
    )
