"""The register as drawings: provinces or kab/kota as tiles, and the estates of one province at their coordinates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, FloatField, Q, QuerySet, Sum
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from krs_portal.kit import charts
from krs_portal.kit.formats import format_number, format_percent
from krs_portal.kit.links import build_url_pattern
from krs_portal.kit.numbers import compute_percent
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Region
from krs_portal.offices.tilegrid import PROVINCES, lay_out_tiles, shorten_region_name
from monitoring.register.models import Estate

CELLS = 48  # marks side by side: estates closer than that share one mark
WIDTH, TALLEST = 1120, 680
ANSWERED = Q(tally__occupancy__isnull=False)


def compute_occupancy(occupied: int, units: int) -> float | None:
    """In percent, as a number that a drawing can scale."""
    share = compute_percent(occupied, units)
    return None if share is None else float(share)


@dataclass(frozen=True)
class AreaFigures:
    """Sums over the estates of a kab/kota or a province, and how many have no coordinates or doubtful ones."""

    code: str
    locations: int
    units: int
    occupied: int
    unplaced: int = 0
    doubtful: int = 0

    @property
    def occupancy(self) -> float | None:
        return compute_occupancy(self.occupied, self.units)


class EstatePoint(NamedTuple):
    latitude: float
    longitude: float
    pk: int
    name: str
    occupied: int | None
    units: int | None
    occupancy: float | None
    region: int


@dataclass(frozen=True)
class EstateMap:
    """`unplaced` estates have no coordinates."""

    tiles: SafeString
    points: SafeString | None
    of_provinces: bool
    unplaced: int = 0
    doubtful: int = 0


def draw_estate_map(estates: QuerySet[Estate], asked: dict[str, str]) -> EstateMap:
    """One tile for each province; where all estates are in one province, tiles of its kab/kota and the points."""
    areas = sum_figures_by_region(estates)
    provinces = {area.code[:2] for area in areas}
    if len(provinces) > 1:
        return EstateMap(draw_province_tiles(areas, asked), None, of_provinces=True)
    code = next(iter(provinces), "")
    placed = estates.filter(latitude__isnull=False).values_list(
        Cast("latitude", FloatField()), Cast("longitude", FloatField()), "pk", "name",
        "tally__occupied", "tally__units", Cast("tally__occupancy", FloatField()), "region_id",
    )  # fmt: skip
    rows = [EstatePoint(*row) for row in placed]
    return EstateMap(
        draw_region_tiles(areas, code, asked),
        draw_estate_points(rows, asked) if rows else None,
        of_provinces=False,
        unplaced=sum(area.unplaced for area in areas),
        doubtful=sum(area.doubtful for area in areas),
    )


def sum_figures_by_region(estates: QuerySet[Estate]) -> list[AreaFigures]:
    sums = (
        estates.order_by()
        .values_list("region__code")
        .annotate(
            locations=Count("pk"),
            units=Sum("tally__units", filter=ANSWERED, default=0),
            occupied=Sum("tally__occupied", filter=ANSWERED, default=0),
            unplaced=Count("pk", filter=Q(coordinate_quality="MISSING")),
            doubtful=Count("pk", filter=Q(coordinate_quality="NEEDS_CHECK")),
        )
    )
    return [AreaFigures(*row) for row in sums]


def draw_province_tiles(areas: Iterable[AreaFigures], asked: dict[str, str]) -> SafeString:
    merged: dict[str, AreaFigures] = {}
    for area in areas:
        code = area.code[:2]
        so_far = merged.get(code, AreaFigures(code, 0, 0, 0))
        merged[code] = AreaFigures(
            code, so_far.locations + area.locations, so_far.units + area.units, so_far.occupied + area.occupied
        )
    names = dict(Region.objects.filter(kind=RegionKind.PROVINCE, valid_until=None).values_list("code", "name"))
    places = [
        build_area_tile(
            letters, names.get(code, letters), column, row, merged.get(code), asked | {"view": "map", "province": code}
        )
        for code, (letters, column, row) in PROVINCES.items()
    ]
    return charts.draw_tiles(places, title=_("Hunian menurut provinsi"), top=100)


def draw_region_tiles(areas: Iterable[AreaFigures], province: str, asked: dict[str, str]) -> SafeString:
    found = {area.code: area for area in areas}
    regions = Region.objects.kab_kota_in_force().filter(code__startswith=f"{province}.")
    named = {region.code: region for region in regions}
    places = []
    for code, (column, row) in lay_out_tiles(list(named)).items():
        here = named[code]
        where = asked | {"region": code}
        places.append(build_area_tile(shorten_region_name(str(here)), str(here), column, row, found.get(code), where))
    return charts.draw_tiles(places, title=_("Hunian menurut kab/kota"), top=100)


def build_area_tile(
    letters: str, name: str, column: int, row: int, area: AreaFigures | None, where: dict[str, str]
) -> charts.MapTile:
    """An area without estates is no link. Where nobody stated figures, the title still tells the number of estates."""
    if area is None:
        return charts.MapTile(letters, _("%(place)s: tidak ada hunian") % {"place": name}, column, row, None)
    name = _("%(place)s, %(count)s lokasi") % {"place": name, "count": format_number(area.locations)}
    href = f"{reverse('monitoring:estates')}?{urlencode(where)}"
    text = "" if area.occupancy is None else format_percent(area.occupancy, 0).replace("\u00a0", "")
    return charts.MapTile(letters, name, column, row, area.occupancy, text=text, href=href)


def draw_estate_points(rows: list[EstatePoint], asked: dict[str, str]) -> SafeString:
    """Equirectangular projection with the north up, true to scale at the middle latitude.

    Estates in the same cell share a mark.
    """
    latitudes, longitudes = [row.latitude for row in rows], [row.longitude for row in rows]
    edge = max(max(latitudes) - min(latitudes), max(longitudes) - min(longitudes), 0.05) * 0.06
    south, north = min(latitudes) - edge, max(latitudes) + edge
    west, east = min(longitudes) - edge, max(longitudes) + edge
    flat = cos(radians((south + north) / 2))
    height = WIDTH * (north - south) / ((east - west) * flat)
    if height > TALLEST:  # a tall province is drawn in the middle of a wide sheet
        wider = (east - west) * (height / TALLEST - 1) / 2
        west, east, height = west - wider, east + wider, TALLEST
    step = (east - west) / CELLS
    cells: dict[tuple[int, int], list[EstatePoint]] = {}
    for row in rows:
        cells.setdefault((int((row.longitude - west) / step), int((row.latitude - south) / step)), []).append(row)
    frame, height = (south, west, north, east), max(round(height), 240)
    one = build_url_pattern("monitoring:estate")
    spots = [build_map_spot(those, place, step, frame, asked, one) for place, those in sorted(cells.items())]
    return charts.draw_scatter(
        spots, title=_("Letak hunian"), names=place_region_names(rows, frame, height), width=WIDTH, height=height
    )


def build_map_spot(
    those: list[EstatePoint], cell: tuple[int, int], step: float, frame: Any, asked: dict[str, str], one: str
) -> charts.ScatterSpot:
    """`one` is the address of a single estate, with `%d` for its key."""
    x, y = project_point(
        sum(row.latitude for row in those) / len(those), sum(row.longitude for row in those) / len(those), frame
    )
    if len(those) == 1:
        here = those[0]
        told = f"{here.name}: {describe_occupancy(here.occupied, here.units, here.occupancy)}"
        return charts.ScatterSpot(x, y, here.occupancy, told, one % here.pk)
    answered = [row for row in those if row.occupancy is not None]
    occupied, units = sum(row.occupied or 0 for row in answered), sum(row.units or 0 for row in answered)
    share = compute_occupancy(occupied, units)
    south, west = frame[:2]
    corner = south + cell[1] * step, west + cell[0] * step
    box = ",".join(f"{edge:.6f}" for edge in (*corner, corner[0] + step, corner[1] + step))
    title = _("%(count)s lokasi berdekatan: %(occupancy)s") % {
        "count": format_number(len(those)), "occupancy": describe_occupancy(occupied, units, share),
    }  # fmt: skip
    return charts.ScatterSpot(
        x, y, share, title, f"{reverse('monitoring:estates')}?{urlencode(asked | {'box': box})}", str(len(those))
    )


def place_region_names(rows: list[EstatePoint], frame: Any, height: float) -> list[charts.ScatterLabel]:
    """Write each kab/kota below its estates, those with most estates first; a name that would overlap is left out."""
    there: dict[int, list[EstatePoint]] = {}
    for row in rows:
        there.setdefault(row.region, []).append(row)
    named = {region.pk: str(region) for region in Region.objects.filter(pk__in=there)}
    said: list[charts.ScatterLabel] = []
    for pk, those in sorted(there.items(), key=lambda pair: -len(pair[1])):
        x, y = project_point(min(r.latitude for r in those), sum(r.longitude for r in those) / len(those), frame)
        name = charts.ScatterLabel(x, min(y + 24 / height, 1 - 6 / height), named[pk])
        if not any(is_name_covered(name, other, height) for other in said):
            said.append(name)
    return said


def is_name_covered(name: charts.ScatterLabel, other: charts.ScatterLabel, height: float) -> bool:
    """Whether the two labels overlap. A letter is about 7 px wide, a line 14 px high."""
    wide = 3.5 * (len(name.text) + len(other.text))
    return abs(name.x - other.x) * WIDTH < wide and abs(name.y - other.y) * height < 14


def project_point(latitude: float, longitude: float, frame: Any) -> tuple[float, float]:
    south, west, north, east = frame
    return (longitude - west) / (east - west), (north - latitude) / (north - south)


def describe_occupancy(occupied: int | None, units: int | None, occupancy: float | None) -> str:
    if occupancy is None:
        return _("hunian belum diketahui")
    return _("%(occupied)s dari %(units)s unit terhuni") % {
        "occupied": format_number(occupied),
        "units": format_number(units),
    }
