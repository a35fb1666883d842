"""What the report of a round says, as plain values: frozen with the revision, and all that paper and workbook read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from monitoring.figures import percent


@dataclass(frozen=True)
class Line:
    """The figures of one kab/kota, or of all; empty counts only where the occupancy is known."""

    locations: int
    towers: int
    units: int
    occupied: int
    empty: int
    broken: int
    residents: int
    unanswered: int

    @property
    def percent(self) -> Decimal | None:
        return percent(self.occupied, self.occupied + self.empty)


@dataclass(frozen=True)
class RegionLine:
    code: str
    name: str
    rusun: Line
    rusus: Line
    open_problems: int
    overdue_problems: int


@dataclass(frozen=True)
class EstateLine:
    code: str
    name: str
    region: str
    kind: str
    beneficiary: str
    towers: int | None
    units: int | None
    occupied: int | None
    broken: int | None
    condition: str
    state: str

    @property
    def empty(self) -> int | None:
        return None if self.units is None or self.occupied is None else self.units - self.occupied

    @property
    def percent(self) -> Decimal | None:
        return percent(self.occupied, self.units)


@dataclass(frozen=True)
class Part:
    code: str
    label: str
    count: int
    percent: Decimal | None


@dataclass(frozen=True)
class ProblemLine:
    region: str
    estate: str
    category: str
    severity: str
    title: str
    plan: str
    owner: str
    due_on: date | None
    is_repeated: bool


@dataclass(frozen=True)
class Stage:
    """An earlier round or this one, for the course of occupancy."""

    name: str
    data_as_at: date
    units: int
    occupied: int
    empty: int

    @property
    def percent(self) -> Decimal | None:
        return percent(self.occupied, self.occupied + self.empty)


@dataclass(frozen=True)
class Backlog:
    notion: str
    year: int
    value: int
    unit: str
    definition: str
    source: str


@dataclass(frozen=True)
class SessionLine:
    region: str
    day: date
    room: str


@dataclass(frozen=True)
class RoundReport:
    round_id: int
    name: str
    office: str
    place: str
    as_at: date
    desk_starts_on: date
    desk_ends_on: date
    known_at: datetime
    letterhead: tuple[str, ...]
    address: str
    is_closed: bool
    frozen: int
    profiles: int
    regions: tuple[RegionLine, ...]
    rusun: Line
    rusus: Line
    estates: tuple[EstateLine, ...]
    empty_reasons: tuple[Part, ...]
    conditions: tuple[Part, ...]
    problems: tuple[Part, ...]
    hand_overs: tuple[Part, ...]
    problem_lines: tuple[ProblemLine, ...]
    stages: tuple[Stage, ...]
    backlog: tuple[Backlog, ...]
    sessions: tuple[SessionLine, ...]

    @property
    def rusun_regions(self) -> int:
        return sum(1 for line in self.regions if line.rusun.locations)

    @property
    def rusus_regions(self) -> int:
        return sum(1 for line in self.regions if line.rusus.locations)
