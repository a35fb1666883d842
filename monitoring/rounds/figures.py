"""All figures of a round. Page, report and workbook call these functions, so that they cannot disagree.

A location that did not state its occupancy is counted under `unanswered`, not as zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, IntegerField, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.kit.numbers import compute_percent
from krs_portal.offices.models import Region
from monitoring.problems.enums import ProblemCategory
from monitoring.problems.models import Problem
from monitoring.register.enums import Condition, EmptyReason, EstateKind
from monitoring.register.handover.enums import HandOverState
from monitoring.register.handover.models import HandOver
from monitoring.register.models import Estate, Wage
from monitoring.register.tariffs import compute_rent_ceiling
from monitoring.rounds.backlog import BacklogFigure
from monitoring.rounds.models import Profile, Round

# The figures of a round by name, and the column of a profile that each adds up; "locations" counts the profiles.
COLUMNS = {
    "locations": Value(1),
    "towers": F("towers"),
    "units": F("units"),
    "occupied": F("occupied"),
    "empty": F("units") - F("occupied"),
    "broken": F("broken_units"),
    "residents": F("residents"),
    "unanswered": Case(When(occupied__isnull=True, then=1), output_field=IntegerField()),
}

# The name of each figure and its unit.
LABELS = {
    "locations": (gettext_lazy("Lokasi"), gettext_lazy("lokasi")),
    "towers": (gettext_lazy("Tower"), gettext_lazy("tower")),
    "units": (gettext_lazy("Unit"), gettext_lazy("unit")),
    "occupied": (gettext_lazy("Unit terhuni"), gettext_lazy("unit")),
    "empty": (gettext_lazy("Unit kosong"), gettext_lazy("unit")),
    "broken": (gettext_lazy("Unit rusak"), gettext_lazy("unit")),
    "residents": (gettext_lazy("Penghuni"), gettext_lazy("orang")),
    "unanswered": (gettext_lazy("Lokasi tanpa jawaban"), gettext_lazy("lokasi")),
}


@dataclass(frozen=True)
class RoundTally:
    """The figures of some locations."""

    locations: int = 0
    towers: int = 0
    units: int = 0
    occupied: int = 0
    empty: int = 0
    broken: int = 0
    residents: int = 0
    unanswered: int = 0

    @property
    def percent(self) -> Decimal | None:
        """Occupancy of the units whose occupancy is known."""
        return compute_percent(self.occupied, self.occupied + self.empty)

    def __add__(self, other: RoundTally) -> RoundTally:
        return RoundTally(*(getattr(self, name) + getattr(other, name) for name in COLUMNS))


@dataclass(frozen=True)
class RegionFigures:
    region: Region
    rusun: RoundTally
    rusus: RoundTally
    open_problems: int
    overdue_problems: int


@dataclass(frozen=True)
class FigureShare:
    """One part of a whole; `code` is the value by which its rows are filtered."""

    code: str
    label: str
    count: int
    percent: Decimal | None


@dataclass(frozen=True)
class RoundFigures:
    round: Round
    lines: list[RegionFigures]
    rusun: RoundTally
    rusus: RoundTally
    conditions: list[FigureShare]
    empty_reasons: list[FigureShare]
    problems: list[FigureShare]
    hand_overs: list[FigureShare]
    ages: list[FigureShare]

    @property
    def rusun_regions(self) -> int:
        return sum(1 for line in self.lines if line.rusun.locations)

    @property
    def rusus_regions(self) -> int:
        return sum(1 for line in self.lines if line.rusus.locations)


def list_round_profiles(round_: Round, user: Any | None) -> QuerySet[Profile]:
    """The round's profiles that the user may see; `None` gives all of them, for the report of the province."""
    profiles = Profile.objects.filter(round=round_)
    return profiles if user is None else profiles.visible_to(user)


def list_round_estates(round_: Round, user: Any | None) -> QuerySet[Estate]:
    return Estate.objects.filter(pk__in=list_round_profiles(round_, user).values("estate"))


def sum_profiles_by(profiles: QuerySet[Profile], *by: str) -> dict[tuple[Any, ...], RoundTally]:
    """Tallies of profiles grouped by fields."""
    sums = {f"sum_{name}": Coalesce(Sum(column), Value(0)) for name, column in COLUMNS.items()}
    grouped = profiles.order_by().values(*by).annotate(**sums)
    return {tuple(row[name] for name in by): RoundTally(*(row[f"sum_{name}"] for name in COLUMNS)) for row in grouped}


def build_round_figures(round_: Round, user: Any | None) -> RoundFigures:
    profiles = list_round_profiles(round_, user)
    by_region = sum_profiles_by(profiles, "estate__region", "estate__kind")
    problems = list_round_problems(round_, profiles)
    open_by = dict(problems.order_by().values_list("estate__region").annotate(Count("pk")))
    overdue_by = dict(
        problems.filter(due_on__lt=round_.desk_ends_on).order_by().values_list("estate__region").annotate(Count("pk"))
    )
    regions = Region.objects.filter(pk__in={region for region, _kind in by_region}).order_by("code")
    lines = [
        RegionFigures(
            region,
            by_region.get((region.pk, EstateKind.RUSUN), RoundTally()),
            by_region.get((region.pk, EstateKind.RUSUS), RoundTally()),
            open_by.get(region.pk, 0),
            overdue_by.get(region.pk, 0),
        )
        for region in regions
    ]
    return RoundFigures(
        round=round_,
        lines=lines,
        rusun=sum((line.rusun for line in lines), RoundTally()),
        rusus=sum((line.rusus for line in lines), RoundTally()),
        conditions=count_conditions(profiles),
        empty_reasons=count_empty_reasons(profiles),
        problems=count_shares(problems, "category", ProblemCategory),
        hand_overs=count_shares(list_round_hand_overs(profiles), "state", HandOverState),
        ages=count_building_ages(profiles, round_.data_as_at.year),
    )


def list_round_problems(round_: Round, profiles: QuerySet[Profile]) -> QuerySet[Problem]:
    """Problems of the round's estates that were open when its desk ended."""
    of_estates = Problem.objects.filter(estate__in=profiles.values("estate"))
    return of_estates.of_round(round_).open_on(round_.desk_ends_on)


def list_round_hand_overs(profiles: QuerySet[Profile]) -> QuerySet[HandOver]:
    """Hand-overs as they are today; a round keeps no copy of them."""
    return HandOver.objects.filter(estate__in=profiles.values("estate"))


def count_shares(rows: QuerySet[Any], field: str, choices: Any) -> list[FigureShare]:
    """Count the rows per choice, in the order of the choices; choices without rows are left out."""
    found = dict(rows.order_by().values_list(field).annotate(Count("pk")))
    whole = sum(found.values())
    return [
        FigureShare(choice.value, str(choice.label), found[choice.value], compute_percent(found[choice.value], whole))
        for choice in choices
        if found.get(choice.value)
    ]


def count_conditions(profiles: QuerySet[Profile]) -> list[FigureShare]:
    return count_shares(profiles.exclude(condition=""), "condition", Condition)


def count_empty_reasons(profiles: QuerySet[Profile]) -> list[FigureShare]:
    """Empty units by reason, the largest first."""
    known = list(profiles.filter(occupied__isnull=False).only("units", "occupied", "empty_reasons"))
    found = {reason: sum(profile.empty_because(reason) or 0 for profile in known) for reason in EmptyReason}
    whole = sum(found.values())
    return [
        FigureShare(reason.value, str(reason.label), count, compute_percent(count, whole))
        for reason, count in sorted(found.items(), key=lambda pair: -pair[1])
        if count
    ]


BANDS = ((0, 4), (5, 9), (10, 14), (15, 200))  # years since it was built
AGE_BANDS = [f"{low}-{high}" for low, high in BANDS]


def filter_age_band(profiles: QuerySet[Profile], band: str) -> QuerySet[Profile]:
    """Profiles of the estates that were as old as the band says when their round took its data."""
    low, high = (int(edge) for edge in band.split("-"))
    year = F("round__data_as_at__year")
    return profiles.filter(estate__built_year__gte=year - high, estate__built_year__lte=year - low)


def count_building_ages(profiles: QuerySet[Profile], year: int) -> list[FigureShare]:
    built = profiles.values_list("estate__built_year", flat=True)
    old = [year - each for each in built if each is not None]
    return [
        FigureShare(f"{low}-{high}", label_age_band(low, high), count, compute_percent(count, len(old)))
        for low, high in BANDS
        if (count := sum(1 for each in old if low <= each <= high))
    ]


def label_age_band(low: int, high: int) -> str:
    if high >= BANDS[-1][1]:
        return _("%s tahun ke atas") % low
    return _("%(low)s-%(high)s tahun") % {"low": low, "high": high}


@dataclass(frozen=True)
class RoundCourseStep:
    """One round in the course of occupancy from round to round."""

    round: Round
    rusun: RoundTally


def build_round_course(round_: Round, user: Any | None) -> list[RoundCourseStep]:
    """The round and those before it, oldest first."""
    rounds = (
        Round.objects.filter(office=round_.office_id, data_as_at__lte=round_.data_as_at)
        .exclude(opened_at=None)
        .order_by("data_as_at", "pk")
    )
    return [
        RoundCourseStep(
            each, sum(sum_profiles_by(filter_rusun(list_round_profiles(each, user)), "round").values(), RoundTally())
        )
        for each in rounds
    ]


def filter_rusun(profiles: QuerySet[Profile]) -> QuerySet[Profile]:
    return profiles.filter(estate__kind=EstateKind.RUSUN)


def list_backlog_figures(region: Region | None) -> Sequence[BacklogFigure]:
    """Published figures of the province, the newest of each notion first."""
    if region is None:
        return []
    return list(BacklogFigure.objects.filter(region=region).order_by("kind", "-year", "pk"))


@dataclass(frozen=True)
class RentSummary:
    """Rents of some estates, and how many exceed the cap of a third of the minimum wage."""

    lowest: int | None
    median: int | None
    highest: int | None
    estates: int
    cap: int | None
    above_cap: int


def summarise_rents(estates: QuerySet[Estate], cap: int | None) -> RentSummary:
    """The newest tariff of each estate, compared with the cap of Permen PUPR 7/2022 Ps 50."""
    amounts = sorted(find_newest_rents(estates).values())
    return RentSummary(
        lowest=amounts[0] if amounts else None,
        median=amounts[len(amounts) // 2] if amounts else None,
        highest=amounts[-1] if amounts else None,
        estates=len(amounts),
        cap=cap,
        above_cap=count_above_cap(amounts, cap),
    )


def find_newest_rents(estates: QuerySet[Estate]) -> dict[int, int]:
    set_so_far = estates.filter(tariffs__isnull=False).order_by("pk", "tariffs__valid_from")
    return dict(set_so_far.values_list("pk", "tariffs__amount"))  # the newest row of an estate comes last


def find_rent_cap(round_: Round) -> tuple[Wage | None, int | None]:
    """The minimum wage by which the rents of a round are judged, and the cap that follows from it."""
    known = Wage.objects.filter(region=round_.office.region, year__lte=round_.data_as_at.year + 1)
    wage = known.order_by("-year").first()
    return wage, compute_rent_ceiling(wage.amount) if wage else None


def count_above_cap(amounts: Iterable[int], cap: int | None) -> int:
    return sum(1 for amount in amounts if cap is not None and amount > cap)
