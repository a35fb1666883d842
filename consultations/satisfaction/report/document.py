"""What the report on satisfaction says, as plain values. None where too few answered to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class SatisfactionLine:
    """Of an office, or of all that are told, without a code. `means` follow the order of the elements."""

    code: str
    name: str
    answers: int
    by_tablet: int
    served: int
    needed: int
    index: Decimal | None
    margin: Decimal | None
    grade: str
    lowest: str
    means: tuple[Decimal | None, ...]
    before: Decimal | None


@dataclass(frozen=True)
class SatisfactionReport:
    period: str
    before: str
    first_day: date
    last_day: date
    known_at: datetime
    letterhead: tuple[str, ...]
    address: str
    elements: tuple[str, ...]
    fewest: int
    lines: tuple[SatisfactionLine, ...]
    total: SatisfactionLine

    @property
    def told(self) -> list[SatisfactionLine]:
        return [line for line in self.lines if line.index is not None]
