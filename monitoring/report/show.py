"""The report of a round on paper and in the workbook: drawings, words and columns, all from the document alone."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from krs_portal.kit import charts
from krs_portal.kit.formats import day, number
from krs_portal.kit.paper import WIDTH
from krs_portal.offices.tilegrid import laid_out, short
from krs_portal.reports.models import Figure
from krs_portal.reports.workbooks import DAY, NUMBER, PERCENT, Column, Sheet
from monitoring.models import Round
from monitoring.report.document import Line, Part, RegionLine, RoundReport

BAR = 130  # CSS px of a bar on paper


def name(params: dict[str, Any]) -> str:
    return _("Laporan %s") % Round.objects.get(pk=params["round"]).name


def rows_url(figure: Figure) -> str | None:
    """The page with exactly the profiles behind a figure."""
    if not figure.address:
        return None
    return f"{reverse('monitoring:round_rows', args=[figure.revision.report.params['round']])}?{figure.address}"


def context(report: RoundReport) -> dict[str, Any]:
    scale = max([1, *(line.rusun.units for line in report.regions)]) * 1.02
    return {
        "letterhead": report.letterhead,
        "address": report.address,
        "rows": [(line, bar(line, scale)) for line in report.regions if line.rusun.locations],
        "rusus_rows": [line for line in report.regions if line.rusus.locations],
        "tiles": tiles(report),
        "course": course(report),
        "wholes": [
            (_("Unit kosong menurut sebab"), _("Sebab"), bars(report.empty_reasons)),
            (_("Kondisi bangunan"), _("Kondisi"), bars(report.conditions)),
            (_("Masalah terbuka menurut kategori"), _("Kategori"), bars(report.problems)),
            (_("Serah terima aset menurut tahap"), _("Tahap"), bars(report.hand_overs)),
        ],
        "days": days(report),
    }


def bar(line: RegionLine, scale: float) -> str:
    return charts.bullet(
        line.rusun.occupied, line.rusun.units, scale=scale, label=line.name, width=BAR, height=18, whole=True
    )


def bars(parts: tuple[Part, ...]) -> list[tuple[Part, str]]:
    scale = max([1, *(part.count for part in parts)])
    return [
        (part, charts.bullet(part.count, None, scale=scale, label=part.label, width=BAR, height=14)) for part in parts
    ]


def tiles(report: RoundReport) -> str:
    at = laid_out([line.code for line in report.regions])
    places = [
        charts.Tile(
            code=short(line.name),
            name=line.name,
            column=at[line.code][0],
            row=at[line.code][1],
            value=float(line.rusun.percent) if line.rusun.percent is not None else None,
            text=number(line.rusun.percent),
        )
        for line in report.regions
    ]
    return charts.tiles(places, title=_("Persen unit rusun terhuni tiap kab/kota"), top=100)


def course(report: RoundReport) -> str:
    points = [
        charts.Point(str(stage.data_as_at.year), float(stage.percent))
        for stage in report.stages
        if stage.percent is not None
    ]
    if len(points) < 2:
        return ""
    title = _("Persen unit rusun terhuni dari putaran ke putaran")
    return charts.trend(points, title=title, width=WIDTH, height=160, labels=len(points))


def days(report: RoundReport) -> list[tuple[Any, list[str]]]:
    """Each desk day with the kab/kota that came."""
    found: dict[Any, list[str]] = {}
    for session in report.sessions:
        found.setdefault(session.day, []).append(session.region)
    return list(found.items())


def sheets(report: RoundReport) -> list[Sheet]:
    return [region_sheet(report), estate_sheet(report), problem_sheet(report), part_sheet(report), stage_sheet(report)]


def figures_of(line: Line) -> tuple[Any, ...]:
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


def figure_columns(prefix: str) -> list[Column]:
    return [
        Column(f"{prefix} {_('lokasi')}", NUMBER),
        Column(f"{prefix} {_('tower')}", NUMBER),
        Column(f"{prefix} {_('unit')}", NUMBER),
        Column(f"{prefix} {_('terhuni')}", NUMBER),
        Column(f"{prefix} {_('hunian (%)')}", PERCENT),
        Column(f"{prefix} {_('kosong')}", NUMBER),
        Column(f"{prefix} {_('rusak')}", NUMBER),
        Column(f"{prefix} {_('tanpa jawaban')}", NUMBER, 18),
    ]


def region_sheet(report: RoundReport) -> Sheet:
    return Sheet(
        name=_("Kab-kota"),
        title=_("Rusun dan rusus tiap kab/kota, data per %s") % day(report.as_at),
        columns=[
            Column(_("No"), NUMBER, 5),
            Column(_("Kab/kota"), width=32),
            *figure_columns("Rusun"),
            *figure_columns("Rusus"),
            Column(_("Masalah terbuka"), NUMBER, 18),
            Column(_("Lewat tenggat"), NUMBER, 18),
        ],
        rows=[
            (
                place,
                line.name,
                *figures_of(line.rusun),
                *figures_of(line.rusus),
                line.open_problems,
                line.overdue_problems,
            )
            for place, line in enumerate(report.regions, start=1)
        ],
        total=(None, _("JUMLAH"), *figures_of(report.rusun), *figures_of(report.rusus), None, None),
        notes=[_("Kosong berarti belum diisi; kosong bukan nol.")],
    )


def estate_sheet(report: RoundReport) -> Sheet:
    return Sheet(
        name=_("Lokasi"),
        title=_("Profil tiap lokasi"),
        columns=[
            Column(_("ID"), width=20),
            Column(_("Nama"), width=40),
            Column(_("Kab/kota"), width=28),
            Column(_("Jenis"), width=16),
            Column(_("Penerima manfaat"), width=24),
            Column(_("Tower"), NUMBER),
            Column(_("Unit"), NUMBER),
            Column(_("Terhuni"), NUMBER),
            Column(_("Hunian (%)"), PERCENT),
            Column(_("Kosong"), NUMBER),
            Column(_("Rusak"), NUMBER),
            Column(_("Kondisi"), width=16),
            Column(_("Profil"), width=26),
        ],
        rows=[
            (
                each.code or None, each.name, each.region, each.kind, each.beneficiary, each.towers, each.units,
                each.occupied, each.percent, each.empty, each.broken, each.condition or None, each.state,
            )
            for each in report.estates
        ],
    )  # fmt: skip


def problem_sheet(report: RoundReport) -> Sheet:
    return Sheet(
        name=_("Masalah"),
        title=_("Masalah yang terbuka saat desk berakhir"),
        columns=[
            Column(_("Kab/kota"), width=28),
            Column(_("Lokasi"), width=36),
            Column(_("Kategori"), width=20),
            Column(_("Tingkat"), width=12),
            Column(_("Masalah"), width=50),
            Column(_("Tindak lanjut"), width=50),
            Column(_("Penanggung jawab"), width=36),
            Column(_("Tenggat"), DAY, 18),
            Column(_("Terulang"), width=12),
        ],
        rows=[
            (
                each.region, each.estate, each.category, each.severity, each.title, each.plan or None,
                each.owner or None, each.due_on, _("ya") if each.is_repeated else None,
            )
            for each in report.problem_lines
        ],
    )  # fmt: skip


def part_sheet(report: RoundReport) -> Sheet:
    wholes = [
        (_("Unit kosong menurut sebab"), report.empty_reasons),
        (_("Kondisi bangunan"), report.conditions),
        (_("Masalah terbuka"), report.problems),
        (_("Serah terima aset"), report.hand_overs),
    ]
    return Sheet(
        name=_("Bagian"),
        title=_("Bagian dari keseluruhan"),
        columns=[
            Column(_("Menurut"), width=34),
            Column(_("Bagian"), width=44),
            Column(_("Jumlah"), NUMBER),
            Column("%", PERCENT),
        ],
        rows=[(whole, part.label, part.count, part.percent) for whole, parts in wholes for part in parts],
    )


def stage_sheet(report: RoundReport) -> Sheet:
    return Sheet(
        name=_("Putaran"),
        title=_("Rusun dari putaran ke putaran"),
        columns=[
            Column(_("Putaran"), width=40),
            Column(_("Data per"), DAY, 20),
            Column(_("Unit"), NUMBER),
            Column(_("Terhuni"), NUMBER),
            Column(_("Hunian (%)"), PERCENT),
            Column(_("Kosong"), NUMBER),
        ],
        rows=[
            (each.name, each.data_as_at, each.units, each.occupied, each.percent, each.empty) for each in report.stages
        ],
    )
