"""The figures of the offices of a year, put together by who stands for them today. Nothing of the account moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clinics.figures import Achievements, OfficeFigure
from clinics.standings import TotalStanding, sum_standings
from krs_portal.kit.clock import today
from krs_portal.offices.lineage import find_heirs
from krs_portal.offices.models import Office


@dataclass(frozen=True)
class HeirFigure:
    """An office of today with those whose whole work went to it; a split office stands for itself."""

    office: Any
    name: str
    standing: TotalStanding
    parts: Sequence[OfficeFigure]

    @property
    def is_joined(self) -> bool:
        """Whether it holds more than its own of that year."""
        return [row.office.pk for row in self.parts] != [self.office.pk]


def regroup_by_heirs(found: Achievements) -> list[HeirFigure]:
    """Sums of parts, so that all together are the total of the board."""
    heirs = find_heirs([row.office for row in found.offices])
    parts: dict[int, list[OfficeFigure]] = {}
    for row in found.offices:
        parts.setdefault(heirs[row.office.pk].pk, []).append(row)
    named: dict[int, Any] = Office.objects.with_name_on(today()).in_bulk(parts)
    figures = [
        HeirFigure(named[pk], named[pk].name, sum_standings(rows, is_over=found.total.is_over), rows)
        for pk, rows in parts.items()
    ]
    return sorted(
        figures, key=lambda each: (each.standing.difference is None, each.standing.difference or 0, each.name)
    )
