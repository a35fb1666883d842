from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import OuterRef, Q, Subquery

from consultations.counter.assistance.enums import RUNNING, AssistanceState
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.offices.querysets import OfficeScopedQuerySet

if TYPE_CHECKING:
    from consultations.counter.assistance.models import Assistance  # noqa: F401


class AssistanceQuerySet(OfficeScopedQuerySet["Assistance"]):
    def standing(self) -> Self:
        """Those that were not voided: what lists show and figures rest on."""
        return self.exclude(state=AssistanceState.VOIDED)

    def running(self) -> Self:
        return self.filter(state__in=RUNNING)

    def finished(self) -> Self:
        return self.filter(state=AssistanceState.FINISHED)

    def late(self, at: datetime) -> Self:
        """Running although the day on which it was to be done has passed, as each office counts its days."""
        zones = (Q(office__time_zone=zone, due_on__lt=day_of(at, zone)) for zone in TimeZone.values)
        return self.running().filter(reduce(or_, zones))

    def improved(self) -> Self:
        """Those of which somebody saw that the house is better."""
        return self.standing().filter(improvement__isnull=False)

    def with_progress(self) -> Self:
        """`progress` is what the last visit found, in percent; None before the first visit."""
        visits = apps.get_model("consultations", "SiteVisit")._default_manager.filter(assistance=OuterRef("pk"))
        last = visits.order_by("-visited_on", "-pk").values("progress")[:1]
        return self.annotate(progress=Subquery(last))

    def with_lines(self) -> Self:
        """All that a line of a list shows, in one query."""
        return self.with_progress().select_related("office", "officer", "house__region", "improvement")
