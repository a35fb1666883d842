"""What stands behind the numbers: ledger rows by identity, and the figures each main one is compared with."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.urls import reverse
from django.utils.translation import gettext as _

from clinics.figures import Achievements, realised_by_office
from clinics.filters import Question
from clinics.models import Indicator, LedgerEntry, ReportingPeriod
from consultations.evaluation.document import MAIN, EvaluationReport, Line
from krs_portal.kit.formats import day, number
from krs_portal.offices.models import Office
from krs_portal.reports.kinds import FigureSpec, ReconciliationSpec
from krs_portal.reports.models import Figure


def traced(report: EvaluationReport, period: ReportingPeriod, found: dict[str, Achievements]) -> list[FigureSpec]:
    """Every figure of the report, office by office and in total."""
    figures = [*counted(MAIN, found[MAIN]), *reached(report)]
    for code, each in found.items():
        if code != MAIN:
            figures += counted(code, each)
    return sorted(figures, key=lambda figure: not figure.is_headline)


def counted(code: str, found: Achievements) -> list[FigureSpec]:
    """What an indicator counted: each office's rows, and the total made of them."""
    rows = rows_by_office(found)
    rule = f"{found.rule}: {found.rule.statement}" if found.rule else _("Belum ada aturan hitung.")
    question = Question(found.indicator, found.period, found.as_at, found.known_at)
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


def reached(report: EvaluationReport) -> list[FigureSpec]:
    """Targets and what is computed from them."""
    targets = [
        FigureSpec(
            key=f"target:{line.code}",
            label=_("Target, %s") % line.short_name,
            value=line.target,
            unit=_("layanan"),
            rule=line.decree or _("Target belum ditetapkan."),
            office_code=line.code,
        )
        for line in report.offices
    ]
    shares = [percent_of(line, f"capaian:{line.code}", line.short_name, line.code) for line in report.offices]
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
        percent_of(total, "capaian", "", ""),
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
            unit=_("dari %s unit") % number(total.offices),
            rule=_("Unit yang realisasinya paling sedikit sama dengan targetnya."),
            parts=[figure.key for figure in shares],
            is_headline=True,
        ),
        *targets,
        *shares,
    ]


def percent_of(line: Line, key: str, name: str, code: str) -> FigureSpec:
    of = f":{code}" if code else ""
    return FigureSpec(
        key=key,
        label=_("Capaian, %s") % name if name else _("Capaian"),
        value=line.percent,
        unit="%",
        rule=_("Realisasi dibagi target, dibulatkan sekali ke dua angka di belakang koma."),
        office_code=code,
        parts=[f"{MAIN}{of}", f"target{of}"],
        is_headline=not code,
    )


def entries_of(found: Achievements) -> Any:
    return LedgerEntry.objects.filter(indicator=found.indicator, office__in=Office.objects.clinics()).happened(
        found.period.starts_on, found.as_at
    )


def rows_by_office(found: Achievements) -> dict[int, list[int]]:
    known = entries_of(found).known(found.known_at)
    return dict(known.values_list("office_id").annotate(ids=ArrayAgg("pk", order_by="pk")).order_by())


def compared(
    report: EvaluationReport, period: ReportingPeriod, found: dict[str, Achievements]
) -> list[ReconciliationSpec]:
    """The report's totals beside what was said in public, the ledger itself and its tallies."""
    specs = []
    for place, figure in enumerate(figure for figure in report.said if figure.ours is not None):
        specs.append(
            ReconciliationSpec(
                key=f"said:{place}",
                label=_("%s: jumlah bagian terhadap angka yang sudah terbit") % figure.indicator,
                ours=figure.ours or 0,
                theirs=figure.value,
                source=_("%(source)s, dinyatakan %(stated)s untuk data per %(as_at)s")
                % {"source": figure.source, "stated": day(figure.stated_on), "as_at": day(figure.as_at)},
            )
        )
    for code, each in found.items():
        if code in (MAIN, "rumah-dibantu"):
            specs += against_ledger(code, each)
    return specs


def against_ledger(code: str, found: Achievements) -> list[ReconciliationSpec]:
    ours = found.total.realised or 0
    name = found.indicator.name
    tallied = realised_by_office(
        Office.objects.clinics(), found.indicator, found.period.starts_on, found.as_at, known_at=None
    )
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
            theirs=entries_of(found).total(),
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


def rows_url(figure: Figure) -> str | None:
    """The page with exactly the rows behind a figure, as they were known when it was frozen."""
    return f"{reverse('clinics:rows')}?{figure.address}" if figure.address else None


def current(figure: Figure) -> int | None:
    """The same total as known now."""
    indicator = Indicator.objects.filter(code=figure.key).first()
    if indicator is None:
        return None
    period = ReportingPeriod.objects.get(kind="YEAR", starts_on__year=figure.revision.report.params["year"])
    tallied = realised_by_office(Office.objects.clinics(), indicator, period.starts_on, figure.as_at, known_at=None)
    return sum(tallied.values())
