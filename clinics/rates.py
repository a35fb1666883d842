"""Figures that do not add up: percentages of two counts, and survey values. None of them is an average of averages.

The total of a ratio divides the sum of all numerators by the sum of all denominators; that of an index is computed by
its source from all answers. The value is rounded once, and what is shown is what is held against the target.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet

from clinics.enums import Direction, TargetState
from clinics.figures import NO_TARGET, is_period_over, list_targets_in_force
from clinics.models import CountingRule, Indicator, ReportingPeriod
from clinics.questions import FigureQuestion
from clinics.standings import TargetInForce
from clinics.sums import sum_entries_by_office
from krs_portal.kit.numbers import HUNDREDTH, compute_percent
from krs_portal.kit.registry import Registry
from krs_portal.offices.models import Office


@dataclass(frozen=True)
class RateValue:
    """A value with what it rests on: two counts, or answers. `value` is None where there is nothing to divide by, or
    where so few answered that they could be told apart.
    """

    value: Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None
    answers: int | None = None
    remarks: tuple[str, ...] = ()
    url: str = ""  # of the page where an index is told in full


@dataclass(frozen=True)
class RateValues:
    """By office, and of all of them together."""

    offices: Mapping[int, RateValue]
    total: RateValue


@dataclass(frozen=True)
class IndexSource:
    """A survey that an upper room holds: whose indicator it is, and what it says of a period."""

    code: str
    measure: Callable[[FigureQuestion, QuerySet[Office]], RateValues]


INDEX_SOURCES: Registry[IndexSource] = Registry(lambda source: source.code)


@dataclass(frozen=True, kw_only=True)
class RateStanding:
    """A rate against its target, which is a rate too. What a count could be short of or over has no meaning here."""

    of: RateValue
    target: int | None
    direction: str = Direction.UP
    is_exempt: bool = False
    is_over: bool = False
    capped = needed_per_week = None

    @property
    def realised(self) -> Decimal | None:
        return self.of.value

    @property
    def numerator(self) -> int | None:
        return self.of.numerator

    @property
    def denominator(self) -> int | None:
        return self.of.denominator

    @property
    def answers(self) -> int | None:
        return self.of.answers

    @property
    def percent(self) -> Decimal | None:
        return compute_attainment(self.realised, self.target, self.direction)

    @property
    def difference(self) -> Decimal | None:
        """Value minus target, in points."""
        return None if self.realised is None or self.target is None else self.realised - self.target

    @property
    def is_reached(self) -> bool:
        if self.difference is None:
            return False
        return self.difference <= 0 if self.direction == Direction.DOWN else self.difference >= 0

    @property
    def is_missed(self) -> bool:
        """A blank is no failure: nothing has fallen due yet."""
        return self.target is not None and self.realised is not None and not self.is_reached

    @property
    def state(self) -> TargetState:
        if self.target is None:
            return TargetState.EXEMPT if self.is_exempt else TargetState.UNTARGETED
        if self.is_reached:
            return TargetState.REACHED
        if self.realised is None:
            return TargetState.UNRECORDED
        return TargetState.FAILED if self.is_over else TargetState.MISSED


@dataclass(frozen=True, kw_only=True)
class RateTotal(RateStanding):
    """All offices together. They share a target only where each has the same: targets of a rate are not added."""

    offices: int = 0
    offices_reached: int = 0

    @property
    def is_reached(self) -> bool:
        """Never while one office is short."""
        return 0 < self.offices == self.offices_reached


@dataclass(frozen=True, kw_only=True)
class OfficeRate(RateStanding):
    office: Office
    name: str
    short_name: str
    decree: str
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class RateFigures:
    indicator: Indicator
    rules: list[CountingRule]
    period: ReportingPeriod
    as_at: date
    known_at: datetime | None
    offices: list[OfficeRate]
    total: RateTotal

    @property
    def rule(self) -> CountingRule | None:
        """That of what is counted in the numerator; of an index, its own."""
        return self.rules[0] if self.rules else None


def compute_rates(question: FigureQuestion, offices: QuerySet[Office]) -> RateFigures:
    """Where the offices stand by a ratio or an index: those that a reader may see, or all clinics."""
    asked = question.but(as_at=min(question.as_at, question.period.ends_on), office=None, since=None, within=())
    values, targets = measure_rates(asked, offices), list_targets_in_force(offices, asked)
    decided = {office for office, target in targets.items() if target.current}
    shown = Office.objects.filter(pk__in=values.offices.keys() | decided).with_name_on(asked.as_at)
    rows = [
        build_office_rate(office, targets.get(office.pk, NO_TARGET), values.offices.get(office.pk, RateValue()), asked)
        for office in shown.order_by("code", "pk")
    ]
    rows.sort(key=lambda row: (not row.is_missed, row.realised is None, row.office.code))
    return RateFigures(
        asked.indicator, list_rules_in_force(asked), asked.period, asked.as_at, asked.known_at, rows,
        sum_rates(rows, values.total, asked),
    )  # fmt: skip


def measure_rates(question: FigureQuestion, offices: QuerySet[Office]) -> RateValues:
    if question.indicator.is_ratio:
        numerator, denominator = (
            sum_entries_by_office(offices, question.but(indicator=each)) for each in question.indicator.counted
        )
        return divide_sums(numerator, denominator)
    source = INDEX_SOURCES.find(question.indicator.code)
    return source.measure(question, offices) if source else RateValues({}, RateValue())


def divide_sums(numerator: Mapping[int, int], denominator: Mapping[int, int]) -> RateValues:
    """Each office's, and the sums of all divided by one another."""
    by_office = {
        office: divide_counts(numerator.get(office, 0), denominator.get(office, 0))
        for office in numerator.keys() | denominator.keys()
    }
    if not by_office:
        return RateValues({}, RateValue())
    return RateValues(by_office, divide_counts(sum(numerator.values()), sum(denominator.values())))


def divide_counts(numerator: int, denominator: int) -> RateValue:
    return RateValue(compute_percent(numerator, denominator), numerator, denominator)


def build_office_rate(office: Any, target: TargetInForce, value: RateValue, question: FigureQuestion) -> OfficeRate:
    return OfficeRate(
        of=value,
        target=target.quantity,
        direction=question.indicator.direction,
        is_exempt=target.is_exempt,
        is_over=is_period_over(question),
        office=office,
        name=office.name,
        short_name=office.short_name or office.code,
        decree=target.decree if target.quantity is not None else "",
        remarks=[*value.remarks, *target.list_remarks(question.as_at)],
    )


def sum_rates(rows: Sequence[RateStanding], value: RateValue, question: FigureQuestion) -> RateTotal:
    aimed = [row for row in rows if row.target is not None]
    return RateTotal(
        of=value,
        target=find_common_target(aimed),
        direction=question.indicator.direction,
        is_over=is_period_over(question),
        offices=len(aimed),
        offices_reached=sum(row.is_reached for row in aimed),
    )


def find_common_target(rows: Iterable[RateStanding]) -> int | None:
    targets = {row.target for row in rows}
    return targets.pop() if len(targets) == 1 else None


def compute_attainment(value: Decimal | None, target: int | None, direction: str) -> Decimal | None:
    """How far a target is reached, in percent: value ÷ target; where less is better, (2 × target − value) ÷ target.

    The second is how offices report indicators that should fall (SAKIP): on the target 100 %, at twice as much 0 %.
    """
    if value is None or not target:
        return None
    reached = max(2 * target - value, Decimal()) if direction == Direction.DOWN else value
    return (100 * reached / target).quantize(HUNDREDTH, ROUND_HALF_UP)


def list_rules_in_force(question: FigureQuestion) -> list[CountingRule]:
    """Of what is counted, the numerator first."""
    counted = question.indicator.counted
    rules = CountingRule.objects.in_force(question.as_at).filter(indicator__in=counted).select_related("indicator")
    places = {each.pk: place for place, each in enumerate(counted)}
    return sorted(rules, key=lambda rule: (places[rule.indicator_id], -rule.version))
