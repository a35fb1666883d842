"""The provinces as equal tiles, each with the standing of the clinic that serves it."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clinics import figures
from krs_portal.kit import charts
from krs_portal.kit.formats import percent
from krs_portal.offices.models import Coverage, Region
from krs_portal.offices.querysets import on_day

# Kemendagri code: (letters in the tile, column, row), roughly where the province lies.
GRID = {
    "11": ("AC", 0, 0), "12": ("SU", 1, 1), "14": ("RI", 2, 1), "21": ("KR", 3, 1), "13": ("SB", 1, 2),
    "15": ("JA", 2, 2), "19": ("BB", 3, 2), "17": ("BE", 1, 3), "16": ("SS", 2, 3), "18": ("LA", 2, 4),
    "36": ("BT", 2, 5), "31": ("JK", 3, 5), "32": ("JB", 3, 6), "33": ("JT", 4, 5), "34": ("YO", 4, 6),
    "35": ("JI", 5, 5), "51": ("BA", 6, 6), "52": ("NB", 7, 6), "53": ("NT", 8, 6),
    "61": ("KB", 4, 2), "62": ("KT", 5, 3), "63": ("KS", 6, 3), "64": ("KI", 6, 2), "65": ("KU", 6, 1),
    "71": ("SA", 9, 1), "75": ("GO", 8, 1), "72": ("ST", 8, 2), "76": ("SR", 7, 3), "73": ("SN", 8, 4),
    "74": ("SG", 9, 3), "82": ("MU", 10, 1), "81": ("MA", 10, 3),
    "96": ("PD", 11, 2), "92": ("PB", 12, 2), "91": ("PA", 13, 3), "94": ("PT", 12, 3), "95": ("PP", 13, 4),
    "93": ("PS", 12, 5),
}  # fmt: skip


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
    for code, (letters, column, row) in GRID.items():
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
