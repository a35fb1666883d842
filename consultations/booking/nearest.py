"""Which clinic serves where somebody lives: from a typed kab/kota or province to the offices that cover it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import hypot, inf
from typing import Any

from django.db.models import Prefetch, Q

from clinics.models import Place
from krs_portal.kit.clock import today
from krs_portal.kit.parameters import refuse_parameter
from krs_portal.offices.enums import CLINIC_KINDS, RegionKind
from krs_portal.offices.finding import RegionMatch, find_regions
from krs_portal.offices.models import Coverage, Office, Region
from krs_portal.offices.querysets import build_validity_filter
from krs_portal.offices.tilegrid import PROVINCES


@dataclass(frozen=True)
class ServingClinic:
    """An office, the searched regions that it serves, and its doors."""

    office: Any
    regions: list[Region] = field(default_factory=list)

    @property
    def home(self) -> Region | None:
        """The kab/kota that was searched, where only one was found."""
        return self.regions[0] if len(self.regions) == 1 and self.regions[0].kind != RegionKind.PROVINCE else None

    @property
    def places(self) -> list[Place]:
        return list(self.office.places.all())


@dataclass(frozen=True)
class ClinicSearch:
    """What was typed, the regions that it may mean, and the clinics that serve them."""

    match: RegionMatch
    clinics: list[ServingClinic]

    @property
    def readings(self) -> list[str]:
        """How it was read, where that is not plain: another spelling, a kecamatan or desa, more than one region."""
        is_plain = len(self.match.found) == 1 and not self.match.is_guess and not self.match.found[0].within
        return [] if is_plain else [str(found) for found in self.match.found]


def search_clinics(text: str, day: date, offices: Mapping[int, Office]) -> ClinicSearch:
    """The offices that serve on the day what the words mean; those with a place come first."""
    match = find_regions(text, day)
    regions = match.regions
    covering = fetch_covering_offices(regions, day)
    served: dict[int, list[Region]] = {}
    for region in regions:
        for office in covering.get(region.pk) or covering.get(region.parent_id or 0, []):
            served.setdefault(office, []).append(region)
    found = [ServingClinic(offices[pk], here) for pk, here in served.items() if pk in offices]
    return ClinicSearch(match, sorted(found, key=lambda clinic: not clinic.places))  # first where one can be met


def fetch_covering_offices(regions: Iterable[Region], day: date) -> dict[int, list[int]]:
    """The keys of the clinics that cover each of the regions, or the province around it."""
    covering: dict[int, list[int]] = {}
    of_clinics = Coverage.objects.filter(build_validity_filter(day), office__kind__in=CLINIC_KINDS)
    around = {pk for region in regions for pk in (region.pk, region.parent_id) if pk}
    for region_id, office_id in of_clinics.filter(region__in=around).values_list("region_id", "office_id"):
        covering.setdefault(region_id, []).append(office_id)
    return covering


def list_serving_offices(region: Region, day: date, offices: Mapping[int, Office]) -> list[Office]:
    """The clinics of a kab/kota or a province, among these."""
    covering = fetch_covering_offices([region], day)
    found = covering.get(region.pk) or covering.get(region.parent_id or 0, [])
    return [offices[pk] for pk in found if pk in offices]


def sort_by_distance(offices: Iterable[Office], region: Region | None) -> list[ServingClinic]:
    """The clinics, nearest first, by the tiles of the provinces: good enough to tell Bali from Papua."""
    here = PROVINCES.get(region.code[:2]) if region else None

    def measure(office: Office) -> float:
        seat = PROVINCES.get(office.region.code[:2]) if office.region else None
        return hypot(seat[1] - here[1], seat[2] - here[2]) if here and seat else inf if here else 0

    return [ServingClinic(office) for office in sorted(offices, key=measure)]


def list_nearest_clinics(offices: Iterable[Office], region: Region | None, count: int = 3) -> list[ServingClinic]:
    """The clinics with an open place that are nearest to the region."""
    return [clinic for clinic in sort_by_distance(offices, region) if clinic.places][:count]


def list_open_clinics(offices: Iterable[Office]) -> list[ServingClinic]:
    """The offices that have at least one place receiving people."""
    return [clinic for clinic in map(ServingClinic, offices) if clinic.places]


def list_clinic_offices(day: date) -> Any:
    """The offices that run a clinic, with their name of the day and the places that receive people."""
    doors = Prefetch("places", list_open_places(day).prefetch_related("hours").order_by("kind", "name", "pk"))
    offices = Office.objects.filter(kind__in=CLINIC_KINDS, closed_on__isnull=True)
    return offices.with_name_on(day).select_related("region").prefetch_related(doors).order_by("code", "pk")


def list_open_places(day: date) -> Any:
    """The places that receive people on the day."""
    still_open = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    return Place.objects.filter(still_open, opened_on__lte=day, office__kind__in=CLINIC_KINDS)


def list_visible_places(user: Any) -> Any:
    """The places receiving people today at the offices that the user may see."""
    visible = list_open_places(today()).visible_to(user).with_upper_offices()
    return visible.select_related("office__region", "region").order_by("office__code", "kind", "name", "pk")


def choose_place(places: Sequence[Place], key: str) -> Place | None:
    """The place of that key, as the query string has it; the first where none is asked for.

    Raises WrongParameters for a key of no place among these.
    """
    if key and all(str(place.pk) != key for place in places):
        refuse_parameter("place")
    return next((place for place in places if str(place.pk) == key), places[0] if places else None)


def list_served_regions(office: Office, day: date) -> Any:
    """The kab/kota that an office covers, directly or through their province."""
    covered = Coverage.objects.filter(build_validity_filter(day), office=office).values("region")
    return (
        Region.objects.on(day)
        .filter(Q(pk__in=covered) | Q(parent__in=covered), kind__in=(RegionKind.KABUPATEN, RegionKind.KOTA))
        .select_related("parent")
        .order_by("parent__name", "name", "kind", "pk")
    )
