"""The provinces as equal tiles, each with the standing of the clinic that serves it."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clinics import figures
from clinics.standings import sum_standings
from krs_portal.kit import charts
from krs_portal.kit.formats import format_percent
from krs_portal.offices.models import Coverage, Region
from krs_portal.offices.querysets import build_validity_filter
from krs_portal.offices.tilegrid import PROVINCES


def draw_province_map(found: figures.Achievements) -> SafeString | None:
    """Percent of target of the offices serving each province; nothing where no coverage is known."""
    figure_of = {row.office.pk: row for row in found.offices}
    served: dict[str, set[int]] = {}
    coverage = Coverage.objects.filter(build_validity_filter(found.as_at), office__in=figure_of)
    for office, code in coverage.values_list("office_id", "region__code"):
        served.setdefault(code[:2], set()).add(office)
    if not served:
        return None
    names = dict(Region.objects.filter(kind="PROVINCE", valid_until=None).values_list("code", "name"))
    tiles = []
    for code, (letters, column, row) in PROVINCES.items():
        offices = [figure_of[pk] for pk in served.get(code, ())]
        share = compute_joint_percent(offices)
        name = names.get(code, letters)
        if offices:
            name += f" ({', '.join(office.short_name for office in offices)})"
        tiles.append(
            charts.MapTile(letters, name, column, row, share, text="" if share is None else format_percent(share, 0))
        )
    return charts.draw_tiles(tiles, title=_("Capaian menurut provinsi"), top=150)


def compute_joint_percent(offices: list[figures.OfficeFigure]) -> float | None:
    """What the offices of a province that have a target achieved of it, together."""
    share = sum_standings(offices, is_over=False).percent
    return None if share is None else float(share)
