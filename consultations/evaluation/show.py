"""The evaluation report on paper and in the workbook: drawings, words and columns, all from the document alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from clinics.addresses import get_passport_path, write_year_address
from clinics.enums import FigureKind
from clinics.models import ProgrammeName
from consultations.evaluation.document import (
    MAIN,
    AchievementLine,
    EvaluationReport,
    OfficeAchievementLine,
    RuleLine,
    TotalAchievementLine,
)
from krs_portal.kit import charts
from krs_portal.kit.formats import (
    BLANK,
    format_day,
    format_day_without_year,
    format_decimals,
    format_number,
    format_signed,
)
from krs_portal.kit.links import build_absolute_url
from krs_portal.kit.paper import WIDTH
from krs_portal.reports.workbooks import DAY, NUMBER, PERCENT, ReportSheet, SheetColumn

BAR = 186  # CSS px of a bar on paper


def build_evaluation_context(report: EvaluationReport) -> dict[str, Any]:
    scale = charts.compute_bullet_scale((line.realised, line.target) for line in report.offices)
    return {
        "letterhead": report.letterhead,
        "address": report.address,
        "total": report.total,
        "rows": [(line, line.state.label, draw_office_bar(line, report, scale)) for line in report.offices],
        "trend": draw_weekly_trend(report),
        "needed": list_needed_sentences(report),
        "contents": list_contents(),
        "has_proposals": any(line.proposal for line in report.offices),
        "gaps": format_total_gaps(report.total),
        "gap_parts": [(format_signed(gap), "lebih" if gap > 0 else "sisa") for gap in report.total.gaps],
        "figure_base": f"{settings.BASE_URL}{get_passport_path()}",
    }


def list_contents() -> list[tuple[str, str]]:
    """The chapters of the paper, each with the anchor that its page is counted from."""
    return [
        ("pendahuluan", _("I. Pendahuluan")),
        ("capaian", _("II. Capaian terhadap target")),
        ("kendala", _("III. Kendala dan tindak lanjut")),
        ("rekonsiliasi", _("IV. Rekonsiliasi angka")),
        ("penutup", _("V. Penutup")),
        ("cara", _("Lampiran. Cara menghitung dan membuka angka")),
    ]


def format_total_gaps(total: TotalAchievementLine) -> str:
    """What is short and what is over, each summed by itself."""
    return " / ".join(map(format_signed, total.gaps)) or BLANK


def draw_office_bar(line: OfficeAchievementLine, report: EvaluationReport, scale: float) -> str:
    pace = float(line.pace) if report.is_before_end and line.pace is not None else None
    return charts.draw_bullet(
        line.realised, line.target, pace=pace, scale=scale, label=line.short_name, width=BAR, height=22,
        outside=line.target is None,
    )  # fmt: skip


def draw_weekly_trend(report: EvaluationReport) -> str:
    points = [charts.TrendPoint(format_day_without_year(week.starts_on), week.quantity) for week in report.weeks]
    total = report.total
    return charts.draw_trend(
        points,
        title=_("Jumlah layanan dari minggu ke minggu, %(realised)s pada %(day)s")
        % {"realised": format_number(total.realised), "day": format_day(report.as_at)},
        cumulative=True,
        target=None if total.is_split else total.target,  # what stands outside any target is drawn, too
        width=WIDTH,
        height=190,
        labels=5,
    )


def list_needed_sentences(report: EvaluationReport) -> list[str]:
    """What the offices below their target still need, while there is time."""
    return [sentence for line in report.missed if (sentence := describe_need(line, report))]


def describe_need(line: OfficeAchievementLine, report: EvaluationReport) -> str:
    if line.needed_per_week is None or line.difference is None or not line.is_missed:
        return ""
    return _(
        "%(office)s memerlukan %(missing)s layanan lagi sampai %(end)s, rata-rata %(pace)s layanan tiap minggu."
    ) % {
        "office": line.name,
        "missing": format_number(-line.difference),
        "end": format_day(report.ends_on),
        "pace": format_decimals(line.needed_per_week, 1),
    }


def format_evaluation_title(params: dict[str, Any]) -> str:
    """With the programme's name of the day of the data."""
    name = ProgrammeName.objects.name_on(date.fromisoformat(params["as_at"]))
    return _("Laporan evaluasi layanan %(programme)s tahun %(year)s") % {"programme": name, "year": params["year"]}


def build_evaluation_sheets(report: EvaluationReport) -> list[ReportSheet]:
    return [
        build_achievement_sheet(report),
        *([build_ratio_sheet(report)] if report.ratios else []),
        build_note_sheet(report),
        *([build_follow_up_sheet(report)] if report.follow_ups else []),
        build_week_sheet(report),
        build_statement_sheet(report),
        build_rule_sheet(report.rules),
    ]


def build_achievement_sheet(report: EvaluationReport) -> ReportSheet:
    total = report.total
    words = {"reached": format_number(total.offices_reached), "offices": format_number(total.offices)}
    return ReportSheet(
        name=_("Capaian"),
        title=_("Capaian terhadap target, data per %s") % format_day(report.as_at),
        columns=[
            SheetColumn(_("No."), NUMBER, 5),
            SheetColumn(_("Unit kerja"), width=52),
            SheetColumn(_("Target"), NUMBER),
            SheetColumn(_("Realisasi"), NUMBER),
            SheetColumn(_("Capaian (%)"), PERCENT),
            SheetColumn(_("Sisa"), NUMBER),
            SheetColumn(_("Lebih"), NUMBER),
            SheetColumn(_("Capaian dibatasi (%)"), PERCENT),
            SheetColumn(_("Rumah dibantu"), NUMBER),
            SheetColumn(_("Sesi"), NUMBER),
            SheetColumn(_("Orang"), NUMBER),
            SheetColumn(_("Kelompok"), NUMBER),
            SheetColumn(_("Setahun lalu"), NUMBER),
            SheetColumn(_("Keterangan"), width=28),
            SheetColumn(_("Dasar target"), width=40),
            SheetColumn(_("Paspor realisasi"), width=64),
        ],
        rows=[
            (
                place,
                line.name,
                *list_line_numbers(line),
                format_line_remark(line),
                line.decree,
                build_line_passport(report, line.code),
            )
            for place, line in enumerate(report.offices, start=1)
        ],
        total=(
            None,
            _("JUMLAH"),
            *list_line_numbers(total),
            _("%(reached)s dari %(offices)s unit mencapai target") % words,
            None,
            build_line_passport(report, ""),
        ),
        notes=[_("Kosong berarti tidak ada catatan; kosong bukan nol."), *list_outside_notes(total)],
    )


def build_ratio_sheet(report: EvaluationReport) -> ReportSheet:
    return ReportSheet(
        name=_("Persentase"),
        title=_("Persentase dari dua jumlah, data per %s") % format_day(report.as_at),
        columns=[
            SheetColumn(_("Indikator"), width=30),
            SheetColumn(_("Unit kerja"), width=24),
            SheetColumn(_("Pembilang"), NUMBER),
            SheetColumn(_("Penyebut"), NUMBER),
            SheetColumn(_("Nilai (%)"), PERCENT),
            SheetColumn(_("Paspor"), width=64),
        ],
        rows=[
            (
                ratio.name,
                each.short_name or _("Semua unit"),
                each.numerator,
                each.denominator,
                each.value,
                build_line_passport(report, each.code, ratio.indicator),
            )
            for ratio in report.ratios
            for each in (*ratio.offices, ratio.total)
        ],
        notes=[_("Semua unit: jumlah pembilang dibagi jumlah penyebut, bukan rata-rata unit.")],
    )


def build_line_passport(report: EvaluationReport, office: str, indicator: str = MAIN) -> str:
    address = write_year_address(
        indicator, report.year, report.as_at, report.known_at, office, FigureKind.REALISED
    )  # fmt: skip
    return build_absolute_url("clinics:passport", address)


def format_line_remark(line: OfficeAchievementLine) -> str:
    return " · ".join([str(line.state.label), *line.remarks])


def list_outside_notes(total: TotalAchievementLine) -> list[str]:
    """What the total row holds that no percentage does."""
    if not total.is_split:
        return []
    words = {"targeted": format_number(total.targeted), "outside": format_number(total.outside)}
    return [
        _("Realisasi: %(targeted)s dari unit bertarget, %(outside)s di luar target; persentase dari unit bertarget.")
        % words
    ]


def list_line_numbers(line: AchievementLine) -> tuple[Any, ...]:
    return (
        line.target,
        line.realised,
        line.percent,
        line.short,
        line.over,
        line.capped_percent,
        line.houses,
        line.sessions,
        line.people,
        line.groups,
        line.last_year,
    )


def build_note_sheet(report: EvaluationReport) -> ReportSheet:
    return ReportSheet(
        name=_("Kendala dan tindak lanjut"),
        title=_("Kendala dan tindak lanjut tiap unit"),
        columns=[
            SheetColumn(_("Unit kerja"), width=52),
            SheetColumn(_("Kendala"), width=60),
            SheetColumn(_("Tindak lanjut"), width=60),
            SheetColumn(_("Usulan"), width=60),
            SheetColumn(_("Ditulis"), DAY, 18),
        ],
        rows=[
            (line.name, line.obstacles or None, line.follow_up or None, line.proposal or None, line.noted_on)
            for line in report.offices
        ],
    )


def build_follow_up_sheet(report: EvaluationReport) -> ReportSheet:
    return ReportSheet(
        name=_("Tindak lanjut sebelumnya"),
        title=_("Tindak lanjut evaluasi tahun sebelumnya"),
        columns=[
            SheetColumn(_("Rapat"), width=44),
            SheetColumn(_("Keputusan"), width=60),
            SheetColumn(_("Penanggung jawab"), width=40),
            SheetColumn(_("Batas waktu"), DAY, 20),
            SheetColumn(_("Keadaan"), width=20),
            SheetColumn(_("Bukti atau alasan"), width=60),
        ],
        rows=[
            (line.meeting, line.text, line.owner, line.due_on, line.state, line.proof or None)
            for line in report.follow_ups
        ],
    )


def build_week_sheet(report: EvaluationReport) -> ReportSheet:
    return ReportSheet(
        name=_("Tiap minggu"),
        title=_("Layanan tiap minggu"),
        columns=[
            SheetColumn(_("Minggu mulai"), DAY, 20),
            SheetColumn(_("Layanan"), NUMBER),
            SheetColumn(_("Jumlah berjalan"), NUMBER, 18),
        ],
        rows=[(week.starts_on, week.quantity, week.cumulative) for week in report.weeks],
    )


def build_statement_sheet(report: EvaluationReport) -> ReportSheet:
    return ReportSheet(
        name=_("Angka yang sudah terbit"),
        title=_("Angka yang sudah dinyatakan kepada umum"),
        columns=[
            SheetColumn(_("Indikator"), width=30),
            SheetColumn(_("Angka terbit"), NUMBER),
            SheetColumn(_("Jumlah bagian"), NUMBER),
            SheetColumn(_("Selisih"), NUMBER),
            SheetColumn(_("Data per"), DAY, 20),
            SheetColumn(_("Dinyatakan"), DAY, 20),
            SheetColumn(_("Sumber"), width=70),
        ],
        rows=[
            (said.indicator, said.value, said.ours, said.difference, said.as_at, said.stated_on, said.source)
            for said in report.said
        ],
    )


def build_rule_sheet(rules: Sequence[RuleLine]) -> ReportSheet:
    return ReportSheet(
        name=_("Aturan hitung"),
        title=_("Aturan hitung yang dipakai"),
        columns=[
            SheetColumn(_("Indikator"), width=30),
            SheetColumn(_("Satuan"), width=14),
            SheetColumn(_("Versi"), NUMBER, 8),
            SheetColumn(_("Berlaku dari"), DAY, 20),
            SheetColumn(_("Bunyi aturan"), width=80),
            SheetColumn(_("Dasar"), width=50),
        ],
        rows=[
            (rule.name, rule.unit, rule.version, rule.valid_from, rule.statement, rule.basis or None) for rule in rules
        ],
    )
