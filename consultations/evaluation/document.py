"""What the evaluation report says, as plain values: frozen with the revision, and all that paper and workbook read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from clinics.figures import percent

# The indicators that stand beside the one the target is set for, and the field of a line that holds each.
SIDE_FIGURES = {"rumah-dibantu": "houses", "sesi": "sessions", "orang": "people", "kelompok": "groups"}
MAIN = "layanan"


@dataclass(frozen=True)
class Line:
    """Where an office, or all of them, stand. Blank is not zero: nothing was ever recorded."""

    target: int | None
    realised: int | None
    capped: int | None
    houses: int | None
    sessions: int | None
    people: int | None
    groups: int | None
    needed_per_week: Decimal | None

    @property
    def percent(self) -> Decimal | None:
        return percent(self.realised, self.target)

    @property
    def capped_percent(self) -> Decimal | None:
        return percent(self.capped, self.target)

    @property
    def difference(self) -> int | None:
        return None if self.target is None else (self.realised or 0) - self.target

    @property
    def is_reached(self) -> bool:
        return self.realised is not None and self.difference is not None and self.difference >= 0

    @property
    def is_missed(self) -> bool:
        return self.difference is not None and not self.is_reached


@dataclass(frozen=True)
class OfficeLine(Line):
    code: str
    name: str
    short_name: str
    decree: str
    obstacles: str
    follow_up: str
    noted_on: date | None


@dataclass(frozen=True)
class TotalLine(Line):
    offices: int
    offices_reached: int


@dataclass(frozen=True)
class Said:
    """A figure somebody stated in public, beside ours."""

    indicator: str
    unit: str
    value: int
    ours: int | None
    as_at: date
    stated_on: date
    source: str

    @property
    def difference(self) -> int | None:
        return None if self.ours is None else self.ours - self.value


@dataclass(frozen=True)
class Rule:
    """How an indicator was counted."""

    indicator: str
    name: str
    unit: str
    version: int
    statement: str
    basis: str
    valid_from: date


@dataclass(frozen=True)
class Week:
    starts_on: date
    quantity: int
    cumulative: int


@dataclass(frozen=True)
class EvaluationReport:
    year: int
    starts_on: date
    ends_on: date
    as_at: date
    known_at: datetime
    letterhead: tuple[str, ...]
    address: str
    pace_share: Decimal
    offices: tuple[OfficeLine, ...]
    total: TotalLine
    said: tuple[Said, ...]
    rules: tuple[Rule, ...]
    weeks: tuple[Week, ...]

    @property
    def is_before_end(self) -> bool:
        """The data were cut off before the period was over."""
        return self.as_at < self.ends_on

    @property
    def missed(self) -> list[OfficeLine]:
        return [line for line in self.offices if line.is_missed]

    @property
    def decrees(self) -> list[str]:
        return sorted({line.decree for line in self.offices if line.decree})
