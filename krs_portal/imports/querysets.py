from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from krs_portal.imports import kinds
from krs_portal.imports.enums import WAITING, WORKING, RowState
from krs_portal.offices.models import Office

if TYPE_CHECKING:
    from datetime import datetime

    from krs_portal.imports.models import Batch, Row  # noqa: F401


def seen_kinds(user: Any) -> list[str]:
    return [kind.code for kind in kinds.every() if kind.why_not_see(user) is None]


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: Any) -> Self:
        """Those of the user's offices and the ones below, of kinds that are the user's business."""
        return self.filter(office__in=Office.objects.visible_to(user), kind__in=seen_kinds(user))

    def silent_since(self, moment: datetime) -> Self:
        """Work was asked for, and nothing has moved since the moment."""
        return self.filter(state__in=WORKING, moved_at__lt=moment)


class RowQuerySet(models.QuerySet["Row"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(batch__office__in=Office.objects.visible_to(user), batch__kind__in=seen_kinds(user))

    def waiting(self) -> Self:
        return self.filter(state__in=WAITING)

    def open(self) -> Self:
        """What a check may still sort anew."""
        return self.exclude(state__in=[RowState.COMMITTED, RowState.UNDONE])

    def counts(self) -> dict[str, int]:
        counted = self.order_by().values_list("state").annotate(rows=models.Count("pk"))
        return dict.fromkeys(RowState.values, 0) | dict(counted)
