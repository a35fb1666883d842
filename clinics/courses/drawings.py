"""Each drawing of figures with the table behind it: on the page, as a file and on paper it is the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clinics.courses.enums import ChartCode
from clinics.courses.forecasts import Estimate
from clinics.courses.years import (
    find_step,
    find_year_before,
    get_step_day,
    list_target_steps,
    list_years,
    sum_months,
)
from clinics.figures import compute_achievements
from clinics.questions import FigureQuestion
from clinics.sums import compute_weekly_trend
from krs_portal.kit import charts
from krs_portal.kit.formats import format_day_without_year
from krs_portal.reports.workbooks import DAY, NUMBER, PERCENT, ReportSheet, SheetColumn


@dataclass(frozen=True)
class ChartFile:
    """`draw` gets the width on paper, none where it fills the screen."""

    code: ChartCode
    sheet: ReportSheet
    draw: Callable[[float | None], SafeString]


def build_chart(code: ChartCode, question: FigureQuestion, offices: Any, estimate: Estimate | None = None) -> ChartFile:
    if code == ChartCode.RUNNING:
        return build_running_chart(question, offices, estimate)
    build = {
        ChartCode.YEARS: build_years_chart,
        ChartCode.WEEKS: build_weeks_chart,
        ChartCode.OFFICES: build_offices_chart,
    }[code]
    return build(question, offices)


def build_sheet(code: ChartCode, columns: list[SheetColumn], rows: list[Any], total: Any = None) -> ReportSheet:
    return ReportSheet(str(code.label)[:31], str(code.label), columns, rows, total)


def build_running_chart(question: FigureQuestion, offices: Any, estimate: Estimate | None = None) -> ChartFile:
    """The months as a running sum, the year before behind it, and the target as it was decided, step by step."""
    months, before = sum_months(question, offices), find_year_before(question)
    earlier = [quantity for _first, quantity in sum_months(before, offices)] if before else []
    steps = list_target_steps(question, offices)
    targets = [find_step(steps, get_step_day(first, question)) for first, _quantity in months]
    columns = [
        SheetColumn(_("Bulan"), DAY, 18), SheetColumn(question.period.name, NUMBER),
        SheetColumn(before.period.name if before else _("Periode sebelumnya"), NUMBER),
        SheetColumn(_("Target"), NUMBER),
    ]  # fmt: skip
    behind = [*earlier, *[None] * len(months)][: len(months)]
    rows = [
        (first, quantity, last, target) for (first, quantity), last, target in zip(months, behind, targets, strict=True)
    ]
    points = [charts.TrendPoint(date_format(first, "M"), quantity) for first, quantity in months]

    def draw(width: float | None) -> SafeString:
        return charts.draw_trend(
            points, title=str(ChartCode.RUNNING.label), cumulative=True, before=earlier, steps=targets,
            before_label=before.period.name if before else "", width=width, height=260,
            ends=(estimate.low, estimate.middle, estimate.high) if estimate else None,
        )  # fmt: skip

    return ChartFile(ChartCode.RUNNING, build_sheet(ChartCode.RUNNING, columns, rows), draw)


def build_years_chart(question: FigureQuestion, offices: Any) -> ChartFile:
    """A bar for each year, its target as a level above it; ▲ marks a year in which something happened to the office."""
    years = list_years(question, offices)
    columns = [
        SheetColumn(_("Tahun"), width=10), SheetColumn(_("Realisasi"), NUMBER), SheetColumn(_("Target"), NUMBER),
        SheetColumn(_("Catatan"), width=60),
    ]  # fmt: skip
    rows = [
        (str(year.year), year.realised, year.target, "; ".join(describe_event(event) for event in year.events))
        for year in years
    ]
    points = [
        charts.TrendPoint(f"{year.year}{' ▲' if year.events else ''}", year.realised) for year in years
    ]  # fmt: skip

    def draw(width: float | None) -> SafeString:
        return charts.draw_trend(
            points, title=str(ChartCode.YEARS.label), steps=[year.target for year in years], width=width, height=220,
            labels=12,
        )  # fmt: skip

    return ChartFile(ChartCode.YEARS, build_sheet(ChartCode.YEARS, columns, rows), draw)


def describe_event(event: Any) -> str:
    about = event.office.code if event.office else event.name
    return f"{format_day_without_year(event.day)}: {event.text} {about}".strip()


def build_weeks_chart(question: FigureQuestion, offices: Any) -> ChartFile:
    weeks = compute_weekly_trend(question, offices)
    columns = [
        SheetColumn(_("Minggu mulai Senin"), DAY, 22), SheetColumn(_("Realisasi"), NUMBER),
        SheetColumn(_("Jumlah berjalan"), NUMBER),
    ]  # fmt: skip
    rows = [(week.starts_on, week.quantity, week.cumulative) for week in weeks]
    points = [charts.TrendPoint(format_day_without_year(week.starts_on), week.quantity) for week in weeks]

    def draw(width: float | None) -> SafeString:
        return charts.draw_trend(points, title=str(ChartCode.WEEKS.label), width=width, height=220)

    return ChartFile(ChartCode.WEEKS, build_sheet(ChartCode.WEEKS, columns, rows), draw)


def build_offices_chart(question: FigureQuestion, offices: Any) -> ChartFile:
    """Every office against its target; the total divides sums and is no average."""
    found = compute_achievements(question, offices)
    columns = [
        SheetColumn(_("Kode"), width=14), SheetColumn(_("Unit"), width=44), SheetColumn(_("Target"), NUMBER),
        SheetColumn(_("Realisasi"), NUMBER), SheetColumn(_("Capaian"), PERCENT), SheetColumn(_("Selisih"), NUMBER),
    ]  # fmt: skip
    rows = [(row.office.code, row.name, row.target, row.realised, row.percent, row.difference) for row in found.offices]
    total = found.total
    sums = ("", _("Jumlah"), total.target, total.realised, total.percent, total.difference)
    bars = [(row.short_name, row.realised, row.target) for row in found.offices]

    def draw(width: float | None) -> SafeString:
        return charts.draw_bullets(bars, title=str(ChartCode.OFFICES.label), width=width or 720)

    return ChartFile(ChartCode.OFFICES, build_sheet(ChartCode.OFFICES, columns, rows, sums), draw)
