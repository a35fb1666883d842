"""The register: a list with condition, occupancy and open problems, the same as a map, and its forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from krs_portal.kit import charts
from krs_portal.kit.actions import Action, Tab
from krs_portal.kit.formats import BLANK, number, percent
from krs_portal.kit.htmx import faces
from krs_portal.kit.pagination import keyset
from krs_portal.offices.models import Region
from monitoring import maps, policies
from monitoring.enums import Condition
from monitoring.filters.estates import ALL, EstateFilter, provinces_with_estates, regions_with_estates, visible_estates
from monitoring.models import Estate
from monitoring.views.doors import readers_only

MAP = "map"
SIZE = 25
MAIN = ("q", "condition", "occupancy")
SHOWN = (
    "name", "kind", "beneficiary", "condition", "region__kind", "region__name", "tally__units", "tally__occupied",
    "tally__occupancy", "tally__open_problems", "hand_over__state", "hand_over__obstacle",
)  # fmt: skip
LOOK = {
    Condition.GOOD: "success", Condition.LIGHT: "warning", Condition.MODERATE: "warning", Condition.HEAVY: "danger",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    estate: Estate
    url: str
    condition: SafeString
    chart: SafeString
    share: str
    of: str
    hand_over: Any
    is_blocked: bool


@readers_only
def estates(request: HttpRequest) -> HttpResponse:
    narrowed = EstateFilter(request.GET, queryset=visible_estates(request), request=request)
    asked = {name: value for name in EstateFilter.Meta.fields if (value := request.GET.get(name))}
    is_map = request.GET.get("view") == MAP
    narrowed.is_valid()  # what is wrong is said at its field, and narrows nothing
    main = offered(request, narrowed.form)
    context: dict[str, Any] = {
        "form": narrowed.form,
        "figures": narrowed.qs.figures(),
        "is_map": is_map,
        "is_narrowed": bool(asked),
        "more_open": any(name in asked for name in EstateFilter.Meta.fields if name not in main),
        "main": main,
        "tabs": tabs(asked, is_map),
        "actions": [Action(_("Tambah lokasi"), reverse("monitoring:estate_new"), icon="plus")]
        if policies.known_agencies(request.user)
        else [],
    }
    if is_map:
        context["map"] = maps.drawn(narrowed.qs, asked)
    else:
        rows = narrowed.qs.select_related("region", "tally", "hand_over").only(*SHOWN)
        context["page"] = page = keyset(rows, order=("name",), cursor=request.GET.get("cursor"), size=SIZE)
        context["lines"] = lines(page)
    return faces(request, "monitoring/estates/list.html", context, fragment="register")


def offered(request: HttpRequest, form: Any) -> list[str]:
    """What the strip shows first. Kab/kota are offered within one province; whoever sees several chooses that first."""
    provinces = list(provinces_with_estates(request))
    region, chosen = form.cleaned_data.get("region"), form.cleaned_data.get("province")
    form.fields["province"].widget.choices = choices_of(provinces)
    code = chosen.code if chosen else region.code[:2] if region else provinces[0].code if len(provinces) == 1 else ""
    names = ["q"] + ["province"] * (len(provinces) > 1)
    if code:
        here = regions_with_estates(request).filter(code__startswith=f"{code}.")
        form.fields["region"].widget.choices = choices_of(here)
        names.append("region")
    return [*names, *MAIN[1:]]


def choices_of(regions: Iterable[Region]) -> list[tuple[str, Any]]:
    return [("", ALL), *((region.code, str(region)) for region in regions)]


def tabs(asked: dict[str, str], is_map: bool) -> list[Tab]:
    here = reverse("monitoring:estates")
    return [
        Tab(_("Daftar"), f"{here}?{urlencode(asked)}", current=not is_map),
        Tab(_("Peta"), f"{here}?{urlencode(asked | {'view': MAP})}", current=is_map),
    ]


def lines(found: Any) -> list[Line]:
    badges = {"": SafeString(""), **badges_in(get_language())}
    one = reverse("monitoring:estate", args=[0]).replace("/0/", "/%d/")
    return [line(estate, badges[estate.condition], one % estate.pk) for estate in found]


@cache
def badges_in(language: str | None) -> dict[str, SafeString]:
    """The four of them as written in a language; they never change."""
    return {condition.value: condition_badge(condition) for condition in Condition}


def condition_badge(condition: Condition) -> SafeString:
    return render_to_string("components/badge.html", {"text": condition.label, "kind": LOOK[condition]})


def line(estate: Estate, badge: SafeString, url: str) -> Line:
    tally, hand_over = estate.tally, getattr(estate, "hand_over", None)
    known = tally.occupancy is not None
    counts = {"occupied": number(tally.occupied) if known else BLANK, "units": number(tally.units)}
    return Line(
        estate=estate,
        url=url,
        condition=badge,
        chart=charts.part(
            tally.occupied if known else None,
            tally.units,
            title=maps.in_words(tally.occupied, tally.units, tally.occupancy),
        ),
        share=shown(tally.occupancy),
        of=_("%(occupied)s dari %(units)s unit") % counts,
        hand_over=hand_over.get_state_display() if hand_over else None,
        is_blocked=bool(hand_over and hand_over.obstacle),
    )


def shown(occupancy: Any) -> str:
    """Whole percent; what is not quite full does not become 100."""
    if occupancy is None:
        return BLANK
    return percent(min(occupancy, 99) if occupancy < 100 else occupancy, 0)


def visible(request: HttpRequest) -> QuerySet[Estate]:
    return Estate.objects.visible_to(request.user).select_related(
        "region__parent", "office__parent__parent", "tally", "hand_over"
    )
