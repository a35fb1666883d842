"""What the papers of a meeting say, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from consultations.evaluation.document import EvaluationReport, FollowUpLine
from consultations.evaluation.office.document import OfficeSheet


@dataclass(frozen=True)
class MeetingRecord:
    """A meeting about the year, as it was recorded when the papers were built."""

    title: str
    when: str
    where: str
    agenda: tuple[str, ...]
    present: tuple[str, ...]
    minutes: str
    is_agreed: bool
    decisions: tuple[FollowUpLine, ...]


@dataclass(frozen=True)
class MeetingPack(EvaluationReport):
    sheets: tuple[OfficeSheet, ...] = ()
    meetings: tuple[MeetingRecord, ...] = ()
