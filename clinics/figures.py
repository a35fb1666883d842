"""Targets against achievements: the one computation behind dashboard, API, PDF and workbook.

`as_at` is the last day that may have happened and been decided, `known_at` the moment up to which it may have been
recorded (default: now). Percentages are `Decimal` with two places, rounded half up once, from whole counts. What
follows from a target and what was achieved of it stands in `clinics.standings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from clinics.enums import OfficeShare
from clinics.models import CountingRule, Indicator, PublishedFigure, ReportingPeriod, Target, TargetRevision
from clinics.plans import compute_expected
from clinics.questions import FigureQuestion
from clinics.standings import (
    OfficeStanding,
    TargetInForce,
    TotalStanding,
    compute_needed_per_week,
    find_target_in_force,
    sum_known,
    sum_standings,
)
from clinics.sums import sum_entries_by_office
from krs_portal.kit import clock
from krs_portal.offices.models import Office

NO_TARGET = TargetInForce(None)


@dataclass(frozen=True, kw_only=True)
class OfficeFigure(OfficeStanding):
    """What one office achieved, with its name of the day and what was decided about its target."""

    office: Office
    name: str
    short_name: str
    decree: str
    remarks: list[str]


@dataclass(frozen=True)
class PublishedComparison:
    """What was said in public, beside ours of the same day."""

    value: int
    ours: int | None
    as_at: date
    stated_on: date
    source: str
    known_at: datetime  # what had been recorded by then is what was stated
    revision_id: int | None = None  # of the portal's own report that said it

    @property
    def difference(self) -> int | None:
        return None if self.ours is None else self.ours - self.value


@dataclass(frozen=True)
class Achievements:
    indicator: Indicator
    rule: CountingRule | None
    period: ReportingPeriod
    as_at: date
    known_at: datetime | None
    offices: list[OfficeFigure]
    total: TotalStanding
    published: list[PublishedComparison]


def compute_achievements(question: FigureQuestion, offices: QuerySet[Office]) -> Achievements:
    """Where the offices stand: those that a reader may see, or all clinics on the public page and in the report."""
    period, as_at = question.period, min(question.as_at, question.period.ends_on)
    asked = question.but(as_at=as_at, office=None, since=None, share="", within=())
    realised, targets = sum_entries_by_office(offices, asked), list_targets_in_force(offices, asked)
    decided = {office for office, target in targets.items() if target.current}
    shown = Office.objects.filter(pk__in=realised.keys() | decided).with_name_on(as_at).order_by("code", "pk")
    is_over = is_period_over(asked)
    rows = [
        build_office_figure(office, targets.get(office.pk, NO_TARGET), realised.get(office.pk), asked, is_over=is_over)
        for office in shown
    ]
    rows.sort(key=lambda row: (row.difference is None, row.difference or 0, row.office.code))
    total = sum_standings(rows, is_over=is_over)
    rules = CountingRule.objects.in_force(as_at).filter(indicator=asked.indicator)
    return Achievements(
        indicator=asked.indicator,
        rule=rules.order_by("-version").first(),
        period=period,
        as_at=as_at,
        known_at=asked.known_at,
        offices=rows,
        total=total,
        published=compare_published_figures(offices, asked, total),
    )


def build_office_figure(
    office: Any, target: TargetInForce, realised: int | None, question: FigureQuestion, *, is_over: bool
) -> OfficeFigure:
    ends_on, as_at = question.period.ends_on, question.as_at
    return OfficeFigure(
        target=target.quantity,
        realised=realised,
        is_exempt=target.is_exempt,
        is_over=is_over,
        pace=compute_expected(target.quantity, target.months, question.period, as_at),
        needed_per_week=compute_needed_per_week(target.quantity, realised, ends_on, as_at),
        office=office,
        name=office.name,
        short_name=office.short_name or office.code,
        decree=target.decree if target.quantity is not None else "",
        remarks=target.list_remarks(as_at),
    )


def is_period_over(question: FigureQuestion) -> bool:
    """Whether all days of the period are in the figure, and the last one had passed when it was known."""
    known_on = clock.day_of(question.known_at) if question.known_at else clock.today()
    return question.as_at >= question.period.ends_on < known_on


def list_targets_in_force(offices: Any, question: FigureQuestion) -> dict[int, TargetInForce]:
    """What had been decided about each office's target by the day, and later, as known at the moment."""
    revisions = (
        TargetRevision.objects.known(question.known_at)
        .filter(target__indicator=question.indicator, target__period=question.period, target__office__in=offices)
        .select_related("target")
        .order_by("target", "number")
    )
    by_office: dict[int, list[TargetRevision]] = {}
    for revision in revisions:
        by_office.setdefault(revision.target.office_id, []).append(revision)
    return {office: find_target_in_force(of, question.as_at) for office, of in by_office.items()}


def narrow_offices(question: FigureQuestion, visible: QuerySet[Office]) -> QuerySet[Office]:
    """Of the offices that somebody may see, those that the question is about."""
    if question.office:
        return visible.filter(pk=question.office.pk)
    if question.within:
        visible = visible.at_or_below([office.pk for office in question.within])  # type: ignore[attr-defined]
    if not question.share:
        return visible
    targets = list_targets_in_force(visible, question.but(since=None))
    aimed = [office for office, target in targets.items() if target.quantity is not None]
    return visible.filter(pk__in=aimed) if question.share == OfficeShare.TARGETED else visible.exclude(pk__in=aimed)


def compare_published_figures(
    offices: Any, question: FigureQuestion, total: TotalStanding
) -> list[PublishedComparison]:
    """What was said in public about the period up to `as_at`, each beside our total of its own day.

    Only for readers who see every office with a target: for anybody else the total is a smaller one and not
    comparable.
    """
    indicator, period = question.indicator, question.period
    if Target.objects.filter(indicator=indicator, period=period).exclude(office__in=offices).exists():
        return []
    stated = (
        PublishedFigure.objects.standing()
        .filter(indicator=indicator, period=period, office=None, as_at__lte=question.as_at)
        .select_related("revision")
    )
    ours: dict[date, int | None] = {question.as_at: total.realised}
    compared = []
    for figure in stated.order_by("-as_at", "-stated_on", "pk"):
        if figure.as_at not in ours:
            ours[figure.as_at] = sum_known(sum_entries_by_office(offices, question.but(as_at=figure.as_at)).values())
        compared.append(
            PublishedComparison(
                value=figure.value,
                ours=ours[figure.as_at],
                as_at=figure.as_at,
                stated_on=figure.stated_on,
                source=figure.source,
                known_at=figure.known_at,
                revision_id=figure.revision_id,
            )
        )
    return compared
