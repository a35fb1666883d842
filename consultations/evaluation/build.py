"""The evaluation report from the data: figures of `clinics.figures`, notes of the offices, what was said in public."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from clinics.enums import IndicatorKind
from clinics.figures import Achievements, compute_achievements
from clinics.letterhead import get_letterhead
from clinics.models import CountingRule, Indicator, ReportingPeriod
from clinics.questions import FigureQuestion
from clinics.rates import RateValue, divide_sums
from clinics.standings import sum_known
from clinics.sums import compute_weekly_trend, sum_entries_by_office
from consultations.evaluation.document import (
    MAIN,
    SIDE_FIGURES,
    EvaluationReport,
    FollowUpLine,
    OfficeAchievementLine,
    PublicStatement,
    RatioFigure,
    RatioLines,
    RuleLine,
    TotalAchievementLine,
    WeekLine,
    find_day_a_year_before,
)
from consultations.evaluation.models import EvaluationNote
from consultations.evaluation.traces import reconcile_evaluation, trace_evaluation_figures
from krs_portal.kit.clock import day_of, get_midnight
from krs_portal.meetings.documents import format_decision_owner
from krs_portal.meetings.enums import DecisionState
from krs_portal.meetings.models import Decision
from krs_portal.offices.enums import OfficeKind
from krs_portal.offices.models import Office
from krs_portal.reports.kinds import BuiltReport, FigureSpec, Params


def get_report_period(params: Params) -> ReportingPeriod:
    return ReportingPeriod.objects.of_year(params["year"]).get()


def build_evaluation(params: Params, known_at: datetime) -> BuiltReport:
    """The report of a year as at a day, as known at a moment, with the rows behind every number."""
    report, found = compute_evaluation(params, known_at)
    return BuiltReport(report, trace_evaluation_figures(report, found), reconcile_evaluation(report, found))


def list_current_figures(params: Params, known_at: datetime) -> list[FigureSpec]:
    """Every figure of the report as known at a moment, to be compared with the frozen ones."""
    report, found = compute_evaluation(params, known_at)
    return trace_evaluation_figures(report, found, with_rows=False)


def compute_evaluation(params: Params, known_at: datetime) -> tuple[EvaluationReport, dict[str, Achievements]]:
    period, as_at = get_report_period(params), date.fromisoformat(params["as_at"])
    found = compute_achievements_by_code(period, as_at, known_at)
    return build_evaluation_document(period, as_at, known_at, found), found


def compute_achievements_by_code(period: ReportingPeriod, as_at: date, known_at: datetime) -> dict[str, Achievements]:
    """Figures by indicator code, over all clinics whoever asks: the report is the ministry's.

    What a ratio divides is among them where anything has fallen due in the year.
    """
    clinics = Office.objects.clinics()
    indicators = list(Indicator.objects.filter(code__in=[MAIN, *SIDE_FIGURES]).order_by("pk"))
    found = {
        indicator.code: compute_achievements(FigureQuestion(indicator, period, as_at, known_at), clinics)
        for indicator in indicators
    }
    for ratio in list_ratios():
        numerator, denominator = (
            compute_achievements(FigureQuestion(each, period, as_at, known_at), clinics) for each in ratio.counted
        )
        if denominator.total.realised is not None:
            found |= {numerator.indicator.code: numerator, denominator.indicator.code: denominator}
    return found


def list_ratios() -> QuerySet[Indicator]:
    return Indicator.objects.measured().filter(kind=IndicatorKind.RATIO).order_by("pk")


def build_ratio_lines(found: dict[str, Achievements]) -> list[RatioLines]:
    """Of the ratios whose two counts are in the report."""
    made = []
    for ratio in list_ratios():
        numerator, denominator = ratio.counted
        if {numerator.code, denominator.code} <= found.keys():
            counts = [{row.office.pk: row.realised or 0 for row in found[each.code].offices} for each in ratio.counted]
            names = {row.office.pk: row for row in found[denominator.code].offices}
            values = divide_sums(*counts)
            made.append(
                RatioLines(
                    indicator=ratio.code,
                    name=ratio.name,
                    numerator=numerator.code,
                    denominator=denominator.code,
                    numerator_name=numerator.name,
                    denominator_name=denominator.name,
                    offices=tuple(
                        build_ratio_figure(names[pk].office.code, names[pk].short_name, values.offices[pk])
                        for pk in names
                    ),
                    total=build_ratio_figure("", "", values.total),
                )
            )
    return made


def build_ratio_figure(code: str, name: str, value: RateValue) -> RatioFigure:
    return RatioFigure(code, name, value.numerator or 0, value.denominator or 0, value.value)


def build_evaluation_document(
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
    weeks = compute_weekly_trend(FigureQuestion(main.indicator, period, as_at, known_at), Office.objects.clinics())
    letterhead, address = get_letterhead(day_of(known_at))
    before = build_last_year_question(main)
    last_year = sum_entries_by_office(Office.objects.clinics(), before) if before else {}
    return EvaluationReport(
        year=period.starts_on.year,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        as_at=as_at,
        known_at=known_at,
        letterhead=letterhead,
        address=address,
        offices=tuple(build_evaluation_line(row, beside, notes.get(row.office.pk), last_year) for row in rows),
        total=build_evaluation_total(main, found, last_year),
        said=tuple(list_public_statements(found, as_at)),
        rules=tuple(list_rule_lines(found)),
        ratios=tuple(build_ratio_lines(found)),
        weeks=tuple(WeekLine(week.starts_on, week.quantity, week.cumulative) for week in weeks),
        follow_ups=tuple(list_follow_ups(period, known_at)),
        last_as_at=before.as_at if before and last_year else None,
    )


def build_last_year_question(found: Achievements) -> FigureQuestion | None:
    """The same question a year before, up to the same day; nothing where the portal knows no such year."""
    period = ReportingPeriod.objects.of_year(found.period.starts_on.year - 1).first()
    if period is None:
        return None
    return FigureQuestion(found.indicator, period, find_day_a_year_before(found.as_at), found.known_at)


def list_follow_ups(period: ReportingPeriod, known_at: datetime) -> list[FollowUpLine]:
    """What meetings about earlier years decided: all that was open, and what was done or dropped in this year."""
    earlier = Decision.objects.filter(
        Q(done_at__isnull=True) | Q(done_at__gte=get_midnight(period.starts_on)),
        meeting__evaluation__period__starts_on__lt=period.starts_on,
        decided_at__lte=known_at,
    )
    return [
        build_follow_up_line(decision, known_at)
        for decision in earlier.select_related("meeting", "owner_office").by_due_day()
    ]


def list_owned_follow_ups(period: ReportingPeriod, known_at: datetime) -> dict[int, list[FollowUpLine]]:
    """What each office still owes from the evaluations of earlier years and of this one."""
    owed = Decision.objects.filter(
        Q(done_at__isnull=True) | Q(done_at__gt=known_at),
        meeting__evaluation__period__starts_on__lte=period.starts_on,
        decided_at__lte=known_at,
    )
    found: dict[int, list[FollowUpLine]] = {}
    for decision in owed.select_related("meeting", "owner_office").by_due_day():
        if decision.owner_office_id is not None:
            found.setdefault(decision.owner_office_id, []).append(build_follow_up_line(decision, known_at))
    return found


def build_follow_up_line(decision: Decision, known_at: datetime) -> FollowUpLine:
    is_open = decision.done_at is None or decision.done_at > known_at
    state = DecisionState.OPEN if is_open else DecisionState(decision.state)
    return FollowUpLine(
        meeting=decision.meeting.title,
        text=decision.text,
        owner=format_decision_owner(decision, decision.meeting.day),
        due_on=decision.due_on,
        state=str(state.label),
        proof="" if is_open else decision.proof,
        is_open=is_open,
    )


def build_evaluation_line(
    row: Any, beside: dict[str, dict[int, int | None]], note: EvaluationNote | None, last_year: dict[int, int]
) -> OfficeAchievementLine:
    return OfficeAchievementLine(
        target=row.target,
        realised=row.realised,
        is_exempt=row.is_exempt,
        is_over=row.is_over,
        pace=row.pace,
        needed_per_week=row.needed_per_week,
        code=row.office.code,
        name=row.name,
        short_name=row.short_name,
        decree=row.decree,
        remarks=tuple(row.remarks),
        obstacles=note.obstacles if note else "",
        follow_up=note.follow_up if note else "",
        proposal=note.proposal if note else "",
        last_year=last_year.get(row.office.pk),
        noted_on=day_of(note.written_at, row.office.time_zone) if note else None,
        **{field: values.get(row.office.pk) for field, values in beside.items()},
    )


def build_evaluation_total(
    main: Achievements, found: dict[str, Achievements], last_year: dict[int, int]
) -> TotalAchievementLine:
    beside: dict[str, Any] = {
        field: found[code].total.realised if code in found else None for code, field in SIDE_FIGURES.items()
    }
    return TotalAchievementLine(**vars(main.total), **beside, last_year=sum_known(last_year.values()))


def list_public_statements(found: dict[str, Achievements], as_at: date) -> list[PublicStatement]:
    """What was said in public, by others and by the portal's own reports of other days.

    The revision before of this same report is compared by the report itself.
    """
    return [
        PublicStatement(
            indicator=each.indicator.name,
            unit=each.indicator.get_unit_display(),
            value=figure.value,
            ours=figure.ours,
            as_at=figure.as_at,
            stated_on=figure.stated_on,
            source=figure.source,
        )
        for each in found.values()
        for figure in each.published
        if not (figure.revision_id and figure.as_at == as_at)
    ]


def list_rule_lines(found: dict[str, Achievements]) -> list[RuleLine]:
    """Every version that was in force within the period: rows are counted by the rule of their day."""
    return [
        RuleLine(
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
