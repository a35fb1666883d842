"""What an office's sheet says, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from consultations.evaluation.document import FollowUpLine, OfficeAchievementLine, RuleLine


@dataclass(frozen=True)
class MonthLine:
    """None: nothing was recorded in the month, or it is still to come."""

    starts_on: date
    realised: int | None
    cumulative: int
    last_year: int | None


@dataclass(frozen=True)
class OfficeSheet:
    line: OfficeAchievementLine
    months: tuple[MonthLine, ...]
    last_as_at: date | None
    follow_ups: tuple[FollowUpLine, ...]
    needed: str

    @property
    def last_year(self) -> int | None:
        return self.line.last_year


@dataclass(frozen=True)
class OfficeReport:
    """The sheet as a report of its own."""

    year: int
    starts_on: date
    ends_on: date
    as_at: date
    known_at: datetime
    letterhead: tuple[str, ...]
    address: str
    sheet: OfficeSheet
    rules: tuple[RuleLine, ...]
