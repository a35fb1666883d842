"""An office's sheet from the figures of the evaluation and from its own months."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from clinics.figures import Achievements
from clinics.questions import FigureQuestion
from clinics.sums import sum_entries_by_month
from consultations.evaluation.build import build_last_year_question, compute_evaluation, list_owned_follow_ups
from consultations.evaluation.document import MAIN, EvaluationReport, OfficeAchievementLine, find_day_a_year_before
from consultations.evaluation.office.document import MonthLine, OfficeReport, OfficeSheet
from consultations.evaluation.show import describe_need
from consultations.evaluation.traces import trace_evaluation_figures
from krs_portal.offices.models import Office
from krs_portal.reports.kinds import BuiltReport, FigureSpec, Params

HEADLINES = (MAIN, "target", "capaian")
Months = dict[tuple[int, date], int]


def build_office(params: Params, known_at: datetime) -> BuiltReport:
    """The sheet of one office as at a day, with the rows behind its figures."""
    report, found = compute_evaluation(params, known_at)
    return BuiltReport(
        build_office_report(params["office"], report, found), trace_office_figures(params, report, found), []
    )


def list_current_office_figures(params: Params, known_at: datetime) -> list[FigureSpec]:
    report, found = compute_evaluation(params, known_at)
    return trace_office_figures(params, report, found, with_rows=False)


def trace_office_figures(
    params: Params, report: EvaluationReport, found: dict[str, Achievements], *, with_rows: bool = True
) -> list[FigureSpec]:
    """Those of the evaluation that are the office's own."""
    traced = trace_evaluation_figures(report, found, with_rows=with_rows)
    return [
        replace(figure, is_headline=figure.key.partition(":")[0] in HEADLINES)
        for figure in traced
        if figure.office_code == params["office"]
    ]


def build_office_report(code: str, report: EvaluationReport, found: dict[str, Achievements]) -> OfficeReport:
    line = next(line for line in report.offices if line.code == code)
    (sheet,) = build_office_sheets([line], report, found)
    return OfficeReport(
        year=report.year,
        starts_on=report.starts_on,
        ends_on=report.ends_on,
        as_at=report.as_at,
        known_at=report.known_at,
        letterhead=report.letterhead,
        address=report.address,
        sheet=sheet,
        rules=report.rules,
    )


def build_office_sheets(
    lines: Iterable[OfficeAchievementLine], report: EvaluationReport, found: dict[str, Achievements]
) -> list[OfficeSheet]:
    """One sheet a line; the months of all offices are read at once."""
    lines, main = list(lines), found[MAIN]
    ids = {row.office.code: row.office.pk for row in main.offices}
    now = FigureQuestion(main.indicator, main.period, main.as_at, main.known_at)
    before = build_last_year_question(main)
    clinics = Office.objects.clinics()
    months = sum_entries_by_month(clinics, now)
    last = sum_entries_by_month(clinics, before) if before else {}
    owned = list_owned_follow_ups(main.period, report.known_at)
    return [
        OfficeSheet(
            line=line,
            months=tuple(build_month_lines(ids[line.code], report, months, last)),
            last_as_at=report.last_as_at,
            follow_ups=tuple(owned.get(ids[line.code], ())),
            needed=describe_need(line, report),
        )
        for line in lines
    ]


def build_month_lines(office: int, report: EvaluationReport, months: Months, last: Months) -> list[MonthLine]:
    """The months of the period up to the day of the data."""
    lines, running, month = [], 0, report.starts_on.replace(day=1)
    while month <= report.as_at:
        realised = months.get((office, month))
        running += realised or 0
        lines.append(MonthLine(month, realised, running, last.get((office, find_day_a_year_before(month)))))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return lines
