"""The report on satisfaction on paper and in the workbook."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.satisfaction.report.build import read_survey_period
from consultations.satisfaction.report.document import SatisfactionLine, SatisfactionReport
from krs_portal.kit.formats import format_decimals
from krs_portal.reports.kinds import Params
from krs_portal.reports.models import Figure
from krs_portal.reports.workbooks import EXACT, NUMBER, ReportSheet, SheetColumn


def build_satisfaction_context(report: SatisfactionReport) -> dict[str, Any]:
    return {
        "letterhead": report.letterhead,
        "address": report.address,
        "elements": list(enumerate(report.elements, start=1)),
        "best": max(report.told, key=lambda line: line.index or 0, default=None),
        "last": min(report.told, key=lambda line: line.index or 0, default=None),
    }


def format_satisfaction_title(params: Params) -> str:
    return _("Laporan kepuasan masyarakat, %s") % read_survey_period(params).name


def build_satisfaction_url(figure: Figure) -> str:
    """The page of an office's satisfaction in the period, or of all offices."""
    query = read_survey_period(figure.revision.report.params).query
    if figure.office_code:
        return f"{reverse('consultations:satisfaction_office', args=[figure.office_code])}?{query}"
    return f"{reverse('consultations:satisfaction')}?{query}"


def build_satisfaction_sheets(report: SatisfactionReport) -> list[ReportSheet]:
    few = _("Kosong: kurang dari %s jawaban, agar tidak ada yang dikenali.") % format_decimals(report.fewest, 0)
    return [
        ReportSheet(
            name=_("Kepuasan"),
            title=_("Indeks kepuasan masyarakat, %s") % report.period,
            columns=[
                SheetColumn(_("Unit kerja"), width=36),
                SheetColumn(_("Jawaban"), NUMBER),
                SheetColumn(_("Di tablet"), NUMBER),
                SheetColumn(_("Orang dilayani"), NUMBER),
                SheetColumn(_("Sampel minimum"), NUMBER),
                SheetColumn(_("IKM"), EXACT),
                SheetColumn(_("Galat"), EXACT),
                SheetColumn(_("Mutu"), width=18),
                SheetColumn(_("Setahun lalu"), EXACT),
                *(SheetColumn(element, EXACT) for element in report.elements),
            ],
            rows=[list_line_values(line, line.name) for line in report.lines],
            total=list_line_values(report.total, _("Semua unit yang ditampilkan")),
            notes=[few],
        )
    ]


def list_line_values(line: SatisfactionLine, name: str) -> tuple[Any, ...]:
    return (
        name, line.answers, line.by_tablet, line.served, line.needed, line.index, line.margin, line.grade or None,
        line.before, *line.means,
    )  # fmt: skip
