"""All that the funnel's page shows, decided here so that its template decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from consultations.evaluation.funnel.addresses import build_cases_url, build_funnel_url
from consultations.evaluation.funnel.cases import CasePeriod
from consultations.evaluation.funnel.enums import ALL_BETTER, BETTER, ENDS, CaseEnd, FunnelStage
from consultations.evaluation.funnel.figures import Funnel, FunnelFigures
from krs_portal.kit import charts
from krs_portal.kit.formats import BLANK, format_number, format_percent

BuildUrl = Callable[[str], str]


@dataclass(frozen=True)
class ShownFigure:
    """A figure and its rows; nothing is opened where nobody is counted."""

    text: str
    url: str | None


@dataclass(frozen=True)
class ShownEnd:
    label: Any
    cases: ShownFigure
    people: str
    goes_on: bool = False  # the next stage, not a loss


@dataclass(frozen=True)
class ShownStage:
    label: Any
    cases: ShownFigure
    people: str
    share: str  # of those who registered
    ends: list[ShownEnd]  # with those who went on as the last, so that they add up to the stage


@dataclass(frozen=True)
class ShownOffice:
    name: str
    url: str
    stages: list[tuple[Any, ShownFigure]]
    share: str


@dataclass(frozen=True)
class ShownFunnel:
    drawing: Any
    stages: list[ShownStage]
    better: ShownFigure  # all cases whose house is better, whichever way
    better_ways: list[ShownEnd]
    offices: list[ShownOffice]
    total: list[tuple[Any, ShownFigure]]
    total_share: str
    is_empty: bool


def show_figures(funnel: Funnel, period: CasePeriod, office: Any) -> ShownFunnel:
    total = funnel.total
    build_url = partial(build_cases_url, period, office)
    return ShownFunnel(
        drawing=draw_flow(total, build_url),
        stages=[show_stage(total, stage, build_url) for stage in FunnelStage],
        better=show_figure(sum(total.count_at(end) for end in BETTER), ALL_BETTER, build_url),
        better_ways=[show_end(total, end, build_url) for end in BETTER],
        offices=[
            ShownOffice(
                row.office.short_name,
                build_funnel_url(period, row.office),
                list_stage_figures(row.figures, partial(build_cases_url, period, row.office)),
                format_share(row.figures, FunnelStage.IMPROVED),
            )
            for row in funnel.rows
        ],
        total=list_stage_figures(total, build_url),
        total_share=format_share(total, FunnelStage.IMPROVED),
        is_empty=not total.count_from(FunnelStage.BOOKED),
    )


def show_figure(number: int, code: str, build_url: BuildUrl) -> ShownFigure:
    return ShownFigure(format_number(number), build_url(code) if number else None)


def list_stage_figures(figures: FunnelFigures, build_url: BuildUrl) -> list[tuple[Any, ShownFigure]]:
    return [(stage.label, show_figure(figures.count_from(stage), stage.value, build_url)) for stage in FunnelStage]


def format_share(figures: FunnelFigures, stage: FunnelStage) -> str:
    share = figures.compute_share(stage)
    return BLANK if share is None else format_percent(share, 1)


def show_end(figures: FunnelFigures, end: CaseEnd, build_url: BuildUrl) -> ShownEnd:
    return ShownEnd(
        end.label,
        show_figure(figures.count_at(end), end.value, build_url),
        format_number(figures.count_people_at(end)),
    )


def show_stage(figures: FunnelFigures, stage: FunnelStage, build_url: BuildUrl) -> ShownStage:
    ends = [show_end(figures, end, build_url) for end in ENDS[stage] if stage != FunnelStage.IMPROVED]
    if following := find_next_stage(stage):
        going = ShownEnd(
            _("Lanjut: %(stage)s") % {"stage": str(following.label).lower()},
            show_figure(figures.count_from(following), following.value, build_url),
            format_number(figures.count_people_from(following)),
            goes_on=True,
        )
        ends = [*(end for end in ends if end.cases.url), going]
    return ShownStage(
        stage.label,
        show_figure(figures.count_from(stage), stage.value, build_url),
        format_number(figures.count_people_from(stage)),
        format_share(figures, stage),
        ends,
    )


def find_next_stage(stage: FunnelStage) -> FunnelStage | None:
    stages = list(FunnelStage)
    place = stages.index(stage) + 1
    return stages[place] if place < len(stages) else None


def draw_flow(figures: FunnelFigures, build_url: BuildUrl) -> Any:
    """The whole way as a drawing: each bar and each reason opens its rows."""
    steps = []
    for stage in FunnelStage:
        number = figures.count_from(stage)
        losses = [
            charts.FunnelLoss(str(end.label), format_number(count), build_url(end.value))
            for end in ENDS[stage]
            if stage != FunnelStage.IMPROVED and (count := figures.count_at(end))
        ]
        url = build_url(stage.value) if number else None
        steps.append(charts.FunnelStep(str(stage.label), number, format_number(number), url, losses))
    return charts.draw_funnel(steps, title=_("Dari terdaftar sampai rumah membaik"))
