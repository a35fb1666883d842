"""Assess households against the programmes' criteria: one household after a change, or thousands in a task."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Min, OuterRef, QuerySet, Subquery

from krs_portal.offices.models import Region
from monitoring.occupants.models import Household, Tenancy
from monitoring.occupants.readiness.enums import Verdict
from monitoring.occupants.readiness.models import Assessment, Criterion, IncomeLimit, Programme
from monitoring.occupants.readiness.rules import (
    CriterionFinding,
    HouseholdFacts,
    ZoneIncomeLimit,
    combine_verdicts,
    judge_criterion,
)

# The fields that the rules use; a recomputation loads no others.
FIELDS = (
    "marital_status", "income", "spouse_income", "savings", "instalment", "owns_house", "has_land", "land_width",
    "land_length", "wants_to_own", "in_welfare_data", "has_tapera", "documents",
)  # fmt: skip


@dataclass(frozen=True)
class JudgedCriterion:
    """A criterion and the finding about one household."""

    criterion: Criterion
    finding: CriterionFinding


@dataclass(frozen=True)
class ProgrammeJudgement:
    programme: Programme
    conditions: Sequence[JudgedCriterion]

    @property
    def verdict(self) -> Verdict:
        return combine_verdicts(condition.finding.verdict for condition in self.conditions)

    def criteria(self, verdict: Verdict) -> list[int]:
        return [each.criterion.pk for each in self.conditions if each.finding.verdict == verdict]


class Rulebook:
    """Programmes, criteria and income limits in force on a day, read once for many households."""

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
    def limits(self) -> dict[str, ZoneIncomeLimit]:
        return {
            code: ZoneIncomeLimit(row.zone, row.single, row.married, row.tapera, row.source)
            for row in IncomeLimit.objects.in_force(self.on).order_by("valid_from", "pk")
            for code in row.region_codes
        }

    def limit(self, region_code: str) -> ZoneIncomeLimit | None:
        """The limit of the kab/kota if it has its own, otherwise that of its province."""
        return self.limits.get(region_code) or self.limits.get(region_code[:2])

    def facts(self, household: Any) -> HouseholdFacts:
        """Needs the columns that `annotate_facts` adds."""
        return HouseholdFacts(
            on=self.on,
            stay_since=household.stay_since,
            arrears=household.arrears,
            limit=self.limit(household.region_code),
            doubts=frozenset(household.doubts),
            **{name: getattr(household, name) for name in FIELDS},
        )

    def judge(self, household: Any) -> list[ProgrammeJudgement]:
        facts = self.facts(household)
        return [
            ProgrammeJudgement(
                programme,
                [JudgedCriterion(each, judge_criterion(each.kind, each.parameters, facts)) for each in criteria],
            )
            for programme, criteria in self.criteria.items()
        ]


def annotate_facts(households: QuerySet[Household]) -> QuerySet[Household]:
    """Adds `region_code`, `stay_since` (first day of the first stay) and `arrears` of the present unit."""
    stays = Tenancy.objects.filter(household=OuterRef("pk")).order_by()
    region = Region.objects.filter(pk=OuterRef("estate__region"))
    return households.annotate(
        region_code=Subquery(region.values("code")),
        stay_since=Subquery(stays.values("household").annotate(first=Min("started_on")).values("first")),
        arrears=Subquery(stays.filter(ended_on__isnull=True).values("arrears")[:1]),
    )


def assess_households(households: Iterable[Any], book: Rulebook, at: datetime) -> int:
    """Write an assessment for each household and programme, replacing the former one. Returns how many."""
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
    """Reassess one household after its data changed.

    Assessments that were not rewritten are deleted: the household moved out, or the programme has no criteria in force.
    """
    assess_households(annotate_facts(Household.objects.living_there().filter(pk=household_id)), Rulebook(on), at)
    Assessment.objects.filter(household=household_id, computed_at__lt=at).delete()


def list_judgements(household_id: int, on: date) -> list[ProgrammeJudgement]:
    """Every condition as it stands now. The texts quote specific data: only for pages on which these were opened."""
    found = annotate_facts(Household.objects.filter(pk=household_id)).get()
    return Rulebook(on).judge(found)
