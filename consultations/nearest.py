"""Which clinic serves where somebody lives: from a typed kab/kota or province to the offices that cover it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from clinics.models import Place
from krs_portal.offices.enums import CLINIC_KINDS, RegionKind
from krs_portal.offices.models import Coverage, Office, Region
from krs_portal.offices.querysets import on_day

PREFIX = re.compile(r"^(kota adm\.?|kota|kab\.?|kabupaten|prov\.?|provinsi)\s+", re.IGNORECASE)
SEARCHED = (RegionKind.PROVINCE, RegionKind.KABUPATEN, RegionKind.KOTA)
SHOWN_REGIONS = 20


@dataclass(frozen=True)
class Clinic:
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


def find(text: str, day: date, offices: Mapping[int, Office]) -> list[Clinic]:
    """Those of the offices that serve a region of that name on the day, the best match first."""
    name = PREFIX.sub("", text.strip())
    if not name:
        return []
    regions = list(
        Region.objects.on(day)
        .filter(kind__in=SEARCHED, name__icontains=name)
        .order_by("name", "kind", "pk")[:SHOWN_REGIONS]
    )
    regions.sort(key=lambda region: region.name.casefold() != name.casefold())
    covering: dict[int, list[int]] = {}
    of_clinics = Coverage.objects.filter(on_day(day), office__kind__in=CLINIC_KINDS)
    around = {pk for region in regions for pk in (region.pk, region.parent_id) if pk}
    for region_id, office_id in of_clinics.filter(region__in=around).values_list("region_id", "office_id"):
        covering.setdefault(region_id, []).append(office_id)
    served: dict[int, list[Region]] = {}
    for region in regions:
        for office in covering.get(region.pk) or covering.get(region.parent_id or 0, []):
            served.setdefault(office, []).append(region)
    found = [Clinic(offices[pk], here) for pk, here in served.items() if pk in offices]
    return sorted(found, key=lambda clinic: not clinic.places)  # first where somebody can be met


def everywhere(offices: Iterable[Office]) -> list[Clinic]:
    """Those of the offices that are open to the public."""
    return [clinic for clinic in map(Clinic, offices) if clinic.places]


def clinics(day: date) -> Any:
    """The offices that run a clinic, with their name of the day and the places that receive people."""
    doors = Prefetch("places", places_on(day).prefetch_related("hours").order_by("kind", "name", "pk"))
    offices = Office.objects.filter(kind__in=CLINIC_KINDS, closed_on__isnull=True)
    return offices.with_name_on(day).prefetch_related(doors).order_by("code", "pk")


def places_on(day: date) -> Any:
    """The places that receive people on the day."""
    still_open = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    return Place.objects.filter(still_open, opened_on__lte=day, office__kind__in=CLINIC_KINDS)


def regions_served(office: Office, day: date) -> Any:
    """The kab/kota that an office covers, directly or through their province."""
    covered = Coverage.objects.filter(on_day(day), office=office).values("region")
    return (
        Region.objects.on(day)
        .filter(Q(pk__in=covered) | Q(parent__in=covered), kind__in=(RegionKind.KABUPATEN, RegionKind.KOTA))
        .select_related("parent")
        .order_by("parent__name", "name", "kind", "pk")
    )
