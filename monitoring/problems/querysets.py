"""Reading problems: whoever sees the estate sees its problems."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from krs_portal.offices.querysets import OfficeScopedQuerySet
from monitoring.problems.enums import ProblemState

if TYPE_CHECKING:
    from monitoring.problems.models import Problem  # noqa: F401


class ProblemQuerySet(OfficeScopedQuerySet["Problem"]):
    office_path = "estate__office"

    def unresolved(self) -> Self:
        return self.exclude(state=ProblemState.RESOLVED)

    def resolved(self) -> Self:
        return self.filter(state=ProblemState.RESOLVED)

    def overdue(self, day: date) -> Self:
        return self.unresolved().filter(due_on__lt=day)

    def repeated(self) -> Self:
        return self.filter(repeats__isnull=False)
