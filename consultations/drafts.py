"""A booking that is being filled in: the database holds the seat, the browser's session what was typed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self

from django.http import HttpRequest

from consultations.enums import AttendanceState
from consultations.models import Attendance, Slot

KEPT = 3  # holds of one browser; the oldest lapses by itself


@dataclass
class Draft:
    """One form on its way, known by its token: the address of its pages, and the key of its booking."""

    token: str
    slot: int
    way: str = ""  # the query string that leads back to every question
    typed: dict[str, str] = field(default_factory=dict)

    @classmethod
    def find(cls, request: HttpRequest, token: str) -> Self | None:
        kept = request.session.get("drafts", {}).get(token)
        return cls(**kept) if kept else None

    def keep(self, request: HttpRequest) -> None:
        others = {token: kept for token, kept in request.session.get("drafts", {}).items() if token != self.token}
        newest = dict(list(others.items())[-KEPT + 1 :])
        request.session["drafts"] = newest | {self.token: asdict(self)}

    def finish(self, request: HttpRequest) -> None:
        """Booked: what was typed is forgotten, the way to the ticket is not."""
        self.typed = {}
        self.keep(request)

    def attendance(self) -> Attendance | None:
        """What holds the seat, or has become the booking."""
        kept: Attendance | None = (
            Attendance.objects.filter(hold_token=self.token).select_related("slot__place__office", "topic").first()
        )
        return kept

    def load_slot(self) -> Slot:
        return Slot.objects.with_place().select_related("topic").get(pk=self.slot)


def is_held(attendance: Attendance | None, at: datetime) -> bool:
    return bool(
        attendance
        and attendance.state == AttendanceState.HELD
        and attendance.hold_ends_at
        and attendance.hold_ends_at > at
    )


def minutes_left(attendance: Attendance, at: datetime) -> int:
    """Whole minutes, at least one while it lasts."""
    ends_at: Any = attendance.hold_ends_at
    return max(1, round((ends_at - at).total_seconds() / 60))
