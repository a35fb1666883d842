"""What a round says, counted once: page, API, PDF and workbook all read it here, and each figure names its rows.

A location without an answer adds nothing and is counted as unanswered; blank is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from krs_portal.offices.models import Region
from monitoring.enums import Condition, EmptyReason, EstateKind, HandOverState, ProblemCategory
from monitoring.models import BacklogFigure, Estate, HandOver, Problem, Profile, Round

# What can be asked of a round, and which column of a profile it adds up; locations count the profiles themselves.
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


def percent(part: int | None, whole: int | None) -> Decimal | None:
    """`part` of `whole` in percent, rounded once to two places; unknown of nothing."""
    if part is None or not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Tally:
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
        return percent(self.occupied, self.occupied + self.empty)

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in COLUMNS))


@dataclass(frozen=True)
class RegionLine:
    region: Region
    rusun: Tally
    rusus: Tally
    open_problems: int
    overdue_problems: int


@dataclass(frozen=True)
class Share:
    """One part of a whole, with the code that asks for its rows."""

    code: str
    label: str
    count: int
    percent: Decimal | None


@dataclass(frozen=True)
class RoundFigures:
    round: Round
    lines: list[RegionLine]
    rusun: Tally
    rusus: Tally
    conditions: list[Share]
    empty_reasons: list[Share]
    problems: list[Share]
    hand_overs: list[Share]
    ages: list[Share]

    @property
    def rusun_regions(self) -> int:
        return sum(1 for line in self.lines if line.rusun.locations)

    @property
    def rusus_regions(self) -> int:
        return sum(1 for line in self.lines if line.rusus.locations)


def profiles_of(round_: Round, user: Any | None) -> QuerySet[Profile]:
    """The round's profiles the user may see; all of them for the province's paper (`None`)."""
    profiles = Profile.objects.filter(round=round_)
    return profiles if user is None else profiles.visible_to(user)


def estates_of(round_: Round, user: Any | None) -> QuerySet[Estate]:
    return Estate.objects.filter(pk__in=profiles_of(round_, user).values("estate"))


def counted(profiles: QuerySet[Profile], *by: str) -> dict[tuple[Any, ...], Tally]:
    """Tallies of profiles grouped by fields."""
    sums = {f"sum_{name}": Coalesce(Sum(column), Value(0)) for name, column in COLUMNS.items()}
    grouped = profiles.order_by().values(*by).annotate(**sums)
    return {tuple(row[name] for name in by): Tally(*(row[f"sum_{name}"] for name in COLUMNS)) for row in grouped}


def round_figures(round_: Round, user: Any | None) -> RoundFigures:
    profiles = profiles_of(round_, user)
    by_region = counted(profiles, "estate__region", "estate__kind")
    problems = problems_of(round_, profiles)
    open_by = dict(problems.order_by().values_list("estate__region").annotate(Count("pk")))
    overdue_by = dict(
        problems.filter(due_on__lt=round_.desk_ends_on).order_by().values_list("estate__region").annotate(Count("pk"))
    )
    regions = Region.objects.filter(pk__in={region for region, _kind in by_region}).order_by("code")
    lines = [
        RegionLine(
            region,
            by_region.get((region.pk, EstateKind.RUSUN), Tally()),
            by_region.get((region.pk, EstateKind.RUSUS), Tally()),
            open_by.get(region.pk, 0),
            overdue_by.get(region.pk, 0),
        )
        for region in regions
    ]
    return RoundFigures(
        round=round_,
        lines=lines,
        rusun=sum((line.rusun for line in lines), Tally()),
        rusus=sum((line.rusus for line in lines), Tally()),
        conditions=conditions(profiles),
        empty_reasons=empty_reasons(profiles),
        problems=shares(problems, "category", ProblemCategory),
        hand_overs=shares(hand_overs_of(profiles), "state", HandOverState),
        ages=ages(profiles, round_.data_as_at.year),
    )


def problems_of(round_: Round, profiles: QuerySet[Profile]) -> QuerySet[Problem]:
    """Problems of the round's estates that stood open when its desk ended: found by then, not resolved by then."""
    return Problem.objects.filter(
        Q(resolved_on__isnull=True) | Q(resolved_on__gt=round_.desk_ends_on),
        estate__in=profiles.values("estate"),
        found_on__lte=round_.desk_ends_on,
    )


def hand_overs_of(profiles: QuerySet[Profile]) -> QuerySet[HandOver]:
    """As they stand today; a round keeps no copy of them."""
    return HandOver.objects.filter(estate__in=profiles.values("estate"))


def shares(rows: QuerySet[Any], field: str, choices: Any) -> list[Share]:
    """How many of each choice, in the order of the choices; what nobody has is left out."""
    found = dict(rows.order_by().values_list(field).annotate(Count("pk")))
    whole = sum(found.values())
    return [
        Share(choice.value, str(choice.label), found[choice.value], percent(found[choice.value], whole))
        for choice in choices
        if found.get(choice.value)
    ]


def conditions(profiles: QuerySet[Profile]) -> list[Share]:
    return shares(profiles.exclude(condition=""), "condition", Condition)


def empty_reasons(profiles: QuerySet[Profile]) -> list[Share]:
    """Empty units by reason, the largest first."""
    known = list(profiles.filter(occupied__isnull=False).only("units", "occupied", "empty_reasons"))
    found = {reason: sum(profile.empty_because(reason) or 0 for profile in known) for reason in EmptyReason}
    whole = sum(found.values())
    return [
        Share(reason.value, str(reason.label), count, percent(count, whole))
        for reason, count in sorted(found.items(), key=lambda pair: -pair[1])
        if count
    ]


BANDS = ((0, 4), (5, 9), (10, 14), (15, 200))  # years since it was built


def ages(profiles: QuerySet[Profile], year: int) -> list[Share]:
    built = profiles.values_list("estate__built_year", flat=True)
    old = [year - each for each in built if each is not None]
    return [
        Share(f"{low}-{high}", age_label(low, high), count, percent(count, len(old)))
        for low, high in BANDS
        if (count := sum(1 for each in old if low <= each <= high))
    ]


def age_label(low: int, high: int) -> str:
    if high >= BANDS[-1][1]:
        return _("%s tahun ke atas") % low
    return _("%(low)s-%(high)s tahun") % {"low": low, "high": high}


@dataclass(frozen=True)
class Course:
    """A round beside those before it."""

    round: Round
    rusun: Tally


def course(round_: Round, user: Any | None) -> list[Course]:
    """The round and those before it, oldest first."""
    rounds = (
        Round.objects.filter(office=round_.office_id, data_as_at__lte=round_.data_as_at)
        .exclude(opened_at=None)
        .order_by("data_as_at", "pk")
    )
    return [Course(each, sum(counted(rusun(profiles_of(each, user)), "round").values(), Tally())) for each in rounds]


def rusun(profiles: QuerySet[Profile]) -> QuerySet[Profile]:
    return profiles.filter(estate__kind=EstateKind.RUSUN)


def backlog_of(region: Region | None) -> Sequence[BacklogFigure]:
    """Published figures of the province, the newest of each notion first."""
    if region is None:
        return []
    return list(BacklogFigure.objects.filter(region=region).order_by("kind", "-year", "pk"))


@dataclass(frozen=True)
class RentLine:
    """What the rents of some estates are, and how many stand above a third of the minimum wage."""

    lowest: int | None
    median: int | None
    highest: int | None
    estates: int
    cap: int | None
    above_cap: int


def rents(estates: QuerySet[Estate], cap: int | None) -> RentLine:
    """The newest tariff of each estate beside the cap of Permen PUPR 7/2022 Ps 50."""
    set_so_far = estates.filter(tariffs__isnull=False).order_by("pk", "tariffs__valid_from")
    newest = dict(set_so_far.values_list("pk", "tariffs__amount"))  # the last of each estate stays
    amounts = sorted(newest.values())
    return RentLine(
        lowest=amounts[0] if amounts else None,
        median=amounts[len(amounts) // 2] if amounts else None,
        highest=amounts[-1] if amounts else None,
        estates=len(amounts),
        cap=cap,
        above_cap=above(amounts, cap),
    )


def above(amounts: Iterable[int], cap: int | None) -> int:
    return sum(1 for amount in amounts if cap is not None and amount > cap)
