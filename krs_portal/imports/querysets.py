from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from krs_portal.imports import kinds
from krs_portal.imports.enums import WAITING, WORKING, RowState
from krs_portal.offices.querysets import OfficeScopedQuerySet

if TYPE_CHECKING:
    from datetime import datetime

    from krs_portal.imports.models import Batch, Row  # noqa: F401


class BatchQuerySet(OfficeScopedQuerySet["Batch"]):
    def visible_to(self, user: Any) -> Self:
        """Batches of the user's offices and those below, of kinds the user may see."""
        return super().visible_to(user).filter(kind__in=[kind.code for kind in kinds.list_visible_kinds(user)])

    def silent_since(self, moment: datetime) -> Self:
        """Batches that wait for work and have not changed since the moment."""
        return self.filter(state__in=WORKING, moved_at__lt=moment)


class RowQuerySet(OfficeScopedQuerySet["Row"]):
    office_path = "batch__office"

    def visible_to(self, user: Any) -> Self:
        return super().visible_to(user).filter(batch__kind__in=[kind.code for kind in kinds.list_visible_kinds(user)])

    def waiting(self) -> Self:
        return self.filter(state__in=WAITING)

    def hinted(self) -> Self:
        return self.exclude(hints=[])

    def open(self) -> Self:
        """Rows that a check may classify again."""
        return self.exclude(state__in=[RowState.COMMITTED, RowState.UNDONE])

    def counts(self) -> dict[str, int]:
        counted = self.order_by().values_list("state").annotate(rows=models.Count("pk"))
        return dict.fromkeys(RowState.values, 0) | dict(counted)
