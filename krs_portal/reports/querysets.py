from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from krs_portal.reports import kinds
from krs_portal.reports.enums import UNFINISHED, Sight

if TYPE_CHECKING:
    from datetime import datetime

    from krs_portal.reports.models import Report, Revision  # noqa: F401


def seen_by(user: Any, *, kind: str, published: str) -> Q:
    """Each kind of report says how much the user sees of it; paths lead from the row to its kind and publication."""
    allowed = Q(pk__in=[])
    for each in kinds.every():
        sight = each.sight(user)
        if sight == Sight.EVERYTHING:
            allowed |= Q(**{kind: each.code})
        elif sight == Sight.PUBLISHED:
            allowed |= Q(**{kind: each.code, f"{published}__isnull": False})
    return allowed


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(
            pk__in=self.model._base_manager.filter(
                seen_by(user, kind="kind", published="revisions__published_at")
            ).values("pk")
        )


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(seen_by(user, kind="report__kind", published="published_at"))

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def silent_since(self, moment: datetime) -> Self:
        """Unfinished, and nobody has been heard working at it since the moment."""
        return self.filter(state__in=UNFINISHED, heartbeat_at__lt=moment)


class PartQuerySet(models.QuerySet[Any]):
    """Figures, reconciliations and files: what belongs to a revision."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(seen_by(user, kind="revision__report__kind", published="revision__published_at"))
