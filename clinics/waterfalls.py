"""What moved a figure between two moments of knowing it, step by step. The steps add up exactly, for every figure.

A figure is a function of each office's realised sum and target. The steps are put upon the earlier state one after the
other, and what each of them moves is the difference of the function: their sum is the whole difference by construction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from clinics.addresses import FigureAddress
from clinics.enums import Cause, ChangeKind, FigureKind, TargetRevisionState
from clinics.figures import NO_TARGET
from clinics.models import CountingRule, LedgerEntry, TargetRevision
from clinics.passports import FigureValue, build_standings, list_figure_offices, measure_figure
from clinics.questions import FigureQuestion
from clinics.standings import TargetInForce, find_target_in_force, sum_standings
from clinics.sums import count_entries, sum_entries_by_office, sum_recorded_between
from krs_portal.kit.clock import day_of, get_last_moment

TARGET_KINDS = {
    TargetRevisionState.SET: ChangeKind.TARGET_SET,
    TargetRevisionState.EXEMPT: ChangeKind.TARGET_EXEMPT,
    TargetRevisionState.WITHDRAWN: ChangeKind.TARGET_WITHDRAWN,
}
Sums = dict[int, int]  # by office


@dataclass(frozen=True)
class WaterfallStep:
    """One kind of change. `amount` is what the figure moved, `quantity` what the ledger rows of the step add up to."""

    kind: ChangeKind
    amount: Any
    quantity: int | None = None
    revisions: list[TargetRevision] = field(default_factory=list)
    rules: list[CountingRule] = field(default_factory=list)


@dataclass(frozen=True)
class Waterfall:
    address: FigureAddress
    then: datetime
    before: FigureValue
    after: FigureValue
    steps: list[WaterfallStep]

    @property
    def difference(self) -> Any:
        return (self.after or 0) - (self.before or 0)


@dataclass
class FigureState:
    """What the figure is a function of, on the way from the earlier moment to the later one."""

    address: FigureAddress
    realised: Sums
    targets: dict[int, TargetInForce]

    def measure(self) -> FigureValue:
        question = self.address.question
        is_pace = self.address.kind in (FigureKind.PACE, FigureKind.NEEDED)
        standings = build_standings(question, self.realised, self.targets, with_pace=is_pace)
        return measure_figure(self.address.kind, sum_standings(list(standings.values()), is_over=False))


def get_first_knowing(question: FigureQuestion) -> datetime:
    """Since when a figure is compared where nothing else is asked: as it was frozen, or at the end of its last day."""
    return question.known_at or get_last_moment(question.as_at)


def compute_waterfall(address: FigureAddress, then: datetime) -> Waterfall:
    """From the figure as known `then` to the same as known at the question's moment: now, unless it names one."""
    question, offices = address.question, list_figure_offices(address.question)
    earlier = question.but(known_at=then)
    realised = sum_entries_by_office(offices, question)
    history = list_revisions_by_target(offices, question)
    targets = {office: find_target_known(of, question.as_at, then) for office, of in history.items()}
    state = FigureState(address, sum_entries_by_office(offices, earlier), targets)
    before = reached = state.measure()
    steps = []
    rules = list_new_rules(question, then)
    for kind, moved in list_ledger_changes(offices, question, then, realised, state.realised, rules).items():
        for office in realised.keys() if kind == ChangeKind.LATE else moved.keys():  # a first zero is no blank any more
            state.realised[office] = state.realised.get(office, 0) + moved.get(office, 0)
        value = state.measure() if kind == ChangeKind.LATE or any(moved.values()) else reached
        amount, reached = (value or 0) - (reached or 0), value
        named = rules if kind == ChangeKind.RULE else []
        if amount or named or any(moved.values()):
            steps.append(WaterfallStep(kind, amount, sum(moved.values()), rules=named))
    steps += list_target_steps(state, history, then, reached)
    return Waterfall(address, then, before, state.measure(), steps)


def list_ledger_changes(
    offices: Any, question: FigureQuestion, then: datetime, realised: Sums, before: Sums, rules: list[CountingRule]
) -> dict[ChangeKind, Sums]:
    """What entries brought by kind and office. What came late for the first time is the rest of the difference."""
    changing = sum_changing_entries(offices, question, then)
    found: dict[ChangeKind, Sums] = {}
    for kind, days in list_bands(question, then, rules):
        in_band = sum_recorded_between(offices, question, then, days)
        for by_office in sum_changing_entries(offices, question, then, days).values():
            subtract_sums(in_band, by_office)
        found[kind] = in_band
    rest = dict(realised)
    for each in (before, *found.values(), *changing.values()):
        subtract_sums(rest, each)
    if rules:  # named, also where it counts only days after those of the figure
        found.setdefault(ChangeKind.RULE, {})
    ordered = {**found, ChangeKind.LATE: rest, **changing}
    return {kind: ordered[kind] for kind in ChangeKind if kind in ordered}


def subtract_sums(sums: Sums, less: Sums) -> None:
    for office, quantity in less.items():
        sums[office] = sums.get(office, 0) - quantity


def sum_changing_entries(
    offices: Any, question: FigureQuestion, then: datetime, days: tuple[date, date] | None = None
) -> dict[ChangeKind, Sums]:
    start, last = days or (question.start, question.as_at)
    entries = LedgerEntry.objects.filter(
        indicator=question.indicator, office__in=offices, cause__in=Cause.list_changing()
    ).happened(start, last)
    entries = entries.known(question.known_at).filter(recorded_at__gt=then)
    found: dict[ChangeKind, Sums] = defaultdict(dict)
    for office, cause, quantity in entries.values_list("office_id", "cause").annotate(Sum("quantity")).order_by():
        found[ChangeKind[cause]][office] = quantity
    return dict(found)


def list_new_rules(question: FigureQuestion, then: datetime) -> list[CountingRule]:
    """Versions that were written between the moments and replaced another one."""
    rules = CountingRule.objects.filter(indicator=question.indicator, version__gt=1, recorded_at__gt=then)
    if question.known_at:
        rules = rules.filter(recorded_at__lte=question.known_at)
    return list(rules.order_by("version"))


def list_bands(
    question: FigureQuestion, then: datetime, rules: list[CountingRule]
) -> Iterator[tuple[ChangeKind, tuple[date, date]]]:
    """The days whose first entries are not late: those after the moment, and those that a new rule counts.

    Rules of an indicator never overlap, so the day of an entry says which version it follows.
    """
    by_rule = min([rule.valid_from for rule in rules], default=date.max)
    new = max(day_of(then) + timedelta(days=1), question.start), min(question.as_at, by_rule - timedelta(days=1))
    if new[0] <= new[1]:
        yield ChangeKind.NEW, new
    if by_rule <= question.as_at:
        yield ChangeKind.RULE, (max(by_rule, question.start), question.as_at)


def list_revisions_by_target(offices: Any, question: FigureQuestion) -> dict[int, list[TargetRevision]]:
    """Every decision about the offices' targets that was known, by office, in its order."""
    revisions = (
        TargetRevision.objects.known(question.known_at)
        .filter(target__indicator=question.indicator, target__period=question.period, target__office__in=offices)
        .select_related("target__office", "recorded_by")
        .order_by("target", "number")
    )
    found: dict[int, list[TargetRevision]] = defaultdict(list)
    for revision in revisions:
        found[revision.target.office_id].append(revision)
    return dict(found)


def find_target_known(revisions: list[TargetRevision], as_at: date, moment: datetime) -> TargetInForce:
    known = [revision for revision in revisions if revision.recorded_at <= moment]
    return find_target_in_force(known, as_at) if known else NO_TARGET


def list_target_steps(
    state: FigureState, history: dict[int, list[TargetRevision]], then: datetime, reached: FigureValue
) -> list[WaterfallStep]:
    """Each decision recorded since, put upon the state in the order of recording; told together by what was decided."""
    as_at = state.address.question.as_at
    known = {office: [each for each in of if each.recorded_at <= then] for office, of in history.items()}
    fresh = [revision for of in history.values() for revision in of if revision.recorded_at > then]
    amounts: dict[ChangeKind, Any] = defaultdict(int)
    named: dict[ChangeKind, list[TargetRevision]] = defaultdict(list)
    for revision in sorted(fresh, key=lambda each: (each.recorded_at, each.pk)):
        kind, office = TARGET_KINDS[TargetRevisionState(revision.state)], revision.target.office_id
        known[office] = sorted([*known[office], revision], key=lambda each: each.number)
        state.targets[office] = find_target_in_force(known[office], as_at)
        value = state.measure()
        amounts[kind] += (value or 0) - (reached or 0)
        named[kind].append(revision)
        reached = value
    return [WaterfallStep(kind, amounts[kind], revisions=named[kind]) for kind in ChangeKind if kind in named]


def list_entries_behind(question: FigureQuestion, offices: Any) -> QuerySet[LedgerEntry]:
    """The entries behind a figure or, where a change is asked for, those behind that step of its waterfall."""
    entries = LedgerEntry.objects.behind(question, offices)
    if question.known_after is None:
        return entries
    entries = entries.filter(recorded_at__gt=question.known_after)
    if not question.change:
        return entries
    kind = ChangeKind(question.change)
    if kind in TARGET_KINDS.values():
        return entries.none()
    if kind.cause:
        return entries.filter(cause=kind.cause)
    first = entries.exclude(cause__in=Cause.list_changing())
    bands = dict(list_bands(question, question.known_after, list_new_rules(question, question.known_after)))
    if kind == ChangeKind.LATE:
        others = [Q(happened_on__range=days) for days in bands.values()]
        return first.exclude(others[0] if len(others) == 1 else others[0] | others[1]) if others else first
    return first.filter(happened_on__range=bands[kind]) if kind in bands else first.none()


def sum_entries_behind(question: FigureQuestion, offices: Any) -> tuple[int | None, int]:
    """What the entries add up to, and how many they are: from the tallies, where these have the answer."""
    if question.known_after:
        found = list_entries_behind(question, offices).aggregate(total=Sum("quantity"), number=Count("pk"))
        return found["total"], found["number"]
    realised = sum_entries_by_office(offices, question)
    return sum(realised.values()) if realised else None, count_entries(offices, question)


def list_step_people(question: FigureQuestion, offices: Any) -> list[tuple[str, int, int]]:
    """Who recorded the entries of a step."""
    return count_by_person(list_entries_behind(question, offices))


def count_by_person(entries: QuerySet[LedgerEntry]) -> list[tuple[str, int, int]]:
    """Name, how many entries, what they add up to; most first. What a program loaded names nobody."""
    by_person = entries.values_list("posted_by__name").annotate(number=Count("pk"), total=Sum("quantity"))
    return [(name or "", number, total) for name, number, total in by_person.order_by("-number", "posted_by__name")]
