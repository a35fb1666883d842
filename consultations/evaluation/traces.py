"""What stands behind the numbers: ledger rows by identity, and the figures each main one is compared with."""

from __future__ import annotations

from django.contrib.postgres.aggregates import ArrayAgg
from django.urls import reverse
from django.utils.translation import gettext as _

from clinics.addresses import get_passport_path, write_year_address
from clinics.enums import FigureKind, OfficeShare
from clinics.figures import Achievements
from clinics.models import LedgerEntry
from clinics.questions import FigureQuestion
from clinics.sums import sum_entries_by_office
from consultations.evaluation.document import (
    MAIN,
    EvaluationReport,
    OfficeAchievementLine,
    PublicStatement,
    RatioLines,
    find_day_a_year_before,
)
from krs_portal.kit.formats import format_day, format_number
from krs_portal.offices.models import Office
from krs_portal.reports.kinds import FigureSpec, ReconciliationSpec
from krs_portal.reports.models import Figure

TARGETED_KEY, OUTSIDE_KEY = "bertarget", "di-luar-target"  # keys of the two parts of the total
LAST_YEAR_KEY = "tahun-lalu"


def trace_evaluation_figures(
    report: EvaluationReport, found: dict[str, Achievements], *, with_rows: bool = True
) -> list[FigureSpec]:
    """Every figure of the report, office by office and in total."""
    figures = [*trace_indicator_figures(MAIN, found[MAIN], with_rows=with_rows), *trace_target_figures(report, found)]
    for code, each in found.items():
        if code != MAIN:
            figures += trace_indicator_figures(code, each, with_rows=with_rows)
    for ratio in report.ratios:
        figures += trace_ratio_figures(ratio)
    if report.last_as_at:
        figures += trace_last_year_figures(report)
    return sorted(figures, key=lambda figure: not figure.is_headline)


def trace_indicator_figures(code: str, found: Achievements, *, with_rows: bool) -> list[FigureSpec]:
    """What an indicator counted: each office's rows, and the total made of them."""
    question = build_question(found)
    rows = group_row_ids_by_office(question) if with_rows else {}
    rule = f"{found.rule}: {found.rule.statement}" if found.rule else _("Belum ada aturan hitung.")
    unit = found.indicator.get_unit_display()
    name = found.indicator.name
    figures = [
        FigureSpec(
            key=f"{code}:{row.office.code}",
            label=f"{name}, {row.short_name}",
            value=row.realised,
            unit=unit,
            rule=rule,
            office_code=row.office.code,
            address=question.but(office=row.office).query(),
            row_ids=rows.get(row.office.pk, ()),
        )
        for row in found.offices
    ]
    total = FigureSpec(
        key=code,
        label=name,
        value=found.total.realised,
        unit=unit,
        rule=rule,
        address=question.query(),
        parts=[figure.key for figure in figures],
        is_headline=code in (MAIN, "rumah-dibantu"),
    )
    return [total, *figures]


def trace_last_year_figures(report: EvaluationReport) -> list[FigureSpec]:
    """What had been counted a year before up to the same day; their own pages lead to the rows."""
    words = {"day": format_day(report.last_as_at)}
    lines = [(f"{LAST_YEAR_KEY}:{line.code}", line.short_name, line.code, line.last_year) for line in report.offices]
    lines = [line for line in lines if line[-1] is not None]
    return [
        FigureSpec(
            key=key,
            label=_("Layanan setahun sebelumnya, %s") % name if name else _("Layanan setahun sebelumnya"),
            value=value,
            unit=_("layanan"),
            rule=_("Layanan yang terjadi sampai %(day)s.") % words,
            office_code=code,
            parts=[] if code else [each[0] for each in lines],
        )
        for key, name, code, value in [(LAST_YEAR_KEY, "", "", report.total.last_year), *lines]
    ]


def trace_ratio_figures(ratio: RatioLines) -> list[FigureSpec]:
    """Its percentages, each made of two counts that have rows."""
    return [
        FigureSpec(
            key=f"{ratio.indicator}:{each.code}" if each.code else ratio.indicator,
            label=f"{ratio.name}, {each.short_name}" if each.code else ratio.name,
            value=each.value,
            unit="%",
            rule=_("Pembilang dibagi penyebut, dibulatkan sekali ke dua angka di belakang koma."),
            office_code=each.code,
            parts=[f"{code}:{each.code}" if each.code else code for code in (ratio.numerator, ratio.denominator)],
        )
        for each in (ratio.total, *ratio.offices)
    ]


def trace_target_figures(report: EvaluationReport, found: dict[str, Achievements]) -> list[FigureSpec]:
    """Targets and what is computed from them."""
    targets = [
        FigureSpec(
            key=f"target:{line.code}",
            label=_("Target, %s") % line.short_name,
            value=line.target,
            unit=_("layanan"),
            rule=" ".join([line.decree or f"{line.state.label}.", *line.remarks]),
            office_code=line.code,
        )
        for line in report.offices
    ]
    shares = [trace_office_percent(line) for line in report.offices]
    total = report.total
    return [
        FigureSpec(
            key="target",
            label=_("Target"),
            value=total.target,
            unit=_("layanan"),
            rule=_("Jumlah target unit."),
            parts=[figure.key for figure in targets],
            is_headline=True,
        ),
        *trace_shares_of_total(report, build_question(found[MAIN])),
        FigureSpec(
            key="capaian",
            label=_("Capaian"),
            value=total.percent,
            unit="%",
            rule=describe_percent_rule(),
            parts=[TARGETED_KEY, "target"],
            is_headline=True,
        ),
        FigureSpec(
            key="sisa",
            label=_("Kekurangan unit yang belum mencapai target"),
            value=total.short,
            unit=_("layanan"),
            rule=_("Jumlah target dikurangi realisasi, dari unit yang realisasinya di bawah target."),
            parts=[figure.key for figure in shares],
        ),
        FigureSpec(
            key="lebih",
            label=_("Kelebihan unit di atas target"),
            value=total.over,
            unit=_("layanan"),
            rule=_("Jumlah realisasi dikurangi target, dari unit yang realisasinya di atas target."),
            parts=[figure.key for figure in shares],
        ),
        FigureSpec(
            key="capaian-dibatasi",
            label=_("Capaian bila tiap unit dibatasi pada targetnya"),
            value=total.capped_percent,
            unit="%",
            rule=_("Jumlah dari yang terkecil antara realisasi dan target tiap unit, dibagi jumlah target."),
            parts=[f"{MAIN}:{line.code}" for line in report.offices] + [figure.key for figure in targets],
            is_headline=True,
        ),
        FigureSpec(
            key="unit-tercapai",
            label=_("Unit yang mencapai target"),
            value=total.offices_reached,
            unit=_("dari %s unit") % format_number(total.offices),
            rule=_("Unit yang realisasinya paling sedikit sama dengan targetnya."),
            parts=[figure.key for figure in shares],
            is_headline=True,
        ),
        *targets,
        *shares,
    ]


def trace_shares_of_total(report: EvaluationReport, question: FigureQuestion) -> list[FigureSpec]:
    """What the offices with a target achieved, which is compared with it, and what stands outside any target."""
    values = {TARGETED_KEY: (OfficeShare.TARGETED, report.total.targeted, True)}
    values |= {OUTSIDE_KEY: (OfficeShare.OUTSIDE, report.total.outside, False)}
    return [
        FigureSpec(
            key=key,
            label=_("Layanan, %s") % share.label,
            value=value,
            unit=_("layanan"),
            rule=_("Jumlah realisasi unit-unit itu."),
            address=question.but(share=share.value).query(),
            parts=[f"{MAIN}:{line.code}" for line in report.offices if (line.target is not None) == has_target],
            is_headline=report.total.is_split,
        )
        for key, (share, value, has_target) in values.items()
    ]


def trace_office_percent(line: OfficeAchievementLine) -> FigureSpec:
    return FigureSpec(
        key=f"capaian:{line.code}",
        label=_("Capaian, %s") % line.short_name,
        value=line.percent,
        unit="%",
        rule=describe_percent_rule(),
        office_code=line.code,
        parts=[f"{MAIN}:{line.code}", f"target:{line.code}"],
    )


def describe_percent_rule() -> str:
    return _("Realisasi unit bertarget dibagi target, dibulatkan sekali ke dua angka di belakang koma.")


def build_question(found: Achievements) -> FigureQuestion:
    return FigureQuestion(found.indicator, found.period, found.as_at, found.known_at)


def build_current_question(found: Achievements) -> FigureQuestion:
    """The same question of what is recorded by now, later than the report knew it."""
    return build_question(found).but(known_at=None)


def group_row_ids_by_office(question: FigureQuestion) -> dict[int, list[int]]:
    entries = LedgerEntry.objects.behind(question, Office.objects.clinics())
    return dict(entries.values_list("office_id").annotate(ids=ArrayAgg("pk", order_by="pk")).order_by())


def reconcile_evaluation(report: EvaluationReport, found: dict[str, Achievements]) -> list[ReconciliationSpec]:
    """The report's totals beside what was said in public, the ledger itself and its tallies."""
    specs = []
    for place, figure in enumerate(figure for figure in report.said if figure.ours is not None):
        specs.append(
            ReconciliationSpec(
                key=f"said:{place}",
                label=describe_statement(figure, report),
                ours=figure.ours or 0,
                theirs=figure.value,
                source=_("%(source)s, dinyatakan %(stated)s untuk data per %(as_at)s")
                % {"source": figure.source, "stated": format_day(figure.stated_on), "as_at": format_day(figure.as_at)},
            )
        )
    for code, each in found.items():
        if code in (MAIN, "rumah-dibantu"):
            specs += reconcile_with_ledger(code, each)
    return specs


def describe_statement(figure: PublicStatement, report: EvaluationReport) -> str:
    if figure.as_at == report.as_at:
        return _("%s: jumlah bagian terhadap angka yang sudah terbit") % figure.indicator
    words = {"indicator": figure.indicator, "day": format_day(figure.as_at)}
    return _("%(indicator)s per %(day)s: jumlah bagian terhadap angka yang sudah terbit") % words


def reconcile_with_ledger(code: str, found: Achievements) -> list[ReconciliationSpec]:
    ours = found.total.realised or 0
    name = found.indicator.name
    clinics, question = Office.objects.clinics(), build_current_question(found)
    tallied = sum_entries_by_office(clinics, question)
    return [
        ReconciliationSpec(
            key=f"parts:{code}",
            label=_("%s: jumlah total terhadap jumlah bagian") % name,
            ours=ours,
            theirs=sum(row.realised or 0 for row in found.offices),
            source=_("Penjumlahan realisasi tiap unit dalam laporan ini"),
        ),
        ReconciliationSpec(
            key=f"ledger:{code}",
            label=_("%s: salinan beku terhadap buku capaian") % name,
            ours=ours,
            theirs=LedgerEntry.objects.behind(question, clinics).total(),
            source=_("Buku capaian, dihitung langsung baris demi baris saat laporan disusun"),
        ),
        ReconciliationSpec(
            key=f"tally:{code}",
            label=_("%s: salinan beku terhadap rekap harian dan bulanan") % name,
            ours=ours,
            theirs=sum(tallied.values()),
            source=_("Rekap yang dijaga basis data saat laporan disusun"),
        ),
    ]


# Which figure a key of the report names; any other key is the code of an indicator, whose realised figure it is.
KINDS_BY_KEY = {
    TARGETED_KEY: FigureKind.TARGETED,
    OUTSIDE_KEY: FigureKind.OUTSIDE,
    "target": FigureKind.TARGET,
    "capaian": FigureKind.PERCENT,
    "sisa": FigureKind.SHORT,
    "lebih": FigureKind.OVER,
    "capaian-dibatasi": FigureKind.CAPPED_PERCENT,
    "unit-tercapai": FigureKind.REACHED,
}


def build_passport_url(figure: Figure) -> str:
    """The page of a figure of the report, as it was known when it was frozen."""
    revision, key = figure.revision, figure.key.partition(":")[0]
    kind = KINDS_BY_KEY.get(key, FigureKind.REALISED)
    code = MAIN if key in KINDS_BY_KEY or key == LAST_YEAR_KEY else key
    year, as_at = revision.report.params["year"], revision.as_at
    if key == LAST_YEAR_KEY:
        year, as_at = year - 1, find_day_a_year_before(as_at)
    address = write_year_address(code, year, as_at, revision.known_at, figure.office_code, kind)
    return f"{get_passport_path()}{address}/"


def build_ledger_rows_url(figure: Figure) -> str | None:
    """The page with exactly the rows behind a figure, as they were known when it was frozen."""
    return f"{reverse('clinics:rows')}?{figure.address}" if figure.address else None
