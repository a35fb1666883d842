"""An office's sheet on paper and in the workbook."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from clinics.addresses import get_passport_path
from consultations.evaluation.document import OfficeAchievementLine
from consultations.evaluation.office.document import OfficeReport, OfficeSheet
from consultations.evaluation.show import build_rule_sheet
from krs_portal.kit import charts
from krs_portal.kit.formats import format_day, format_month
from krs_portal.kit.paper import WIDTH
from krs_portal.offices.models import Office
from krs_portal.reports.kinds import Params
from krs_portal.reports.workbooks import DAY, NUMBER, PERCENT, ReportSheet, SheetColumn


def build_office_context(report: OfficeReport) -> dict[str, Any]:
    return {
        "letterhead": report.letterhead,
        "address": report.address,
        "shown": show_sheet(report.sheet),
        "figure_base": f"{settings.BASE_URL}{get_passport_path()}",
    }


def show_sheet(sheet: OfficeSheet) -> dict[str, Any]:
    """A sheet with its drawing, as the template takes it."""
    return {"sheet": sheet, "line": sheet.line, "state": sheet.line.state.label, "bar": draw_sheet_bar(sheet.line)}


def draw_sheet_bar(line: OfficeAchievementLine) -> str:
    scale = charts.compute_bullet_scale([(line.realised, line.target)])
    return charts.draw_bullet(
        line.realised, line.target, scale=scale, label=line.short_name, width=WIDTH, height=24,
        outside=line.target is None,
    )  # fmt: skip


def format_office_title(params: Params) -> str:
    office = Office.objects.get(code=params["office"]).name_on(date.fromisoformat(params["as_at"]))
    return _("Lembar evaluasi %(office)s tahun %(year)s") % {"office": office, "year": params["year"]}


def build_office_sheets_of_workbook(report: OfficeReport) -> list[ReportSheet]:
    return [
        build_month_sheet([report.sheet], report.as_at),
        build_standing_sheet(report),
        build_rule_sheet(report.rules),
    ]


def build_month_sheet(sheets: list[OfficeSheet], as_at: date) -> ReportSheet:
    """The months of one office, or of several one below the other."""
    return ReportSheet(
        name=_("Tiap bulan"),
        title=_("Layanan tiap bulan, data per %s") % format_day(as_at),
        columns=[
            SheetColumn(_("Unit kerja"), width=52),
            SheetColumn(_("Bulan"), width=20),
            SheetColumn(_("Layanan"), NUMBER),
            SheetColumn(_("Jumlah berjalan"), NUMBER, 18),
            SheetColumn(_("Setahun lalu"), NUMBER, 18),
        ],
        rows=[
            (sheet.line.name, format_month(month.starts_on), month.realised, month.cumulative, month.last_year)
            for sheet in sheets
            for month in sheet.months
        ],
    )


def build_standing_sheet(report: OfficeReport) -> ReportSheet:
    line = report.sheet.line
    return ReportSheet(
        name=_("Capaian"),
        title=_("Capaian terhadap target, data per %s") % format_day(report.as_at),
        columns=[
            SheetColumn(_("Unit kerja"), width=52),
            SheetColumn(_("Target"), NUMBER),
            SheetColumn(_("Realisasi"), NUMBER),
            SheetColumn(_("Capaian (%)"), PERCENT),
            SheetColumn(_("Setahun lalu"), NUMBER),
            SheetColumn(_("Kendala"), width=60),
            SheetColumn(_("Tindak lanjut"), width=60),
            SheetColumn(_("Usulan"), width=60),
            SheetColumn(_("Ditulis"), DAY, 18),
        ],
        rows=[
            (
                line.name,
                line.target,
                line.realised,
                line.percent,
                line.last_year,
                line.obstacles or None,
                line.follow_up or None,
                line.proposal or None,
                line.noted_on,
            )
        ],
    )
