"""Builds the report of a round from `rounds.figures`, with the profile ids behind each figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from datetime import date, datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Sum
from django.utils.translation import gettext as _

from krs_portal.kit.clock import day_of
from krs_portal.kit.formats import format_day
from krs_portal.offices.models import Office
from krs_portal.reports.kinds import BuiltReport, FigureSpec, Params, ReconciliationSpec
from monitoring.desk.models import DeskSession
from monitoring.picture.report.document import (
    ReportedBacklog,
    ReportedEstate,
    ReportedPart,
    ReportedProblem,
    ReportedRegion,
    ReportedRound,
    ReportedSession,
    ReportedTally,
    RoundReport,
)
from monitoring.register.enums import EstateKind
from monitoring.rounds import figures
from monitoring.rounds.enums import ProfileState, RoundState
from monitoring.rounds.figures import RoundFigures
from monitoring.rounds.models import Profile, Round

SHOWN = ("locations", "towers", "units", "occupied", "empty")


def get_report_round(params: Params) -> Round:
    return Round.objects.select_related("office__region").get(pk=params["round"])


def get_report_day(params: Params) -> date:
    return get_report_round(params).data_as_at


def build_round_report(params: Params, known_at: datetime) -> BuiltReport:
    round_ = get_report_round(params)
    found = figures.build_round_figures(round_, None)
    report = build_report_document(round_, found, known_at)
    return BuiltReport(report, trace_report_figures(report), build_reconciliations(report, round_))


def build_report_document(round_: Round, found: RoundFigures, known_at: datetime) -> RoundReport:
    profiles = list(
        figures.list_round_profiles(round_, None)
        .select_related("estate__region")
        .order_by("estate__region__code", "estate__kind", "estate__name", "pk")
    )
    office = round_.office
    return RoundReport(
        round_id=round_.pk,
        name=round_.name,
        office=office.name_on(round_.data_as_at),
        place=str(office.region or ""),
        as_at=round_.data_as_at,
        desk_starts_on=round_.desk_starts_on,
        desk_ends_on=round_.desk_ends_on,
        known_at=known_at,
        letterhead=(_("Pemerintah Provinsi %s") % office.region, office.name_on(round_.data_as_at)),
        address=office.address,
        is_closed=round_.state == RoundState.CLOSED,
        frozen=sum(1 for each in profiles if each.state == ProfileState.FROZEN),
        profiles=len(profiles),
        regions=tuple(build_reported_region(line) for line in found.lines),
        rusun=ReportedTally(*astuple(found.rusun)),
        rusus=ReportedTally(*astuple(found.rusus)),
        estates=tuple(build_reported_estate(each) for each in profiles),
        empty_reasons=build_reported_parts(found.empty_reasons),
        conditions=build_reported_parts(found.conditions),
        problems=build_reported_parts(found.problems),
        hand_overs=build_reported_parts(found.hand_overs),
        problem_lines=build_reported_problems(round_),
        stages=tuple(
            ReportedRound(
                each.round.name, each.round.data_as_at, each.rusun.units, each.rusun.occupied, each.rusun.empty
            )
            for each in figures.build_round_course(round_, None)
        ),
        backlog=tuple(
            ReportedBacklog(
                str(each.get_kind_display()), each.year, each.value, each.unit, each.definition, each.source
            )
            for each in figures.list_backlog_figures(office.region)
        ),
        sessions=build_reported_sessions(round_, office),
    )


def build_reported_region(line: figures.RegionFigures) -> ReportedRegion:
    return ReportedRegion(
        code=line.region.code,
        name=str(line.region),
        rusun=ReportedTally(*astuple(line.rusun)),
        rusus=ReportedTally(*astuple(line.rusus)),
        open_problems=line.open_problems,
        overdue_problems=line.overdue_problems,
    )


def build_reported_estate(profile: Profile) -> ReportedEstate:
    estate = profile.estate
    return ReportedEstate(
        code=estate.code,
        name=estate.name,
        region=str(estate.region),
        kind=str(EstateKind(estate.kind).label),
        beneficiary=str(estate.get_beneficiary_display()),
        towers=profile.towers,
        units=profile.units,
        occupied=profile.occupied,
        broken=profile.broken_units,
        condition=str(profile.get_condition_display()) if profile.condition else "",
        state=str(profile.get_state_display()),
    )


def build_reported_parts(shares: list[figures.FigureShare]) -> tuple[ReportedPart, ...]:
    return tuple(ReportedPart(each.code, each.label, each.count, each.percent) for each in shares)


def build_reported_problems(round_: Round) -> tuple[ReportedProblem, ...]:
    problems = figures.list_round_problems(round_, figures.list_round_profiles(round_, None))
    ordered = problems.select_related("estate__region").order_by("estate__region__code", "due_on", "pk")
    return tuple(
        ReportedProblem(
            region=str(each.estate.region),
            estate=each.estate.name,
            category=str(each.get_category_display()),
            severity=str(each.get_severity_display()),
            title=each.title,
            plan=each.plan,
            owner=each.owner,
            due_on=each.due_on,
            is_repeated=each.repeats_id is not None,
        )
        for each in ordered
    )


def build_reported_sessions(round_: Round, office: Office) -> tuple[ReportedSession, ...]:
    held = DeskSession.objects.filter(participant__round=round_).select_related("participant__office__region", "room")
    return tuple(
        ReportedSession(str(each.participant.office.region), day_of(each.starts_at, office.time_zone), each.room.name)
        for each in held.order_by("starts_at", "room__name", "pk")
    )


def trace_report_figures(report: RoundReport) -> list[FigureSpec]:
    """The headline figures, each with the figures of the kab/kota and the ids of their profiles."""
    rows = group_profiles_by_region(report)
    specs: list[FigureSpec] = []
    for kind, total in ((EstateKind.RUSUN, report.rusun), (EstateKind.RUSUS, report.rusus)):
        for name in SHOWN:
            lines = [build_region_spec(report, rows, kind, name, line) for line in report.regions]
            lines = [spec for spec in lines if spec.row_ids]
            specs += [build_total_spec(report, kind, name, total, lines), *lines]
        specs.append(build_percent_spec(kind, total))
    return sorted(specs, key=lambda spec: not spec.is_headline)


def group_profiles_by_region(report: RoundReport) -> dict[tuple[str, str], list[int]]:
    found = (
        Profile.objects.filter(round=report.round_id)
        .order_by()
        .values_list("estate__kind", "estate__region__code")
        .annotate(ids=ArrayAgg("pk", order_by="pk"))
    )
    return {(kind, code): ids for kind, code, ids in found}


def describe_figure_rule(name: str) -> str:
    if name == "locations":
        return _("Banyaknya profil dalam putaran.")
    if name == "empty":
        return _("Unit dikurangi unit terhuni, hanya dari profil yang huniannya diisi.")
    return _("Jumlah isian profil; yang belum diisi tidak menambah apa pun.")


def build_region_spec(
    report: RoundReport, rows: dict[tuple[str, str], list[int]], kind: EstateKind, name: str, line: ReportedRegion
) -> FigureSpec:
    label, unit = figures.LABELS[name]
    tally = line.rusun if kind == EstateKind.RUSUN else line.rusus
    return FigureSpec(
        key=f"{kind}:{name}:{line.code}",
        label=f"{label}, {kind.label}, {line.name}",
        value=getattr(tally, name),
        unit=str(unit),
        rule=describe_figure_rule(name),
        address=f"angka={name}&jenis={kind}&wilayah={line.code}",
        row_ids=rows.get((kind, line.code), ()),
    )


def build_total_spec(
    report: RoundReport, kind: EstateKind, name: str, total: ReportedTally, lines: list[FigureSpec]
) -> FigureSpec:
    label, unit = figures.LABELS[name]
    return FigureSpec(
        key=f"{kind}:{name}",
        label=f"{label}, {kind.label}",
        value=getattr(total, name),
        unit=str(unit),
        rule=describe_figure_rule(name),
        address=f"angka={name}&jenis={kind}",
        parts=[spec.key for spec in lines],
        is_headline=True,
    )


def build_percent_spec(kind: EstateKind, total: ReportedTally) -> FigureSpec:
    return FigureSpec(
        key=f"{kind}:percent",
        label=_("Hunian, %s") % kind.label,
        value=total.percent,
        unit="%",
        rule=_("Unit terhuni dibagi unit yang huniannya diisi, dibulatkan sekali ke dua angka di belakang koma."),
        parts=[f"{kind}:occupied", f"{kind}:empty"],
        is_headline=True,
    )


def build_reconciliations(report: RoundReport, round_: Round) -> list[ReconciliationSpec]:
    """Compare the totals with the sum of the kab/kota, and with the profiles counted anew in SQL."""
    specs = []
    for kind, total in ((EstateKind.RUSUN, report.rusun), (EstateKind.RUSUS, report.rusus)):
        asked = (
            figures.list_round_profiles(round_, None)
            .filter(estate__kind=kind)
            .aggregate(units=Sum("units"), occupied=Sum("occupied"))
        )
        for name, label in (("units", _("unit")), ("occupied", _("unit terhuni"))):
            parts_sum = sum(
                getattr(line.rusun if kind == EstateKind.RUSUN else line.rusus, name) for line in report.regions
            )
            specs += [
                ReconciliationSpec(
                    key=f"parts:{kind}:{name}",
                    label=_("%(kind)s, %(what)s: jumlah terhadap jumlah bagian") % {"kind": kind.label, "what": label},
                    ours=getattr(total, name),
                    theirs=parts_sum,
                    source=_("Penjumlahan tiap kab/kota dalam laporan ini"),
                ),
                ReconciliationSpec(
                    key=f"profiles:{kind}:{name}",
                    label=_("%(kind)s, %(what)s: salinan beku terhadap profil") % {"kind": kind.label, "what": label},
                    ours=getattr(total, name),
                    theirs=asked[name] or 0,
                    source=_("Profil putaran, dihitung langsung pada %s") % format_day(report.known_at),
                ),
            ]
    return specs


def list_current_figures(params: Params, known_at: datetime) -> Sequence[FigureSpec]:
    """Every figure of the round as the profiles give it now, to be compared with the frozen ones."""
    return build_round_report(params, known_at).figures
