"""The list of occupants, the page of a household, and opening its specific data for a purpose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from krs_portal.kit import formats
from krs_portal.kit.actions import Action
from krs_portal.kit.badges import Badge
from krs_portal.kit.clock import now, today
from krs_portal.kit.htmx import render_page_or_fragment
from krs_portal.kit.middleware import send_each_time
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import submit_form
from monitoring.occupants import policies
from monitoring.occupants.badges import list_row_badges
from monitoring.occupants.filters import Matter, PeopleFilter
from monitoring.occupants.forms.people import DisclosurePurposeForm, ReleaseForm
from monitoring.occupants.lease import SOON
from monitoring.occupants.models import Household, Tenancy
from monitoring.occupants.openings import list_opened
from monitoring.occupants.querysets import YearsLater
from monitoring.occupants.services import people as services
from monitoring.occupants.views.household import describe_household
from monitoring.register.policies import list_known_agencies
from monitoring.register.views.doors import require_monitoring_reader

SIZE = 40


@require_safe
@require_monitoring_reader
@reads_parameters("cursor", *PeopleFilter.base_filters)
def list_people(request: HttpRequest) -> HttpResponse:
    day = today()
    visible = Tenancy.objects.visible_to(request.user)
    chosen = PeopleFilter(request.GET, visible, request=request)
    rows = chosen.qs.with_stay().select_related("household", "unit__block__estate__region")
    page = fetch_keyset_page(rows, order=("household__name", "pk"), cursor=request.GET.get("cursor"), size=SIZE)
    known = list_known_agencies(request.user)
    context = {
        "filter": chosen,
        "page": page,
        "rows": [describe_stay(tenancy, known, day) for tenancy in page],
        "stats": describe_stay_figures(visible, day),
        "new": Action(
            _("Catat penghuni baru"),
            reverse("monitoring:move_in"),
            policies.why_not_record_people(request.user),
            "plus",
            "primary",
        ),
    }
    return render_page_or_fragment(request, "monitoring/occupants/index.html", context)


@dataclass(frozen=True)
class StayRow:
    """A stay in the list: who, where, until when, and what asks for attention."""

    tenancy: Tenancy
    name: str
    badges: list[Badge]


def describe_stay(stay: Any, known: set[int], day: date) -> StayRow:
    """`stay` has the column that `with_stay` adds. Its estate is the unit's, which the list has loaded already."""
    estate = stay.unit.block.estate
    name = formats.format_person_name(stay.household.name, known=estate.office_id in known)
    return StayRow(stay, name, list_row_badges(stay, stay.stay_since, estate.stay_limit_years, day))


def describe_stay_figures(visible: Any, day: date) -> list[dict[str, Any]]:
    """How many households live there and how many ask for attention; each figure links to its stays."""
    limit = F("unit__block__estate__stay_limit_years")
    living = visible.active().with_stay().annotate(limit_on=YearsLater(F("stay_since"), limit))
    found = living.aggregate(
        living=Count("pk"),
        beyond=Count("pk", filter=Q(limit_on__lt=day)),
        ending=Count("pk", filter=Q(ends_on__lte=day + timedelta(days=SOON))),
        owing=Count("pk", filter=Q(has_arrears=True)),
        doubted=Count("pk", filter=~Q(household__doubts=[])),
    )
    shown = [
        (_("Rumah tangga tinggal"), found["living"], {}),
        (_("Melebihi masa sewa terlama"), found["beyond"], {"matter": Matter.BEYOND}),
        (_("Perjanjian berakhir ≤ 90 hari"), found["ending"], {"matter": Matter.ENDING}),
        (_("Menunggak sewa"), found["owing"], {"arrears": "yes"}),
        (_("Data perlu koreksi"), found["doubted"], {"matter": Matter.DOUBTED}),
    ]
    base = reverse("monitoring:people")
    return [
        {"label": label, "value": formats.format_number(value), "url": f"{base}?{urlencode(query)}#daftar"}
        for label, value, query in shown
    ]


@require_safe
@require_monitoring_reader
def show_household(request: HttpRequest, pk: int) -> HttpResponse:
    return render_household(request, get_household(request, pk), DisclosurePurposeForm())


@send_each_time
@require_POST
@require_monitoring_reader
@never_cache
def disclose_household(request: HttpRequest, pk: int) -> HttpResponse:
    """The same page with its specific data, for this one view; who saw it and for what is recorded first."""
    home, form = get_household(request, pk), DisclosurePurposeForm(request.POST)
    refuse_if(policies.why_not_open_data(request.user, home.estate))
    if submit_form(request, form, services.open_household, household=home):
        return render_household(request, home, DisclosurePurposeForm(), is_open=True)
    return render_household(request, home, form)


@reads_parameters()
def list_openings(request: HttpRequest) -> HttpResponse:
    """Who below one opened how much, and the form that lets somebody open more."""
    refuse_if(policies.why_not_release(request.user))
    people, at = policies.list_releasable(request.user).order_by("name", "pk"), now()
    form = ReleaseForm(request.POST or None, people=people)
    if submit_form(request, form, services.release_limit, said=_("Izin diberikan untuk satu jam.")):
        return redirect("monitoring:openings")
    places = [(_("Penghuni"), reverse("monitoring:people")), (_("Pembukaan data"), "")]
    context = {"form": form, "lines": list_opened(people, at), "most": policies.MOST_OPENED, "places": places}
    return render(request, "monitoring/occupants/openings.html", context, status=form.status)


def get_household(request: HttpRequest, pk: int) -> Household:
    rows = Household.objects.visible_to(request.user).select_related("estate__office", "estate__region", "origin")
    return get_object_or_404(rows, pk=pk)


def render_household(
    request: HttpRequest, home: Household, form: DisclosurePurposeForm, *, is_open: bool = False
) -> HttpResponse:
    context = describe_household(home, request.user, today(), is_open=is_open) | {"form": form}
    return render(request, "monitoring/occupants/household.html", context, status=form.status)
