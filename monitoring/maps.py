"""The register as drawings: provinces or kab/kota as tiles, and the estates of one province where they stand."""

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
from krs_portal.kit.formats import number, percent
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Region
from krs_portal.offices.tilegrid import PROVINCES, laid_out, short
from monitoring.models import Estate

CELLS = 48  # marks side by side: estates closer than that share one mark
WIDTH, TALLEST = 1120, 680
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


class Located(NamedTuple):
    latitude: float
    longitude: float
    pk: int
    name: str
    occupied: int | None
    units: int | None
    occupancy: float | None
    region: int


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
    placed = estates.filter(latitude__isnull=False).values_list(
        Cast("latitude", FloatField()), Cast("longitude", FloatField()), "pk", "name",
        "tally__occupied", "tally__units", Cast("tally__occupancy", FloatField()), "region_id",
    )  # fmt: skip
    rows = [Located(*row) for row in placed]
    quality = estates.aggregate(
        unplaced=Count("pk", filter=Q(coordinate_quality="MISSING")),
        doubtful=Count("pk", filter=Q(coordinate_quality="NEEDS_CHECK")),
    )
    return Drawn(region_tiles(areas, code, asked), points(rows, asked) if rows else None, of_provinces=False, **quality)


def by_region(estates: QuerySet[Estate]) -> list[Area]:
    sums = (
        estates.order_by()
        .values_list("region__code")
        .annotate(
            locations=Count("pk"),
            units=Sum("tally__units", filter=ANSWERED, default=0),
            occupied=Sum("tally__occupied", filter=ANSWERED, default=0),
        )
    )
    return [Area(*row) for row in sums]


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
        places.append(tile(short(str(here)), str(here), column, row, found.get(code), where))
    return charts.tiles(places, title=_("Hunian menurut kab/kota"), top=100)


def tile(letters: str, name: str, column: int, row: int, area: Area | None, where: dict[str, str]) -> charts.Tile:
    """A place without estates is no link; one whose figures nobody stated shows how many estates there are."""
    if area is None:
        return charts.Tile(letters, _("%(place)s: tidak ada hunian") % {"place": name}, column, row, None)
    name = _("%(place)s, %(count)s lokasi") % {"place": name, "count": number(area.locations)}
    href = f"{reverse('monitoring:estates')}?{urlencode(where)}"
    text = "" if area.occupancy is None else percent(area.occupancy, 0).replace("\u00a0", "")
    return charts.Tile(letters, name, column, row, area.occupancy, text=text, href=href)


def points(rows: list[Located], asked: dict[str, str]) -> SafeString:
    """North is up; degrees are as long as they are in the middle of what is shown."""
    latitudes, longitudes = [row.latitude for row in rows], [row.longitude for row in rows]
    edge = max(max(latitudes) - min(latitudes), max(longitudes) - min(longitudes), 0.05) * 0.06
    south, north = min(latitudes) - edge, max(latitudes) + edge
    west, east = min(longitudes) - edge, max(longitudes) + edge
    flat = cos(radians((south + north) / 2))
    height = WIDTH * (north - south) / ((east - west) * flat)
    if height > TALLEST:  # a tall province stands in the middle of a wide sheet
        wider = (east - west) * (height / TALLEST - 1) / 2
        west, east, height = west - wider, east + wider, TALLEST
    step = (east - west) / CELLS
    cells: dict[tuple[int, int], list[Located]] = {}
    for row in rows:
        cells.setdefault((int((row.longitude - west) / step), int((row.latitude - south) / step)), []).append(row)
    frame, height = (south, west, north, east), max(round(height), 240)
    one = reverse("monitoring:estate", args=[0]).replace("/0/", "/%d/")
    spots = [spot(those, place, step, frame, asked, one) for place, those in sorted(cells.items())]
    return charts.scatter(spots, title=_("Letak hunian"), names=names(rows, frame, height), width=WIDTH, height=height)


def spot(
    those: list[Located], cell: tuple[int, int], step: float, frame: Any, asked: dict[str, str], one: str
) -> charts.Spot:
    """`one` is the address of a single estate, with a place for its key."""
    x, y = at(sum(row.latitude for row in those) / len(those), sum(row.longitude for row in those) / len(those), frame)
    if len(those) == 1:
        here = those[0]
        told = f"{here.name}: {in_words(here.occupied, here.units, here.occupancy)}"
        return charts.Spot(x, y, here.occupancy, told, one % here.pk)
    answered = [row for row in those if row.occupancy is not None]
    occupied, units = sum(row.occupied or 0 for row in answered), sum(row.units or 0 for row in answered)
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


def names(rows: list[Located], frame: Any, height: float) -> list[charts.Name]:
    """Each kab/kota where its estates are, those with most of them first; none is written over another."""
    there: dict[int, list[Located]] = {}
    for row in rows:
        there.setdefault(row.region, []).append(row)
    named = {region.pk: str(region) for region in Region.objects.filter(pk__in=there)}
    said: list[charts.Name] = []
    for pk, those in sorted(there.items(), key=lambda pair: -len(pair[1])):
        x, y = at(min(r.latitude for r in those), sum(r.longitude for r in those) / len(those), frame)
        name = charts.Name(x, min(y + 24 / height, 1 - 6 / height), named[pk])
        if not any(covers(name, other, height) for other in said):
            said.append(name)
    return said


def covers(name: charts.Name, other: charts.Name, height: float) -> bool:
    """Letters are some seven units wide, and a line is fourteen high."""
    wide = 3.5 * (len(name.text) + len(other.text))
    return abs(name.x - other.x) * WIDTH < wide and abs(name.y - other.y) * height < 14


def at(latitude: float, longitude: float, frame: Any) -> tuple[float, float]:
    south, west, north, east = frame
    return (longitude - west) / (east - west), (north - latitude) / (north - south)


def in_words(occupied: int | None, units: int | None, occupancy: float | None) -> str:
    if occupancy is None:
        return _("hunian belum diketahui")
    return _("%(occupied)s dari %(units)s unit terhuni") % {"occupied": number(occupied), "units": number(units)}
