"""The report of a round on paper and in the workbook, made only from the stored document."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from krs_portal.kit import charts
from krs_portal.kit.formats import format_day
from krs_portal.kit.paper import WIDTH
from krs_portal.reports.models import Figure
from krs_portal.reports.workbooks import DAY, NUMBER, PERCENT, ReportSheet, SheetColumn
from monitoring.picture.drawings import (
    RegionOccupancy,
    draw_occupancy_course,
    draw_occupancy_tiles,
    list_course_points,
)
from monitoring.picture.report.document import ReportedPart, ReportedRegion, ReportedTally, RoundReport
from monitoring.rounds.models import Round

BAR = 130  # width of a bar on paper, in CSS px


def name_round_report(params: dict[str, Any]) -> str:
    return _("Laporan %s") % Round.objects.get(pk=params["round"]).name


def build_figure_rows_url(figure: Figure) -> str | None:
    """The page with exactly the profiles behind a figure."""
    if not figure.address:
        return None
    return f"{reverse('monitoring:round_rows', args=[figure.revision.report.params['round']])}?{figure.address}"


def build_paper_context(report: RoundReport) -> dict[str, Any]:
    scale = charts.compute_bullet_scale((line.rusun.occupied, line.rusun.units) for line in report.regions)
    return {
        "letterhead": report.letterhead,
        "address": report.address,
        "rows": [(line, draw_region_bar(line, scale)) for line in report.regions if line.rusun.locations],
        "rusus_rows": [line for line in report.regions if line.rusus.locations],
        "tiles": draw_report_tiles(report),
        "course": draw_report_course(report),
        "wholes": [
            (_("Unit kosong menurut sebab"), _("Sebab"), draw_part_bars(report.empty_reasons)),
            (_("Kondisi bangunan"), _("Kondisi"), draw_part_bars(report.conditions)),
            (_("Masalah terbuka menurut kategori"), _("Kategori"), draw_part_bars(report.problems)),
            (_("Serah terima aset menurut tahap"), _("Tahap"), draw_part_bars(report.hand_overs)),
        ],
        "days": group_sessions_by_day(report),
    }


def draw_region_bar(line: ReportedRegion, scale: float) -> str:
    return charts.draw_bullet(
        line.rusun.occupied, line.rusun.units, scale=scale, label=line.name, width=BAR, height=18, whole=True
    )


def draw_part_bars(parts: tuple[ReportedPart, ...]) -> list[tuple[ReportedPart, str]]:
    scale = max([1, *(part.count for part in parts)])
    return [
        (part, charts.draw_bullet(part.count, None, scale=scale, label=part.label, width=BAR, height=14))
        for part in parts
    ]


def draw_report_tiles(report: RoundReport) -> SafeString:
    regions = [RegionOccupancy(line.code, line.name, line.rusun.percent) for line in report.regions]
    return draw_occupancy_tiles(regions, title=_("Persen unit rusun terhuni tiap kab/kota"))


def draw_report_course(report: RoundReport) -> str:
    points = list_course_points((stage.data_as_at.year, stage.percent) for stage in report.stages)
    return draw_occupancy_course(points, width=WIDTH, height=160) if len(points) > 1 else ""


def group_sessions_by_day(report: RoundReport) -> list[tuple[Any, list[str]]]:
    """Each desk day with its kab/kota."""
    found: dict[Any, list[str]] = {}
    for session in report.sessions:
        found.setdefault(session.day, []).append(session.region)
    return list(found.items())


def build_report_sheets(report: RoundReport) -> list[ReportSheet]:
    return [
        build_region_sheet(report),
        build_estate_sheet(report),
        build_problem_sheet(report),
        build_part_sheet(report),
        build_stage_sheet(report),
    ]


def list_tally_values(line: ReportedTally) -> tuple[Any, ...]:
    return (
        line.locations,
        line.towers,
        line.units,
        line.occupied,
        line.percent,
        line.empty,
        line.broken,
        line.unanswered,
    )


def build_tally_columns(prefix: str) -> list[SheetColumn]:
    return [
        SheetColumn(f"{prefix} {_('lokasi')}", NUMBER),
        SheetColumn(f"{prefix} {_('tower')}", NUMBER),
        SheetColumn(f"{prefix} {_('unit')}", NUMBER),
        SheetColumn(f"{prefix} {_('terhuni')}", NUMBER),
        SheetColumn(f"{prefix} {_('hunian (%)')}", PERCENT),
        SheetColumn(f"{prefix} {_('kosong')}", NUMBER),
        SheetColumn(f"{prefix} {_('rusak')}", NUMBER),
        SheetColumn(f"{prefix} {_('tanpa jawaban')}", NUMBER, 18),
    ]


def build_region_sheet(report: RoundReport) -> ReportSheet:
    return ReportSheet(
        name=_("Kab-kota"),
        title=_("Rusun dan rusus tiap kab/kota, data per %s") % format_day(report.as_at),
        columns=[
            SheetColumn(_("No."), NUMBER, 5),
            SheetColumn(_("Kab/kota"), width=32),
            *build_tally_columns("Rusun"),
            *build_tally_columns("Rusus"),
            SheetColumn(_("Masalah terbuka"), NUMBER, 18),
            SheetColumn(_("Lewat tenggat"), NUMBER, 18),
        ],
        rows=[
            (
                place,
                line.name,
                *list_tally_values(line.rusun),
                *list_tally_values(line.rusus),
                line.open_problems,
                line.overdue_problems,
            )
            for place, line in enumerate(report.regions, start=1)
        ],
        total=(None, _("JUMLAH"), *list_tally_values(report.rusun), *list_tally_values(report.rusus), None, None),
        notes=[_("Kosong berarti belum diisi; kosong bukan nol.")],
    )


def build_estate_sheet(report: RoundReport) -> ReportSheet:
    return ReportSheet(
        name=_("Lokasi"),
        title=_("Profil tiap lokasi"),
        columns=[
            SheetColumn(_("ID"), width=20),
            SheetColumn(_("Nama"), width=40),
            SheetColumn(_("Kab/kota"), width=28),
            SheetColumn(_("Jenis"), width=16),
            SheetColumn(_("Penerima manfaat"), width=24),
            SheetColumn(_("Tower"), NUMBER),
            SheetColumn(_("Unit"), NUMBER),
            SheetColumn(_("Terhuni"), NUMBER),
            SheetColumn(_("Hunian (%)"), PERCENT),
            SheetColumn(_("Kosong"), NUMBER),
            SheetColumn(_("Rusak"), NUMBER),
            SheetColumn(_("Kondisi"), width=16),
            SheetColumn(_("Profil"), width=26),
        ],
        rows=[
            (
                each.code or None, each.name, each.region, each.kind, each.beneficiary, each.towers, each.units,
                each.occupied, each.percent, each.empty, each.broken, each.condition or None, each.state,
            )
            for each in report.estates
        ],
    )  # fmt: skip


def build_problem_sheet(report: RoundReport) -> ReportSheet:
    return ReportSheet(
        name=_("Masalah"),
        title=_("Masalah yang terbuka saat desk berakhir"),
        columns=[
            SheetColumn(_("Kab/kota"), width=28),
            SheetColumn(_("Lokasi"), width=36),
            SheetColumn(_("Kategori"), width=20),
            SheetColumn(_("Tingkat"), width=12),
            SheetColumn(_("Masalah"), width=50),
            SheetColumn(_("Tindak lanjut"), width=50),
            SheetColumn(_("Penanggung jawab"), width=36),
            SheetColumn(_("Tenggat"), DAY, 18),
            SheetColumn(_("Terulang"), width=12),
        ],
        rows=[
            (
                each.region, each.estate, each.category, each.severity, each.title, each.plan or None,
                each.owner or None, each.due_on, _("ya") if each.is_repeated else None,
            )
            for each in report.problem_lines
        ],
    )  # fmt: skip


def build_part_sheet(report: RoundReport) -> ReportSheet:
    wholes = [
        (_("Unit kosong menurut sebab"), report.empty_reasons),
        (_("Kondisi bangunan"), report.conditions),
        (_("Masalah terbuka"), report.problems),
        (_("Serah terima aset"), report.hand_overs),
    ]
    return ReportSheet(
        name=_("Bagian"),
        title=_("Bagian dari keseluruhan"),
        columns=[
            SheetColumn(_("Menurut"), width=34),
            SheetColumn(_("Bagian"), width=44),
            SheetColumn(_("Jumlah"), NUMBER),
            SheetColumn("%", PERCENT),
        ],
        rows=[(whole, part.label, part.count, part.percent) for whole, parts in wholes for part in parts],
    )


def build_stage_sheet(report: RoundReport) -> ReportSheet:
    return ReportSheet(
        name=_("Putaran"),
        title=_("Rusun dari putaran ke putaran"),
        columns=[
            SheetColumn(_("Putaran"), width=40),
            SheetColumn(_("Data per"), DAY, 20),
            SheetColumn(_("Unit"), NUMBER),
            SheetColumn(_("Terhuni"), NUMBER),
            SheetColumn(_("Hunian (%)"), PERCENT),
            SheetColumn(_("Kosong"), NUMBER),
        ],
        rows=[
            (each.name, each.data_as_at, each.units, each.occupied, each.percent, each.empty) for each in report.stages
        ],
    )
