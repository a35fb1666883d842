"""The register as drawings: provinces or kab/kota as tiles, and the estates of one province where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from krs_portal.kit import charts
from krs_portal.kit.formats import number, percent
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Region
from krs_portal.offices.tilegrid import PROVINCES, laid_out
from monitoring.models import Estate

CELLS = 64  # marks side by side: estates closer than that share one mark
WIDTH, TALLEST = 1072, 640
ANSWERED = Q(tally__occupancy__isnull=False)


@dataclass(frozen=True)
class Area:
    """What the estates of a kab/kota, or of a province, add up to."""

    code: str
    locations: int
    units: int
    occupied: int

    @property
    def occupancy(self) -> float | None:
        return 100 * self.occupied / self.units if self.units else None


@dataclass(frozen=True)
class Drawn:
    """`unplaced` estates have no coordinates."""

    tiles: SafeString
    points: SafeString | None
    of_provinces: bool
    unplaced: int = 0
    doubtful: int = 0


def drawn(estates: QuerySet[Estate], asked: dict[str, str]) -> Drawn:
    """Of several provinces one tile each; of one, its kab/kota and the points."""
    areas = by_region(estates)
    provinces = {area.code[:2] for area in areas}
    if len(provinces) > 1:
        return Drawn(province_tiles(areas, asked), None, of_provinces=True)
    code = next(iter(provinces), "")
    rows = list(
        estates.filter(latitude__isnull=False).values_list(
            "pk", "name", "latitude", "longitude", "tally__occupied", "tally__units", "tally__occupancy", "region_id"
        )
    )
    quality = estates.aggregate(
        unplaced=Count("pk", filter=Q(coordinate_quality="MISSING")),
        doubtful=Count("pk", filter=Q(coordinate_quality="NEEDS_CHECK")),
    )
    return Drawn(region_tiles(areas, code, asked), points(rows, asked) if rows else None, of_provinces=False, **quality)


def by_region(estates: QuerySet[Estate]) -> list[Area]:
    sums = (
        estates.order_by()
        .values(place=F("region__code"))
        .annotate(
            locations=Count("pk"),
            units=Sum("tally__units", filter=ANSWERED, default=0),
            occupied=Sum("tally__occupied", filter=ANSWERED, default=0),
        )
    )
    return [Area(row.pop("place"), **row) for row in sums]


def province_tiles(areas: Iterable[Area], asked: dict[str, str]) -> SafeString:
    merged: dict[str, Area] = {}
    for area in areas:
        code = area.code[:2]
        so_far = merged.get(code, Area(code, 0, 0, 0))
        merged[code] = Area(
            code, so_far.locations + area.locations, so_far.units + area.units, so_far.occupied + area.occupied
        )
    names = dict(Region.objects.filter(kind=RegionKind.PROVINCE, valid_until=None).values_list("code", "name"))
    places = [
        tile(
            letters, names.get(code, letters), column, row, merged.get(code), asked | {"view": "map", "province": code}
        )
        for code, (letters, column, row) in PROVINCES.items()
    ]
    return charts.tiles(places, title=_("Hunian menurut provinsi"), top=100)


def region_tiles(areas: Iterable[Area], province: str, asked: dict[str, str]) -> SafeString:
    found = {area.code: area for area in areas}
    regions = Region.objects.filter(
        kind__in=(RegionKind.KABUPATEN, RegionKind.KOTA), code__startswith=f"{province}.", valid_until=None
    )
    named = {region.code: region for region in regions}
    places = []
    for code, (column, row) in laid_out(list(named)).items():
        here = named[code]
        where = asked | {"region": code}
        places.append(tile(short(here), str(here), column, row, found.get(code), where))
    return charts.tiles(places, title=_("Hunian menurut kab/kota"), top=100)


def tile(letters: str, name: str, column: int, row: int, area: Area | None, where: dict[str, str]) -> charts.Tile:
    """A place without estates is no link; one whose figures nobody stated shows how many estates there are."""
    if area is None:
        return charts.Tile(letters, _("%(place)s: tidak ada hunian") % {"place": name}, column, row, None)
    name = _("%(place)s, %(count)s lokasi") % {"place": name, "count": number(area.locations)}
    href = f"{reverse('monitoring:estates')}?{urlencode(where)}"
    text = "" if area.occupancy is None else percent(area.occupancy, 0).replace("\u00a0", "")
    return charts.Tile(letters, name, column, row, area.occupancy, text=text, href=href)


def short(region: Region) -> str:
    """What fits into a tile."""
    name = f"K.{region.name}" if region.kind == RegionKind.KOTA else region.name
    return name if len(name) <= 9 else f"{name[:8]}."


def points(rows: list[Any], asked: dict[str, str]) -> SafeString:
    """North is up; degrees are as long as they are in the middle of what is shown."""
    latitudes, longitudes = [float(row[2]) for row in rows], [float(row[3]) for row in rows]
    edge = max(max(latitudes) - min(latitudes), max(longitudes) - min(longitudes), 0.05) * 0.06
    south, north = min(latitudes) - edge, max(latitudes) + edge
    west, east = min(longitudes) - edge, max(longitudes) + edge
    flat = cos(radians((south + north) / 2))
    height = WIDTH * (north - south) / ((east - west) * flat)
    if height > TALLEST:  # a tall province stands in the middle of a wide sheet
        wider = (east - west) * (height / TALLEST - 1) / 2
        west, east, height = west - wider, east + wider, TALLEST
    step = (east - west) / CELLS
    cells: dict[tuple[int, int], list[Any]] = {}
    for row in rows:
        cells.setdefault((int((float(row[3]) - west) / step), int((float(row[2]) - south) / step)), []).append(row)
    frame = (south, west, north, east)
    spots = [spot(those, place, step, frame, asked) for place, those in sorted(cells.items())]
    return charts.scatter(
        spots, title=_("Letak hunian"), names=names(rows, frame), width=WIDTH, height=max(round(height), 240)
    )


def spot(those: list[Any], cell: tuple[int, int], step: float, frame: Any, asked: dict[str, str]) -> charts.Spot:
    x, y = at(sum(float(row[2]) for row in those) / len(those), sum(float(row[3]) for row in those) / len(those), frame)
    if len(those) == 1:
        pk, name, _latitude, _longitude, occupied, units, occupancy, _region = those[0]
        known = None if occupancy is None else float(occupancy)
        return charts.Spot(
            x, y, known, f"{name}: {in_words(occupied, units, known)}", reverse("monitoring:estate", args=[pk])
        )
    answered = [row for row in those if row[6] is not None]
    occupied, units = sum(row[4] for row in answered), sum(row[5] for row in answered)
    share = 100 * occupied / units if units else None
    south, west = frame[:2]
    corner = south + cell[1] * step, west + cell[0] * step
    box = ",".join(f"{edge:.6f}" for edge in (*corner, corner[0] + step, corner[1] + step))
    title = _("%(count)s lokasi berdekatan: %(occupancy)s") % {
        "count": number(len(those)), "occupancy": in_words(occupied, units, share),
    }  # fmt: skip
    return charts.Spot(
        x, y, share, title, f"{reverse('monitoring:estates')}?{urlencode(asked | {'box': box})}", str(len(those))
    )


def names(rows: list[Any], frame: Any) -> list[charts.Name]:
    """Each kab/kota where its estates are."""
    there: dict[int, list[Any]] = {}
    for row in rows:
        there.setdefault(row[7], []).append(row)
    named = {region.pk: str(region) for region in Region.objects.filter(pk__in=there)}
    said = []
    for pk, those in there.items():
        x, y = at(sum(float(r[2]) for r in those) / len(those), sum(float(r[3]) for r in those) / len(those), frame)
        said.append(charts.Name(x, y + 0.045, named[pk]))
    return said


def at(latitude: float, longitude: float, frame: Any) -> tuple[float, float]:
    south, west, north, east = frame
    return (longitude - west) / (east - west), (north - latitude) / (north - south)


def in_words(occupied: int | None, units: int | None, occupancy: float | None) -> str:
    if occupancy is None:
        return _("hunian belum diketahui")
    return _("%(occupied)s dari %(units)s unit terhuni") % {"occupied": number(occupied), "units": number(units)}
