"""Occupants: the list, a household with what may be seen of it, and opening its specific data for a purpose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from krs_portal.kit import formats
from krs_portal.kit.actions import Action
from krs_portal.kit.clock import now, today
from krs_portal.kit.htmx import faces
from krs_portal.kit.pagination import keyset
from monitoring import dossier, policies
from monitoring.badges import Badge
from monitoring.filters.people import SOON, Matter, PeopleFilter
from monitoring.forms.people import PurposeForm
from monitoring.identity import initials
from monitoring.models import Household, Tenancy
from monitoring.querysets import YearsLater
from monitoring.services import people as services
from monitoring.views.doors import readers_only

SIZE = 40


@require_GET
@readers_only
def people(request: HttpRequest) -> HttpResponse:
    day = today()
    visible = Tenancy.objects.visible_to(request.user)
    chosen = PeopleFilter(request.GET, visible, request=request)
    rows = chosen.qs.with_stay().select_related("household", "unit__block__estate__region")
    page = keyset(rows, order=("household__name", "pk"), cursor=request.GET.get("cursor"), size=SIZE)
    known = policies.known_agencies(request.user)
    context = {
        "filter": chosen,
        "page": page,
        "rows": [Row(tenancy, known, day) for tenancy in page],
        "stats": stats(visible, day),
        "new": Action(
            _("Catat penghuni baru"),
            reverse("monitoring:move_in"),
            None if known else _("Penghuni dicatat oleh dinas perumahan."),
            "plus",
            "primary",
        ),
    }
    return faces(request, "monitoring/people/index.html", context)


@dataclass(frozen=True)
class Row:
    """A stay in the list: who, where, until when, and what asks for attention."""

    tenancy: Any
    known: set[int]
    day: date

    @property
    def name(self) -> str:
        estate, name = self.tenancy.unit.block.estate, self.tenancy.household.name
        return name if estate.office_id in self.known else initials(name)

    @property
    def badges(self) -> list[Badge]:
        stay, limit = self.tenancy, self.tenancy.unit.block.estate.stay_limit_years
        found = []
        if stay.ended_on:
            found.append(Badge(_("Keluar %(day)s") % {"day": formats.day_short(stay.ended_on)}, icon="door-enter"))
        elif stay.ends_on and stay.ends_on < self.day:
            found.append(Badge(_("Perjanjian lewat"), "danger", "calendar-off"))
        elif stay.ends_on and (stay.ends_on - self.day).days <= SOON:
            left = (stay.ends_on - self.day).days
            found.append(Badge(_("Berakhir %(days)s hari lagi") % {"days": left}, "warning", "clock"))
        if not stay.ended_on and limit and years_later(stay.stay_since, limit) < self.day:
            found.append(Badge(_("Lebih dari %(years)s tahun") % {"years": limit}, "danger", "hourglass"))
        if stay.has_arrears and not stay.ended_on:
            found.append(Badge(_("Menunggak"), "warning", "coin"))
        if stay.household.doubts:
            found.append(Badge(_("Perlu koreksi"), "danger", "pencil"))
        return found


def years_later(day: date, years: int) -> date:
    """29 February becomes the 28th, as in the database."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def stats(visible: Any, day: date) -> list[dict[str, Any]]:
    """What there is and what asks for attention; each figure opens its stays."""
    limit = F("unit__block__estate__stay_limit_years")
    living = visible.active().with_stay().annotate(limit_on=YearsLater(F("stay_since"), limit))
    found = living.aggregate(
        living=Count("pk"),
        beyond=Count("pk", filter=Q(limit_on__lt=day)),
        ending=Count("pk", filter=Q(ends_on__lte=day + dossier.soon())),
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
        {"label": label, "value": formats.number(value), "url": f"{base}?{urlencode(query)}#daftar"}
        for label, value, query in shown
    ]


@require_GET
@readers_only
def household(request: HttpRequest, pk: int) -> HttpResponse:
    return page_of(request, found(request, pk), PurposeForm())


@require_POST
@readers_only
@never_cache
def disclose(request: HttpRequest, pk: int) -> HttpResponse:
    """The same page with its specific data, for this one view; who saw it and what for is written down first."""
    home, form = found(request, pk), PurposeForm(request.POST)
    services.refuse(policies.why_not_open_data(request.user, home.estate))
    if form.is_valid():
        try:
            services.disclose(households=[home], purpose=form.cleaned_data["purpose"], by=request.user, at=now())
        except ValidationError as error:
            form.refuse(error)
        else:
            return page_of(request, home, PurposeForm(), is_open=True)
    return page_of(request, home, form)


def found(request: HttpRequest, pk: int) -> Household:
    rows = Household.objects.visible_to(request.user).select_related("estate__office", "estate__region", "origin")
    return get_object_or_404(rows, pk=pk)


def page_of(request: HttpRequest, home: Household, form: PurposeForm, *, is_open: bool = False) -> HttpResponse:
    context = dossier.of(home, request.user, today(), is_open=is_open) | {"form": form}
    return render(request, "monitoring/people/household.html", context, status=422 if form.errors else 200)
