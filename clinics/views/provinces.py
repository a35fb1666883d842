"""The provinces as equal tiles, each with the standing of the clinic that serves it."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clinics import figures
from krs_portal.kit import charts
from krs_portal.kit.formats import percent
from krs_portal.offices.models import Coverage, Region
from krs_portal.offices.querysets import on_day
from krs_portal.offices.tilegrid import PROVINCES


def province_map(found: figures.Achievements) -> SafeString | None:
    """Percent of target of the offices serving each province; nothing where no coverage is known."""
    figure_of = {row.office.pk: row for row in found.offices}
    served: dict[str, set[int]] = {}
    coverage = Coverage.objects.filter(on_day(found.as_at), office__in=figure_of)
    for office, code in coverage.values_list("office_id", "region__code"):
        served.setdefault(code[:2], set()).add(office)
    if not served:
        return None
    names = dict(Region.objects.filter(kind="PROVINCE", valid_until=None).values_list("code", "name"))
    tiles = []
    for code, (letters, column, row) in PROVINCES.items():
        offices = [figure_of[pk] for pk in served.get(code, ())]
        share = percent_of(offices)
        name = names.get(code, letters)
        if offices:
            name += f" ({', '.join(office.short_name for office in offices)})"
        tiles.append(charts.Tile(letters, name, column, row, share, text="" if share is None else percent(share, 0)))
    return charts.tiles(tiles, title=_("Capaian menurut provinsi"), top=150)


def percent_of(offices: list[figures.OfficeFigure]) -> float | None:
    targets = [row.target for row in offices if row.target is not None]
    realised = [row.realised for row in offices if row.realised is not None]
    if not targets or not realised:
        return None
    share = figures.percent(sum(realised), sum(targets))
    return None if share is None else float(share)
