"""The report of a round from the data: figures of `monitoring.figures`, and the rows behind each of them."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Sum
from django.utils.translation import gettext as _

from krs_portal.kit.clock import day_of
from krs_portal.kit.formats import day
from krs_portal.offices.models import Office
from krs_portal.reports.kinds import Built, FigureSpec, Params, ReconciliationSpec
from monitoring import figures
from monitoring.enums import EstateKind, ProfileState, RoundState
from monitoring.figures import RoundFigures
from monitoring.models import DeskSession, Profile, Round
from monitoring.report.document import (
    Backlog,
    EstateLine,
    Line,
    Part,
    ProblemLine,
    RegionLine,
    RoundReport,
    SessionLine,
    Stage,
)

SHOWN = ("locations", "towers", "units", "occupied", "empty")


def round_of(params: Params) -> Round:
    return Round.objects.select_related("office__region").get(pk=params["round"])


def day_of_round(params: Params) -> date:
    return round_of(params).data_as_at


def build(params: Params, known_at: datetime) -> Built:
    round_ = round_of(params)
    found = figures.round_figures(round_, None)
    report = document(round_, found, known_at)
    return Built(report, traced(report), compared(report, round_))


def document(round_: Round, found: RoundFigures, known_at: datetime) -> RoundReport:
    profiles = list(
        figures.profiles_of(round_, None)
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
        regions=tuple(region_line(line) for line in found.lines),
        rusun=Line(*astuple(found.rusun)),
        rusus=Line(*astuple(found.rusus)),
        estates=tuple(estate_line(each) for each in profiles),
        empty_reasons=parts(found.empty_reasons),
        conditions=parts(found.conditions),
        problems=parts(found.problems),
        hand_overs=parts(found.hand_overs),
        problem_lines=problem_lines(round_),
        stages=tuple(
            Stage(each.round.name, each.round.data_as_at, each.rusun.units, each.rusun.occupied, each.rusun.empty)
            for each in figures.course(round_, None)
        ),
        backlog=tuple(
            Backlog(str(each.get_kind_display()), each.year, each.value, each.unit, each.definition, each.source)
            for each in figures.backlog_of(office.region)
        ),
        sessions=sessions(round_, office),
    )


def region_line(line: figures.RegionLine) -> RegionLine:
    return RegionLine(
        code=line.region.code,
        name=str(line.region),
        rusun=Line(*astuple(line.rusun)),
        rusus=Line(*astuple(line.rusus)),
        open_problems=line.open_problems,
        overdue_problems=line.overdue_problems,
    )


def estate_line(profile: Profile) -> EstateLine:
    estate = profile.estate
    return EstateLine(
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


def parts(shares: list[figures.Share]) -> tuple[Part, ...]:
    return tuple(Part(each.code, each.label, each.count, each.percent) for each in shares)


def problem_lines(round_: Round) -> tuple[ProblemLine, ...]:
    problems = figures.problems_of(round_, figures.profiles_of(round_, None))
    ordered = problems.select_related("estate__region").order_by("estate__region__code", "due_on", "pk")
    return tuple(
        ProblemLine(
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


def sessions(round_: Round, office: Office) -> tuple[SessionLine, ...]:
    held = DeskSession.objects.filter(participant__round=round_).select_related("participant__office__region", "room")
    return tuple(
        SessionLine(str(each.participant.office.region), day_of(each.starts_at, office.time_zone), each.room.name)
        for each in held.order_by("starts_at", "room__name", "pk")
    )


def traced(report: RoundReport) -> list[FigureSpec]:
    """The headline figures with the profiles that make them, and each kab/kota's share of them."""
    rows = profiles_by_region(report)
    specs: list[FigureSpec] = []
    for kind, total in ((EstateKind.RUSUN, report.rusun), (EstateKind.RUSUS, report.rusus)):
        for name in SHOWN:
            lines = [region_spec(report, rows, kind, name, line) for line in report.regions]
            lines = [spec for spec in lines if spec.row_ids]
            specs += [total_spec(report, kind, name, total, lines), *lines]
        specs.append(percent_spec(kind, total))
    return sorted(specs, key=lambda spec: not spec.is_headline)


def profiles_by_region(report: RoundReport) -> dict[tuple[str, str], list[int]]:
    found = (
        Profile.objects.filter(round=report.round_id)
        .order_by()
        .values_list("estate__kind", "estate__region__code")
        .annotate(ids=ArrayAgg("pk", order_by="pk"))
    )
    return {(kind, code): ids for kind, code, ids in found}


def labels() -> dict[str, tuple[str, str]]:
    return {
        "locations": (_("Lokasi"), _("lokasi")),
        "towers": (_("Tower"), _("tower")),
        "units": (_("Unit"), _("unit")),
        "occupied": (_("Unit terhuni"), _("unit")),
        "empty": (_("Unit kosong"), _("unit")),
    }


def rule_of(name: str) -> str:
    if name == "locations":
        return _("Banyaknya profil dalam putaran.")
    if name == "empty":
        return _("Unit dikurangi unit terhuni, hanya dari profil yang huniannya diisi.")
    return _("Jumlah isian profil; yang belum diisi tidak menambah apa pun.")


def region_spec(
    report: RoundReport, rows: dict[tuple[str, str], list[int]], kind: EstateKind, name: str, line: RegionLine
) -> FigureSpec:
    label, unit = labels()[name]
    tally = line.rusun if kind == EstateKind.RUSUN else line.rusus
    return FigureSpec(
        key=f"{kind}:{name}:{line.code}",
        label=f"{label}, {kind.label}, {line.name}",
        value=getattr(tally, name),
        unit=unit,
        rule=rule_of(name),
        address=f"angka={name}&jenis={kind}&wilayah={line.code}",
        row_ids=rows.get((kind, line.code), ()),
    )


def total_spec(report: RoundReport, kind: EstateKind, name: str, total: Line, lines: list[FigureSpec]) -> FigureSpec:
    label, unit = labels()[name]
    return FigureSpec(
        key=f"{kind}:{name}",
        label=f"{label}, {kind.label}",
        value=getattr(total, name),
        unit=unit,
        rule=rule_of(name),
        address=f"angka={name}&jenis={kind}",
        parts=[spec.key for spec in lines],
        is_headline=True,
    )


def percent_spec(kind: EstateKind, total: Line) -> FigureSpec:
    return FigureSpec(
        key=f"{kind}:percent",
        label=_("Hunian, %s") % kind.label,
        value=total.percent,
        unit="%",
        rule=_("Unit terhuni dibagi unit yang huniannya diisi, dibulatkan sekali ke dua angka di belakang koma."),
        parts=[f"{kind}:occupied", f"{kind}:empty"],
        is_headline=True,
    )


def compared(report: RoundReport, round_: Round) -> list[ReconciliationSpec]:
    """The totals beside the sum of kab/kota, and beside the profiles asked once more."""
    specs = []
    for kind, total in ((EstateKind.RUSUN, report.rusun), (EstateKind.RUSUS, report.rusus)):
        asked = (
            figures.profiles_of(round_, None)
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
                    source=_("Profil putaran, dihitung langsung pada %s") % day(report.known_at),
                ),
            ]
    return specs


def current(figure: Any) -> int | None:
    """The same headline as the profiles say it now."""
    kind, _colon, name = figure.key.partition(":")
    if kind not in EstateKind.values or name not in SHOWN:
        return None
    profiles = Profile.objects.filter(round=figure.revision.report.params["round"], estate__kind=kind)
    return int(getattr(sum(figures.counted(profiles, "round").values(), figures.Tally()), name))
