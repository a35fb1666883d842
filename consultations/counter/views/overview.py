"""The head's page: each number opens what it counts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.counter import overview, policies
from consultations.counter.assistance.filters import LATE, RUNNING
from consultations.counter.promises.enums import PromiseTab, Whose
from krs_portal.kit.clock import now, today
from krs_portal.kit.parameters import reads_parameters, refuse_parameter
from krs_portal.kit.refusals import refuse_if
from krs_portal.offices.models import Office


@require_safe
@reads_parameters("office")
def show_overview(request: HttpRequest) -> HttpResponse:
    offices = list(policies.list_headed_offices(request.user).with_name_on(today()).order_by("code", "pk"))
    refuse_if(None if offices else _("Ringkasan meja hanya untuk kepala klinik dan administrator."))
    office = choose_office(request, offices)
    found = overview.build_overview(office, now())
    context = {
        "office": office,
        "offices": offices,
        "overview": found,
        "zone": office.time_zone,
        "places": [(each, f"{reverse('consultations:desk')}?place={each.place.pk}") for each in found.places],
        "drafts_url": build_list_url(office, state="OPEN", until=found.drafts_until),
        "late_url": build_promises_url(office, PromiseTab.LATE, Whose.ALL),
        "basket_url": build_promises_url(office, PromiseTab.OPEN, Whose.BASKET),
        "reviews_url": f"{reverse('consultations:reviews')}?{urlencode({'office': office.code})}",
        "helped_url": build_assistances_url(office, RUNNING),
        "helped_late_url": build_assistances_url(office, LATE),
        "officers": [(each, build_drafts_url(office, each, found)) for each in found.officers],
        "draft_days": overview.DRAFT_DAYS,
        "missed_days": overview.MISSED_DAYS,
    }
    return render(request, "consultations/counter/overview.html", context)


def choose_office(request: HttpRequest, offices: list[Any]) -> Any:
    asked = request.GET.get("office")
    if not asked:
        return offices[0]
    found = next((office for office in offices if office.code == asked), None)
    if found is None:
        refuse_parameter("office")
    return found


def build_list_url(office: Office, **asked: Any) -> str:
    return f"{reverse('consultations:list')}?{urlencode({'office': office.code, **asked})}"


def build_drafts_url(office: Office, work: overview.OfficerWork, found: overview.OfficeOverview) -> str:
    """The list is narrowed by a part of a name: no link where it would show a colleague's drafts, too."""
    name = str(work.officer)
    alike = [each for each in found.officers if name.casefold() in str(each.officer).casefold()]
    return build_list_url(office, state="OPEN", until=found.drafts_until, officer=name) if len(alike) == 1 else ""


def build_assistances_url(office: Office, state: str) -> str:
    return f"{reverse('consultations:assistances')}?{urlencode({'office': office.code, 'state': state})}"


def build_promises_url(office: Office, tab: PromiseTab, whose: Whose) -> str:
    return f"{reverse('consultations:promises')}?{urlencode({'tab': tab, 'whose': whose, 'office': office.code})}"
