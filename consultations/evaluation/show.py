"""The evaluation report on paper and in the workbook: drawings, words and columns, all from the document alone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from consultations.evaluation.document import EvaluationReport, Line, OfficeLine
from krs_portal.kit import charts
from krs_portal.kit.formats import day, day_short, decimal, number
from krs_portal.kit.paper import WIDTH
from krs_portal.reports.workbooks import DAY, NUMBER, PERCENT, Column, Sheet

BAR = 186  # CSS px of a bar on paper


def context(report: EvaluationReport) -> dict[str, Any]:
    scale = max([1, *(max(line.realised or 0, line.target or 0) for line in report.offices)]) * 1.04
    return {
        "letterhead": report.letterhead,
        "address": report.address,
        "total": report.total,
        "rows": [(line, remark(line), bar(line, report, scale)) for line in report.offices],
        "trend": trend(report),
        "needed": needed(report),
    }


def bar(line: OfficeLine, report: EvaluationReport, scale: float) -> str:
    pace = float(report.pace_share * line.target) if report.is_before_end and line.target else None
    return charts.bullet(
        line.realised, line.target, pace=pace, scale=scale, label=line.short_name, width=BAR, height=22
    )


def trend(report: EvaluationReport) -> str:
    points = [charts.Point(day_short(week.starts_on).rsplit(" ", 1)[0], week.quantity) for week in report.weeks]
    total = report.total
    return charts.trend(
        points,
        title=_("Jumlah layanan dari minggu ke minggu, %(realised)s pada %(day)s")
        % {"realised": number(total.realised), "day": day(report.as_at)},
        cumulative=True,
        target=total.target,
        width=WIDTH,
        height=190,
        labels=5,
    )


def remark(line: Line) -> str:
    if line.target is None:
        return _("Target belum ditetapkan")
    if line.realised is None:
        return _("Belum ada catatan")
    return _("Mencapai target") if line.is_reached else _("Belum mencapai target")


def needed(report: EvaluationReport) -> list[str]:
    """What the offices below their target still need, while there is time."""
    return [
        _("%(office)s memerlukan %(missing)s layanan lagi sampai %(end)s, rata-rata %(pace)s layanan tiap minggu.")
        % {
            "office": line.name,
            "missing": number(-line.difference),
            "end": day(report.ends_on),
            "pace": decimal(line.needed_per_week, 1),
        }
        for line in report.missed
        if line.needed_per_week is not None and line.difference is not None
    ]


def name(params: dict[str, Any]) -> str:
    return _("Laporan evaluasi layanan Klinik Rumah Swadaya tahun %s") % params["year"]


def sheets(report: EvaluationReport) -> list[Sheet]:
    return [achievement_sheet(report), note_sheet(report), week_sheet(report), said_sheet(report), rule_sheet(report)]


def achievement_sheet(report: EvaluationReport) -> Sheet:
    total = report.total
    words = {"reached": number(total.offices_reached), "offices": number(total.offices)}
    return Sheet(
        name=_("Capaian"),
        title=_("Capaian terhadap target, data per %s") % day(report.as_at),
        columns=[
            Column(_("No"), NUMBER, 5),
            Column(_("Unit kerja"), width=52),
            Column(_("Target"), NUMBER),
            Column(_("Realisasi"), NUMBER),
            Column(_("Capaian (%)"), PERCENT),
            Column(_("Sisa/lebih"), NUMBER),
            Column(_("Capaian dibatasi (%)"), PERCENT),
            Column(_("Rumah dibantu"), NUMBER),
            Column(_("Sesi"), NUMBER),
            Column(_("Orang"), NUMBER),
            Column(_("Kelompok"), NUMBER),
            Column(_("Keterangan"), width=28),
            Column(_("Dasar target"), width=40),
        ],
        rows=[
            (place, line.name, *numbers(line), remark(line), line.decree)
            for place, line in enumerate(report.offices, start=1)
        ],
        total=(
            None,
            _("JUMLAH"),
            *numbers(total),
            _("%(reached)s dari %(offices)s unit mencapai target") % words,
            None,
        ),
        notes=[_("Kosong berarti tidak ada catatan; kosong bukan nol.")],
    )


def numbers(line: Line) -> tuple[Any, ...]:
    return (
        line.target,
        line.realised,
        line.percent,
        line.difference,
        line.capped_percent,
        line.houses,
        line.sessions,
        line.people,
        line.groups,
    )


def note_sheet(report: EvaluationReport) -> Sheet:
    return Sheet(
        name=_("Kendala dan tindak lanjut"),
        title=_("Kendala dan tindak lanjut tiap unit"),
        columns=[
            Column(_("Unit kerja"), width=52),
            Column(_("Kendala"), width=60),
            Column(_("Tindak lanjut"), width=60),
            Column(_("Ditulis"), DAY, 18),
        ],
        rows=[(line.name, line.obstacles or None, line.follow_up or None, line.noted_on) for line in report.offices],
    )


def week_sheet(report: EvaluationReport) -> Sheet:
    return Sheet(
        name=_("Tiap minggu"),
        title=_("Layanan tiap minggu"),
        columns=[
            Column(_("Minggu mulai"), DAY, 20),
            Column(_("Layanan"), NUMBER),
            Column(_("Jumlah berjalan"), NUMBER, 18),
        ],
        rows=[(week.starts_on, week.quantity, week.cumulative) for week in report.weeks],
    )


def said_sheet(report: EvaluationReport) -> Sheet:
    return Sheet(
        name=_("Angka yang sudah terbit"),
        title=_("Angka yang sudah dinyatakan kepada umum"),
        columns=[
            Column(_("Indikator"), width=30),
            Column(_("Angka terbit"), NUMBER),
            Column(_("Jumlah bagian"), NUMBER),
            Column(_("Selisih"), NUMBER),
            Column(_("Data per"), DAY, 20),
            Column(_("Dinyatakan"), DAY, 20),
            Column(_("Sumber"), width=70),
        ],
        rows=[
            (said.indicator, said.value, said.ours, said.difference, said.as_at, said.stated_on, said.source)
            for said in report.said
        ],
    )


def rule_sheet(report: EvaluationReport) -> Sheet:
    return Sheet(
        name=_("Aturan hitung"),
        title=_("Aturan hitung yang dipakai"),
        columns=[
            Column(_("Indikator"), width=30),
            Column(_("Satuan"), width=14),
            Column(_("Versi"), NUMBER, 8),
            Column(_("Berlaku dari"), DAY, 20),
            Column(_("Bunyi aturan"), width=80),
            Column(_("Dasar"), width=50),
        ],
        rows=[
            (rule.name, rule.unit, rule.version, rule.valid_from, rule.statement, rule.basis or None)
            for rule in report.rules
        ],
    )
