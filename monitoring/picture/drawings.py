"""Drawings of rusun occupancy that the page of a round and its report share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from krs_portal.kit import charts
from krs_portal.kit.formats import format_number
from krs_portal.offices.tilegrid import lay_out_tiles, shorten_region_name


@dataclass(frozen=True)
class RegionOccupancy:
    """A kab/kota with its percentage of occupied units; None while nobody has stated it."""

    code: str
    name: str
    percent: Decimal | None
    url: str = ""


def draw_occupancy_tiles(regions: Iterable[RegionOccupancy], *, title: str, description: str = "") -> SafeString:
    """A tile map of the kab/kota."""
    shown = list(regions)
    at = lay_out_tiles([each.code for each in shown])
    tiles = [
        charts.MapTile(
            code=shorten_region_name(each.name),
            name=each.name,
            column=at[each.code][0],
            row=at[each.code][1],
            value=None if each.percent is None else float(each.percent),
            text=format_number(each.percent),
            href=each.url or None,
        )
        for each in shown
    ]
    return charts.draw_tiles(tiles, title=title, description=description, top=100)


def list_course_points(steps: Iterable[tuple[int, Decimal | None]]) -> list[charts.TrendPoint]:
    """Rounds by year with their percentage; a round without one is left out."""
    return [charts.TrendPoint(str(year), float(percent)) for year, percent in steps if percent is not None]


def draw_occupancy_course(points: list[charts.TrendPoint], **size: Any) -> SafeString:
    title = _("Persen unit rusun terhuni dari putaran ke putaran")
    return charts.draw_trend(points, title=title, labels=len(points), **size)
