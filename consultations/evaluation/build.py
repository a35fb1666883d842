"""The evaluation report from the data: figures of `clinics.figures`, notes of the offices, what was said in public."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from clinics.figures import Achievements, achievements, weekly_trend
from clinics.models import CountingRule, Indicator, ReportingPeriod
from consultations.evaluation.document import (
    MAIN,
    SIDE_FIGURES,
    EvaluationReport,
    OfficeLine,
    Rule,
    Said,
    TotalLine,
    Week,
)
from consultations.evaluation.traces import compared, traced
from consultations.models import EvaluationNote
from krs_portal.kit.clock import day_of
from krs_portal.offices.enums import OfficeKind
from krs_portal.offices.models import Office
from krs_portal.reports.kinds import Built, Params

# The bodies above the directorate, by the day from which they were so called.
MINISTRIES = [
    (date(2024, 10, 21), ("Kementerian Perumahan dan Kawasan Permukiman",)),
    (date.min, ("Kementerian Pekerjaan Umum dan Perumahan Rakyat", "Direktorat Jenderal Perumahan")),
]


def period_of(params: Params) -> ReportingPeriod:
    return ReportingPeriod.objects.get(kind="YEAR", starts_on__year=params["year"])


def build(params: Params, known_at: datetime) -> Built:
    """The report of a year as at a day, as known at a moment, with the rows behind every number."""
    period, as_at = period_of(params), date.fromisoformat(params["as_at"])
    found = achieved(period, as_at, known_at)
    report = evaluation(period, as_at, known_at, found)
    return Built(report, traced(report, period, found), compared(report, period, found))


def achieved(period: ReportingPeriod, as_at: date, known_at: datetime) -> dict[str, Achievements]:
    """By indicator code, over all clinics: the report is the ministry's, whoever asks for it."""
    clinics = Office.objects.clinics()
    return {
        indicator.code: achievements(
            user=None, indicator=indicator, period=period, as_at=as_at, known_at=known_at, offices=clinics
        )
        for indicator in Indicator.objects.filter(code__in=[MAIN, *SIDE_FIGURES]).order_by("pk")
    }


def evaluation(
    period: ReportingPeriod, as_at: date, known_at: datetime, found: dict[str, Achievements]
) -> EvaluationReport:
    main = found[MAIN]
    beside = {
        field: {row.office.pk: row.realised for row in found[code].offices} if code in found else {}
        for code, field in SIDE_FIGURES.items()
    }
    notes = {
        note.office_id: note
        for note in EvaluationNote.objects.filter(period=period, written_at__lte=known_at).order_by("pk")
    }
    rows = sorted(main.offices, key=lambda row: (row.office.kind != OfficeKind.BALAI, row.office.pk))
    weeks = weekly_trend(
        user=None,
        indicator=main.indicator,
        period=period,
        as_at=as_at,
        known_at=known_at,
        offices=Office.objects.clinics(),
    )
    letterhead, address = sender(as_at)
    return EvaluationReport(
        year=period.starts_on.year,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        as_at=as_at,
        known_at=known_at,
        letterhead=letterhead,
        address=address,
        pace_share=main.pace_share,
        offices=tuple(office_line(row, beside, notes.get(row.office.pk)) for row in rows),
        total=total_line(main, found),
        said=tuple(said(found)),
        rules=tuple(rules(found)),
        weeks=tuple(Week(week.starts_on, week.quantity, week.cumulative) for week in weeks),
    )


def office_line(row: Any, beside: dict[str, dict[int, int | None]], note: EvaluationNote | None) -> OfficeLine:
    return OfficeLine(
        target=row.target,
        realised=row.realised,
        capped=row.capped,
        needed_per_week=row.needed_per_week,
        code=row.office.code,
        name=row.name,
        short_name=row.short_name,
        decree=row.target_decree,
        obstacles=note.obstacles if note else "",
        follow_up=note.follow_up if note else "",
        noted_on=day_of(note.written_at, row.office.time_zone) if note else None,
        **{field: values.get(row.office.pk) for field, values in beside.items()},
    )


def total_line(main: Achievements, found: dict[str, Achievements]) -> TotalLine:
    total = main.total
    return TotalLine(
        target=total.target,
        realised=total.realised,
        capped=total.capped,
        needed_per_week=total.needed_per_week,
        offices=total.offices,
        offices_reached=total.offices_reached,
        **{field: found[code].total.realised if code in found else None for code, field in SIDE_FIGURES.items()},
    )


def said(found: dict[str, Achievements]) -> list[Said]:
    return [
        Said(
            indicator=each.indicator.name,
            unit=each.indicator.get_unit_display(),
            value=figure.value,
            ours=each.total.realised,
            as_at=figure.as_at,
            stated_on=figure.stated_on,
            source=figure.source,
        )
        for each in found.values()
        for figure in each.published
    ]


def rules(found: dict[str, Achievements]) -> list[Rule]:
    """Every version that was in force within the period: rows are counted by the rule of their day."""
    return [
        Rule(
            indicator=each.indicator.code,
            name=each.indicator.name,
            unit=each.indicator.get_unit_display(),
            version=rule.version,
            statement=rule.statement,
            basis=rule.basis,
            valid_from=rule.valid_from,
        )
        for each in found.values()
        for rule in CountingRule.objects.filter(indicator=each.indicator, valid_from__lte=each.as_at)
        .exclude(valid_until__lt=each.period.starts_on)
        .order_by("version")
    ]


def sender(day: date) -> tuple[tuple[str, ...], str]:
    """The letterhead as it was on the day: the ministry's bodies and the directorate that evaluates."""
    above = next(lines for since, lines in MINISTRIES if since <= day)
    directorate = Office.objects.filter(kind=OfficeKind.DIRECTORATE).order_by("pk").first()
    if directorate is None:
        return above, ""
    return (*above, directorate.name_on(day)), directorate.address if day >= MINISTRIES[0][0] else ""
