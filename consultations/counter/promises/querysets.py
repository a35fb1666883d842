from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q

from consultations.counter.promises.enums import PromiseState
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.offices.querysets import OfficeScopedQuerySet

if TYPE_CHECKING:
    from consultations.counter.promises.models import Promise  # noqa: F401

WEEK = 7


def build_due_filter(at: datetime, days: int = 0) -> Q:
    """Due before the day that lies so many days ahead, as each office counts its days."""
    zones = (Q(office__time_zone=zone, due_on__lt=day_of(at, zone) + timedelta(days=days)) for zone in TimeZone.values)
    return reduce(or_, zones)


class PromiseQuerySet(OfficeScopedQuerySet["Promise"]):
    def open(self) -> Self:
        return self.filter(state=PromiseState.OPEN)

    def settled(self) -> Self:
        return self.exclude(state=PromiseState.OPEN)

    def late(self, at: datetime) -> Self:
        """Open although the day has passed."""
        return self.open().filter(build_due_filter(at))

    def due_soon(self, at: datetime) -> Self:
        """Open, and due today or within a week."""
        return self.open().filter(build_due_filter(at, WEEK + 1)).exclude(build_due_filter(at))

    def of_officer(self, user: Any) -> Self:
        return self.filter(officer=user)

    def in_basket(self) -> Self:
        """Nobody's: the head names an officer."""
        return self.filter(officer__isnull=True)

    def with_lines(self) -> Self:
        """All that a line of a list shows, in one query."""
        return self.select_related("office", "officer", "consultation")
