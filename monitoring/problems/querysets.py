"""Reading problems: whoever sees the estate sees its problems."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q

from krs_portal.offices.querysets import OfficeScopedQuerySet
from monitoring.problems.enums import ProblemState

if TYPE_CHECKING:
    from monitoring.problems.models import Problem  # noqa: F401


def was_open_on(day: date) -> Q:
    """Found by that day, and not yet resolved then."""
    return Q(found_on__lte=day) & (Q(resolved_on__isnull=True) | Q(resolved_on__gt=day))


class ProblemQuerySet(OfficeScopedQuerySet["Problem"]):
    office_path = "estate__office"

    def unresolved(self) -> Self:
        return self.exclude(state=ProblemState.RESOLVED)

    def resolved(self) -> Self:
        return self.filter(state=ProblemState.RESOLVED)

    def open_on(self, day: date) -> Self:
        return self.filter(was_open_on(day))

    def of_round(self, round_: Any) -> Self:
        """Problems of the estates that have a profile in the round."""
        return self.filter(estate__profiles__round=round_)

    def overdue(self, day: date) -> Self:
        return self.unresolved().filter(due_on__lt=day)

    def repeated(self) -> Self:
        return self.filter(repeats__isnull=False)
