"""A booking that is being filled in: the database holds the seat, the browser's session what was typed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from consultations.booking.models.seats import Attendance, Slot

KEPT = 3  # holds of one browser; the oldest lapses by itself


@dataclass
class BookingDraft:
    """One form on its way, known by its token in the address of its pages; its seat and booking go by `key`."""

    token: str
    slot: int
    key: str = ""
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
        """The row that keeps the seat while the form is filled, and that becomes the booking."""
        kept: Attendance | None = (
            Attendance.objects.filter(hold_token=self.key).select_related("slot__place__office", "topic").first()
        )
        return kept

    def load_slot(self) -> Slot:
        return Slot.objects.with_place().select_related("topic").get(pk=self.slot)


def bind_key(request: HttpRequest, text: str) -> str:
    """A key as this browser's own: the same text from another browser is another key.

    Tokens stand in addresses, which are shared and logged; alone they must not lead to what somebody else holds. The
    browser is known by the secret of its CSRF cookie, which it has from the page that it posts.
    """
    secret = request.META.get("CSRF_COOKIE", "")
    return salted_hmac("consultations.drafts", f"{secret}:{text}", algorithm="sha256").hexdigest()


def count_minutes_left(attendance: Attendance, at: datetime) -> int:
    """Whole minutes, at least one while it lasts."""
    ends_at: Any = attendance.hold_ends_at
    return max(1, round((ends_at - at).total_seconds() / 60))
