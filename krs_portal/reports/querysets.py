from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from krs_portal.reports import kinds
from krs_portal.reports.enums import UNFINISHED, Sight

if TYPE_CHECKING:
    from datetime import datetime

    from krs_portal.reports.models import Report, Revision  # noqa: F401


def build_sight_filter(user: Any, *, kind: str, published: str) -> Q:
    """Filter by how much of each kind of report the user may see.

    `kind` and `published` are the lookup paths from the row.
    """
    allowed = Q(pk__in=[])
    for each in kinds.REPORT_KINDS:
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
                build_sight_filter(user, kind="kind", published="revisions__published_at")
            ).values("pk")
        )


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(build_sight_filter(user, kind="report__kind", published="published_at"))

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def silent_since(self, moment: datetime) -> Self:
        """Unfinished revisions whose worker has written nothing since the moment."""
        return self.filter(state__in=UNFINISHED, heartbeat_at__lt=moment)


class PartQuerySet(models.QuerySet[Any]):
    """Figures, reconciliations and files: what belongs to a revision."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(build_sight_filter(user, kind="revision__report__kind", published="revision__published_at"))


class LineQuerySet(models.QuerySet[Any]):
    """The lines of a reconciliation."""

    def visible_to(self, user: Any) -> Self:
        path = "reconciliation__revision"
        return self.filter(build_sight_filter(user, kind=f"{path}__report__kind", published=f"{path}__published_at"))
