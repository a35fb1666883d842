"""What the evaluation report says, as plain values: frozen with the revision, and all that paper and workbook read."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from clinics.standings import OfficeStanding, TotalStanding
from krs_portal.kit.numbers import compute_percent

# The indicators that stand beside the one the target is set for, and the field of a line that holds each.
SIDE_FIGURES = {"rumah-dibantu": "houses", "sesi": "sessions", "orang": "people", "kelompok": "groups"}
MAIN = "layanan"


@dataclass(frozen=True, kw_only=True)
class SideFigures:
    """What was counted beside the services. None means nothing was ever recorded, which is not zero."""

    houses: int | None
    sessions: int | None
    people: int | None
    groups: int | None


@dataclass(frozen=True, kw_only=True)
class OfficeAchievementLine(OfficeStanding, SideFigures):
    code: str
    name: str
    short_name: str
    decree: str
    obstacles: str
    follow_up: str
    noted_on: date | None
    remarks: tuple[str, ...] = ()
    proposal: str = ""
    last_year: int | None = None  # what the office had counted a year before, up to the same day

    @property
    def capped_percent(self) -> Decimal | None:
        return compute_percent(self.capped, self.target)


@dataclass(frozen=True, kw_only=True)
class TotalAchievementLine(TotalStanding, SideFigures):
    """The total of `clinics.figures`, and what was counted beside it."""

    last_year: int | None = None


def find_day_a_year_before(day: date) -> date:
    """The 29th of February has none of its own: the last day of that month stands for it."""
    year = day.year - 1
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


AchievementLine = OfficeAchievementLine | TotalAchievementLine


@dataclass(frozen=True)
class PublicStatement:
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
class RatioFigure:
    """A percentage with the two counts that it divides; of an office, or of all of them without a code."""

    code: str
    short_name: str
    numerator: int
    denominator: int
    value: Decimal | None


@dataclass(frozen=True)
class RatioLines:
    """A ratio of the offices. The total divides the sums and is no average."""

    indicator: str
    name: str
    numerator: str
    denominator: str
    numerator_name: str
    denominator_name: str
    offices: tuple[RatioFigure, ...]
    total: RatioFigure


@dataclass(frozen=True)
class RuleLine:
    """How an indicator was counted."""

    indicator: str
    name: str
    unit: str
    version: int
    statement: str
    basis: str
    valid_from: date


@dataclass(frozen=True)
class WeekLine:
    starts_on: date
    quantity: int
    cumulative: int


@dataclass(frozen=True)
class FollowUpLine:
    """What a meeting of an earlier evaluation decided, and how it stood when the report was built."""

    meeting: str
    text: str
    owner: str
    due_on: date | None
    state: str
    proof: str
    is_open: bool


@dataclass(frozen=True)
class EvaluationReport:
    year: int
    starts_on: date
    ends_on: date
    as_at: date
    known_at: datetime
    letterhead: tuple[str, ...]
    address: str
    offices: tuple[OfficeAchievementLine, ...]
    total: TotalAchievementLine
    said: tuple[PublicStatement, ...]
    rules: tuple[RuleLine, ...]
    weeks: tuple[WeekLine, ...]
    ratios: tuple[RatioLines, ...] = ()
    follow_ups: tuple[FollowUpLine, ...] = ()
    last_as_at: date | None = None  # the day a year before, where that year has figures

    @property
    def is_before_end(self) -> bool:
        """The data were cut off before the period was over."""
        return self.as_at < self.ends_on

    @property
    def missed(self) -> list[OfficeAchievementLine]:
        return [line for line in self.offices if line.is_missed]

    @property
    def open_follow_ups(self) -> int:
        return sum(line.is_open for line in self.follow_ups)

    @property
    def decrees(self) -> list[str]:
        return sorted({line.decree for line in self.offices if line.decree})
