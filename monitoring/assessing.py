"""From rows to facts, from facts to assessments: one household at once, or a chunk of them in a task."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Min, OuterRef, QuerySet, Subquery

from krs_portal.offices.models import Region
from monitoring.enums import Verdict
from monitoring.models import Assessment, Criterion, Household, IncomeLimit, Programme, Tenancy
from monitoring.readiness import Facts, Finding, Limit, judge, overall

# What the rules look at; anything else of a household is not even read.
FIELDS = (
    "marital_status", "income", "spouse_income", "savings", "instalment", "owns_house", "has_land", "land_width",
    "land_length", "wants_to_own", "in_welfare_data", "has_tapera", "documents",
)  # fmt: skip


@dataclass(frozen=True)
class Condition:
    """A criterion and what came of it."""

    criterion: Criterion
    finding: Finding


@dataclass(frozen=True)
class Judgement:
    programme: Programme
    conditions: Sequence[Condition]

    @property
    def verdict(self) -> Verdict:
        return overall(condition.finding.verdict for condition in self.conditions)

    def criteria(self, verdict: Verdict) -> list[int]:
        return [each.criterion.pk for each in self.conditions if each.finding.verdict == verdict]


class Rulebook:
    """Programmes, criteria and limits in force on a day, read once for many households."""

    def __init__(self, on: date) -> None:
        self.on = on

    @cached_property
    def criteria(self) -> dict[Programme, list[Criterion]]:
        found: dict[Programme, list[Criterion]] = {}
        rows = Criterion.objects.in_force(self.on).select_related("programme")
        for criterion in rows.order_by("programme__name", "programme", "position", "pk"):
            found.setdefault(criterion.programme, []).append(criterion)
        return found

    @cached_property
    def limits(self) -> dict[str, Limit]:
        return {
            code: Limit(row.zone, row.single, row.married, row.tapera, row.source)
            for row in IncomeLimit.objects.in_force(self.on).order_by("valid_from", "pk")
            for code in row.region_codes
        }

    def limit(self, region_code: str) -> Limit | None:
        """That of the kab/kota where it has one of its own, else that of its province."""
        return self.limits.get(region_code) or self.limits.get(region_code[:2])

    def facts(self, household: Any) -> Facts:
        """Needs what `with_facts` adds."""
        return Facts(
            on=self.on,
            stay_since=household.stay_since,
            arrears=household.arrears,
            limit=self.limit(household.region_code),
            doubts=frozenset(household.doubts),
            **{name: getattr(household, name) for name in FIELDS},
        )

    def judge(self, household: Any) -> list[Judgement]:
        facts = self.facts(household)
        return [
            Judgement(programme, [Condition(each, judge(each.kind, each.parameters, facts)) for each in criteria])
            for programme, criteria in self.criteria.items()
        ]


def with_facts(households: QuerySet[Household]) -> QuerySet[Household]:
    """Adds where a household lives, since when, and what it owes for the unit it lives in."""
    stays = Tenancy.objects.filter(household=OuterRef("pk")).order_by()
    region = Region.objects.filter(pk=OuterRef("estate__region"))
    return households.annotate(
        region_code=Subquery(region.values("code")),
        stay_since=Subquery(stays.values("household").annotate(first=Min("started_on")).values("first")),
        arrears=Subquery(stays.filter(ended_on__isnull=True).values("arrears")[:1]),
    )


def assess(households: Iterable[Any], book: Rulebook, at: datetime) -> int:
    """Write how each stands towards each programme, over what was written before."""
    rows = [
        Assessment(
            household_id=household.pk,
            programme=judgement.programme,
            as_at=book.on,
            computed_at=at,
            verdict=judgement.verdict,
            unmet=judgement.criteria(Verdict.NOT_YET),
            unknown=judgement.criteria(Verdict.NEEDS_DATA),
        )
        for household in households
        for judgement in book.judge(household)
    ]
    Assessment.objects.bulk_create(
        rows,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["household", "programme"],
        update_fields=["as_at", "computed_at", "verdict", "unmet", "unknown"],
    )
    return len(rows)


def assess_household(household_id: int, *, on: date, at: datetime) -> None:
    """After its data changed. Who has left is no longer assessed; what no programme asks any more is forgotten."""
    assess(with_facts(Household.objects.living_there().filter(pk=household_id)), Rulebook(on), at)
    Assessment.objects.filter(household=household_id, computed_at__lt=at).delete()


def judgements_of(household_id: int, on: date) -> list[Judgement]:
    """Every condition with its values, as it stands now: specific data, for a page that was opened for it."""
    found = with_facts(Household.objects.filter(pk=household_id)).get()
    return Rulebook(on).judge(found)
