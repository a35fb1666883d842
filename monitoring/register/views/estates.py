"""The register as a list, with condition, occupancy and open problems of each estate, and as a map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from krs_portal.kit import charts
from krs_portal.kit.actions import Action, Tab
from krs_portal.kit.badges import build_badge
from krs_portal.kit.formats import BLANK, format_number, format_percent
from krs_portal.kit.htmx import render_page_or_fragment
from krs_portal.kit.links import build_url_pattern
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import read_choice, reads_parameters
from krs_portal.offices.models import Region
from monitoring.register import policies
from monitoring.register.enums import Condition
from monitoring.register.filters import (
    ALL,
    EstateFilter,
    get_request_estates,
    list_provinces_with_estates,
    list_regions_with_estates,
)
from monitoring.register.models import Estate
from monitoring.register.views import maps
from monitoring.register.views.doors import require_monitoring_reader

MAP = "map"
SIZE = 25
MAIN = ("q", "condition", "occupancy")
SHOWN = (
    "name", "kind", "beneficiary", "condition", "region__kind", "region__name", "tally__units", "tally__occupied",
    "tally__occupancy", "tally__open_problems", "hand_over__state", "hand_over__obstacle",
)  # fmt: skip


@dataclass(frozen=True)
class EstateListLine:
    estate: Estate
    url: str
    condition: SafeString
    chart: SafeString
    share: str
    of: str
    hand_over: Any
    is_blocked: bool


@require_monitoring_reader
@reads_parameters("view", "cursor", *EstateFilter.base_filters)
def list_estates(request: HttpRequest) -> HttpResponse:
    narrowed = EstateFilter(request.GET, queryset=get_request_estates(request), request=request)
    asked = {name: value for name in EstateFilter.Meta.fields if (value := request.GET.get(name))}
    is_map = read_choice(request, "view", [MAP, "list"]) == MAP
    narrowed.is_valid()  # a wrong value is said at its field, and nothing is shown
    main = prepare_region_fields(request, narrowed.form)
    context: dict[str, Any] = {
        "form": narrowed.form,
        "figures": narrowed.qs.figures(),
        "is_map": is_map,
        "is_narrowed": bool(asked),
        "more_open": any(name in asked for name in EstateFilter.Meta.fields if name not in main),
        "main": main,
        "tabs": build_estate_tabs(asked, is_map),
        "actions": [Action(_("Tambah lokasi"), reverse("monitoring:estate_new"), icon="plus")]
        if policies.fills_anywhere(request.user)
        else [],
    }
    if is_map:
        context["map"] = maps.draw_estate_map(narrowed.qs, asked)
    else:
        rows = narrowed.qs.select_related("region", "tally", "hand_over").only(*SHOWN)
        context["page"] = page = fetch_keyset_page(rows, order=("name",), cursor=request.GET.get("cursor"), size=SIZE)
        context["lines"] = describe_estate_lines(page)
    return render_page_or_fragment(request, "monitoring/register/list.html", context, fragment="register")


def prepare_region_fields(request: HttpRequest, form: Any) -> list[str]:
    """Limit the region choices to one province and return the fields of the filter's first row.

    Users who see several provinces choose one first.
    """
    provinces = list(list_provinces_with_estates(request))
    region, chosen = form.cleaned_data.get("region"), form.cleaned_data.get("province")
    form.fields["province"].widget.choices = list_region_choices(provinces)
    code = chosen.code if chosen else region.code[:2] if region else provinces[0].code if len(provinces) == 1 else ""
    names = ["q"] + ["province"] * (len(provinces) > 1)
    if code:
        here = list_regions_with_estates(request).filter(code__startswith=f"{code}.")
        form.fields["region"].widget.choices = list_region_choices(here)
        names.append("region")
    return [*names, *MAIN[1:]]


def list_region_choices(regions: Iterable[Region]) -> list[tuple[str, Any]]:
    return [("", ALL), *((region.code, str(region)) for region in regions)]


def build_estate_tabs(asked: dict[str, str], is_map: bool) -> list[Tab]:
    here = reverse("monitoring:estates")
    return [
        Tab(_("Daftar"), f"{here}?{urlencode(asked)}", current=not is_map),
        Tab(_("Peta"), f"{here}?{urlencode(asked | {'view': MAP})}", current=is_map),
    ]


def describe_estate_lines(found: Any) -> list[EstateListLine]:
    badges = {"": SafeString(""), **render_condition_badges(get_language())}
    one = build_url_pattern("monitoring:estate")
    return [describe_estate_line(estate, badges[estate.condition], one % estate.pk) for estate in found]


@cache
def render_condition_badges(language: str | None) -> dict[str, SafeString]:
    """The four badges in a language, kept: rendering one for each of 25 rows costs 4 ms a page (measured)."""
    return {condition.value: render_condition_badge(condition) for condition in Condition}


def render_condition_badge(condition: Condition) -> SafeString:
    return render_to_string("components/badge.html", vars(build_badge(condition)))


def describe_estate_line(estate: Estate, badge: SafeString, url: str) -> EstateListLine:
    tally, hand_over = estate.tally, getattr(estate, "hand_over", None)
    known = tally.occupancy is not None
    counts = {"occupied": format_number(tally.occupied) if known else BLANK, "units": format_number(tally.units)}
    return EstateListLine(
        estate=estate,
        url=url,
        condition=badge,
        chart=charts.draw_part_bar(
            tally.occupied if known else None,
            tally.units,
            title=maps.describe_occupancy(tally.occupied, tally.units, tally.occupancy),
        ),
        share=format_occupancy(tally.occupancy),
        of=_("%(occupied)s dari %(units)s unit") % counts,
        hand_over=hand_over.get_state_display() if hand_over else None,
        is_blocked=bool(hand_over and hand_over.obstacle),
    )


def format_occupancy(occupancy: Any) -> str:
    """In whole percent. An estate that is not quite full is shown with at most 99 %."""
    if occupancy is None:
        return BLANK
    return format_percent(min(occupancy, 99) if occupancy < 100 else occupancy, 0)
