"""The head's page: each number opens what it counts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.booking.enums import AttendanceState
from consultations.counter import overview, policies
from consultations.counter.assistance.filters import LATE, RUNNING
from consultations.counter.enums import NOBODY, ConsultationState
from consultations.counter.overview import OfficeOverview, OfficerWork, VisitShare
from consultations.counter.promises.enums import PromiseTab, Whose
from krs_portal.accounts.models import User
from krs_portal.kit.badges import build_badge
from krs_portal.kit.clock import now, today
from krs_portal.kit.numbers import read_key
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import read_choice, reads_parameters, refuse_parameter
from krs_portal.kit.refusals import refuse_if
from krs_portal.offices.models import Office

SHOWN = 30


@require_safe
@reads_parameters("office")
def show_overview(request: HttpRequest) -> HttpResponse:
    offices = list_offices(request)
    office = choose_office(request, offices)
    found = overview.build_overview(office, now())
    context = {
        "office": office,
        "offices": offices,
        "overview": found,
        "zone": office.time_zone,
        "places": [(each, f"{reverse('consultations:desk')}?place={each.place.pk}") for each in found.places],
        "drafts_url": build_drafts_url(office, found),
        "late_url": build_promises_url(office, PromiseTab.LATE, Whose.ALL),
        "basket_url": build_promises_url(office, PromiseTab.OPEN, Whose.BASKET),
        "reviews_url": f"{reverse('consultations:reviews')}?{urlencode({'office': office.code})}",
        "helped_url": build_assistances_url(office, RUNNING),
        "helped_late_url": build_assistances_url(office, LATE),
        "missed_url": build_visits_url(office, VisitShare.MISSED),
        "booked_url": build_visits_url(office, VisitShare.BOOKED),
        "officers": [build_officer_row(office, each, found) for each in found.officers],
        "draft_days": overview.DRAFT_DAYS,
        "missed_days": overview.MISSED_DAYS,
    }
    return render(request, "consultations/counter/overview.html", context)


def list_offices(request: HttpRequest) -> list[Any]:
    offices = list(policies.list_headed_offices(request.user).with_name_on(today()).order_by("code", "pk"))
    refuse_if(None if offices else _("Ringkasan meja hanya untuk kepala klinik dan administrator."))
    return offices


def choose_office(request: HttpRequest, offices: list[Any]) -> Any:
    asked = request.GET.get("office")
    if not asked:
        return offices[0]
    found = next((office for office in offices if office.code == asked), None)
    if found is None:
        refuse_parameter("office")
    return found


def build_officer_row(office: Office, work: OfficerWork, found: OfficeOverview) -> tuple[OfficerWork, str, str, str]:
    """With what each of the three figures opens."""
    if work.officer is None:
        drafts = build_drafts_url(office, found, officer_id=NOBODY)
        late = build_promises_url(office, PromiseTab.LATE, Whose.BASKET)
        return work, build_visits_url(office, VisitShare.SERVED, officer=NOBODY), drafts, late
    key = str(work.officer.pk)
    return (
        work,
        build_visits_url(office, VisitShare.SERVED, officer=key),
        build_drafts_url(office, found, officer_id=key),
        build_promises_url(office, PromiseTab.LATE, Whose.ALL, officer=key),
    )


def build_drafts_url(office: Office, found: OfficeOverview, **more: str) -> str:
    asked = {"office": office.code, "state": ConsultationState.OPEN, "until": found.drafts_until, **more}
    return f"{reverse('consultations:list')}?{urlencode(asked)}"


def build_assistances_url(office: Office, state: str) -> str:
    return f"{reverse('consultations:assistances')}?{urlencode({'office': office.code, 'state': state})}"


def build_promises_url(office: Office, tab: PromiseTab, whose: Whose, **more: str) -> str:
    asked = {"tab": tab, "whose": whose, "office": office.code, **more}
    return f"{reverse('consultations:promises')}?{urlencode(asked)}"


def build_visits_url(office: Office, share: VisitShare, **more: str) -> str:
    return f"{reverse('consultations:overview_visits')}?{urlencode({'office': office.code, 'share': share, **more})}"


@require_safe
@reads_parameters("cursor", "office", "share", "officer")
def list_overview_visits(request: HttpRequest) -> HttpResponse:
    """The people behind a figure of the overview."""
    office = choose_office(request, list_offices(request))
    share = VisitShare(read_choice(request, "share", VisitShare.values, VisitShare.MISSED))
    rows, officer = narrow_to_officer(
        request, overview.list_shared_visits(office, share, today(office.time_zone)), request.GET.get("officer", "")
    )
    shown = rows.select_related("slot__place", "topic", "officer")
    page = fetch_keyset_page(shown, order=("-slot__starts_at", "-pk"), cursor=request.GET.get("cursor"), size=SHOWN)
    context = {
        "title": share.label,
        "office": office,
        "officer": officer,
        "count": rows.count(),
        "days": None if share == VisitShare.SERVED else overview.MISSED_DAYS,
        "page": page,
        "rows": [(row, build_badge(AttendanceState(row.state))) for row in page],
        "zone": office.time_zone,
        "overview_url": f"{reverse('consultations:overview')}?{urlencode({'office': office.code})}",
    }
    return render(request, "consultations/counter/overview_visits.html", context)


def narrow_to_officer(request: HttpRequest, rows: Any, asked: str) -> tuple[Any, str]:
    """Those of one officer, with their name, or those that no officer has."""
    if not asked:
        return rows, ""
    if asked == NOBODY:
        return rows.filter(officer__isnull=True), _("tanpa petugas")
    officer = User.objects.filter(pk=read_key(asked)).first()
    if officer is None:
        refuse_parameter("officer")
    return rows.filter(officer=officer), str(officer)
