"""The numbers of the funnel: by office and in total, with nobody lost between two stages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Sum

from consultations.evaluation.funnel.cases import CasePeriod, list_record_cases, list_visit_cases
from consultations.evaluation.funnel.enums import ENDS, CaseEnd, FunnelStage, list_ends_from

LEAST_BASE = 10  # of fewer cases a percentage would say more than they can


@dataclass(frozen=True)
class FunnelFigures:
    """Of an office, or of all: how many cases and people stand at each end."""

    cases: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)

    def count_at(self, end: CaseEnd) -> int:
        return self.cases.get(end, 0)

    def count_people_at(self, end: CaseEnd) -> int:
        return self.people.get(end, 0)

    def count_from(self, stage: FunnelStage) -> int:
        """How many came as far as this stage."""
        return sum(self.count_at(end) for end in list_ends_from(stage))

    def count_people_from(self, stage: FunnelStage) -> int:
        return sum(self.count_people_at(end) for end in list_ends_from(stage))

    def count_ended(self, stage: FunnelStage) -> int:
        """How many came no further than this stage."""
        return sum(self.count_at(end) for end in ENDS[stage])

    def compute_share(self, stage: FunnelStage) -> float | None:
        """How many in a hundred of those who registered came so far; None where they are too few to say."""
        base = self.count_from(FunnelStage.BOOKED)
        return 100 * self.count_from(stage) / base if base >= LEAST_BASE else None


@dataclass(frozen=True)
class FunnelRow:
    office: Any
    figures: FunnelFigures


@dataclass(frozen=True)
class Funnel:
    rows: Sequence[FunnelRow]  # of offices with any case
    total: FunnelFigures


def compute_funnel(offices: Iterable[Any], period: CasePeriod) -> Funnel:
    """Two queries, however many cases and offices."""
    by_key = {office.pk: office for office in offices}
    cases: dict[int, Counter[str]] = {key: Counter() for key in by_key}
    people: dict[int, Counter[str]] = {key: Counter() for key in by_key}
    for rows in (list_visit_cases(by_key, period), list_record_cases(by_key, period)):
        grouped = rows.order_by().values("case_office", "end")
        for found in grouped.annotate(number=Count("pk"), heads=Sum("case_people")):
            cases[found["case_office"]][found["end"]] += found["number"]
            people[found["case_office"]][found["end"]] += found["heads"]
    rows_found = [
        FunnelRow(office, FunnelFigures(cases[key], people[key])) for key, office in by_key.items() if cases[key]
    ]
    total = FunnelFigures(sum(cases.values(), Counter()), sum(people.values(), Counter()))
    return Funnel(rows_found, total)
