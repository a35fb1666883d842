"""The report of a round as plain values. It is stored with its revision; paper and workbook read nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from krs_portal.kit.numbers import compute_percent


@dataclass(frozen=True)
class ReportedTally:
    """The figures of one kab/kota or of all; `empty` counts only locations whose occupancy is known."""

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
        return compute_percent(self.occupied, self.occupied + self.empty)


@dataclass(frozen=True)
class ReportedRegion:
    code: str
    name: str
    rusun: ReportedTally
    rusus: ReportedTally
    open_problems: int
    overdue_problems: int


@dataclass(frozen=True)
class ReportedEstate:
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
        return compute_percent(self.occupied, self.units)


@dataclass(frozen=True)
class ReportedPart:
    code: str
    label: str
    count: int
    percent: Decimal | None


@dataclass(frozen=True)
class ReportedProblem:
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
class ReportedRound:
    """One round in the course of occupancy: an earlier one or this one."""

    name: str
    data_as_at: date
    units: int
    occupied: int
    empty: int

    @property
    def percent(self) -> Decimal | None:
        return compute_percent(self.occupied, self.occupied + self.empty)


@dataclass(frozen=True)
class ReportedBacklog:
    notion: str
    year: int
    value: int
    unit: str
    definition: str
    source: str


@dataclass(frozen=True)
class ReportedSession:
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
    regions: tuple[ReportedRegion, ...]
    rusun: ReportedTally
    rusus: ReportedTally
    estates: tuple[ReportedEstate, ...]
    empty_reasons: tuple[ReportedPart, ...]
    conditions: tuple[ReportedPart, ...]
    problems: tuple[ReportedPart, ...]
    hand_overs: tuple[ReportedPart, ...]
    problem_lines: tuple[ReportedProblem, ...]
    stages: tuple[ReportedRound, ...]
    backlog: tuple[ReportedBacklog, ...]
    sessions: tuple[ReportedSession, ...]

    @property
    def rusun_regions(self) -> int:
        return sum(1 for line in self.regions if line.rusun.locations)

    @property
    def rusus_regions(self) -> int:
        return sum(1 for line in self.regions if line.rusus.locations)
