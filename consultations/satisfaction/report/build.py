"""The report on satisfaction from the board of its period, beside the same period a year before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from clinics.letterhead import get_letterhead
from consultations.satisfaction.enums import PeriodPart
from consultations.satisfaction.figures import ELEMENTS, FEWEST, Satisfaction, SurveyPeriod, compute_board
from consultations.satisfaction.report.document import SatisfactionLine, SatisfactionReport
from krs_portal.kit.clock import day_of
from krs_portal.offices.models import Office
from krs_portal.reports.kinds import BuiltReport, FigureSpec, Params


def read_survey_period(params: Params) -> SurveyPeriod:
    return SurveyPeriod(params["year"], PeriodPart(params["period"]))


def build_satisfaction(params: Params, known_at: datetime) -> BuiltReport:
    report = build_satisfaction_document(read_survey_period(params), known_at)
    return BuiltReport(report, trace_satisfaction_figures(report), [])


def list_current_satisfaction(params: Params, known_at: datetime) -> list[FigureSpec]:
    return trace_satisfaction_figures(build_satisfaction_document(read_survey_period(params), known_at))


def build_satisfaction_document(period: SurveyPeriod, known_at: datetime) -> SatisfactionReport:
    clinics = Office.objects.clinics()
    last = replace(period, year=period.year - 1)
    board, earlier = compute_board(clinics, period), compute_board(clinics, last)
    before = {row.office.pk: row.found.index for row in earlier.rows}
    letterhead, address = get_letterhead(day_of(known_at))
    return SatisfactionReport(
        period=period.name,
        before=last.name,
        first_day=period.first_day,
        last_day=period.last_day,
        known_at=known_at,
        letterhead=letterhead,
        address=address,
        elements=tuple(str(element.label) for element in ELEMENTS),
        fewest=FEWEST,
        lines=tuple(
            build_line(row.office.code, row.name, row.found, before.get(row.office.pk))
            for row in board.rows
            if row.found.answers
        ),
        total=build_line("", "", board.total, earlier.total.index),
    )


def build_line(code: str, name: str, found: Satisfaction, before: Decimal | None) -> SatisfactionLine:
    return SatisfactionLine(
        code=code,
        name=name,
        answers=found.answers,
        by_tablet=found.by_tablet,
        served=found.served,
        needed=found.needed,
        index=found.index,
        margin=found.margin,
        grade=f"{found.grade.value} · {found.grade.label}" if found.grade else "",
        lowest=str(found.lowest.label) if found.lowest else "",
        means=tuple(each.mean for each in found.elements) or (None,) * len(ELEMENTS),
        before=before,
    )


def trace_satisfaction_figures(report: SatisfactionReport) -> list[FigureSpec]:
    """The indices and how many answered. Answers are anonymous: their rows are not listed."""
    rule = _("Rata-rata sembilan unsur dikalikan 25 (Peraturan Menteri PANRB 14/2017), dibulatkan sekali.")
    figures = []
    for line in (report.total, *report.lines):
        end, whose = (f":{line.code}", line.name) if line.code else ("", _("semua unit yang ditampilkan"))
        figures += [
            FigureSpec(
                key=f"ikm{end}",
                label=_("IKM, %s") % whose,
                value=line.index,
                unit=_("dari 100"),
                rule=rule,
                office_code=line.code,
                is_headline=not end,
            ),
            FigureSpec(
                key=f"jawaban{end}",
                label=_("Jawaban survei, %s") % whose,
                value=line.answers,
                unit=_("jawaban"),
                rule=_("Banyaknya jawaban dalam periode."),
                office_code=line.code,
                is_headline=not end,
            ),
        ]
    return figures
