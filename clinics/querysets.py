"""How the clinic's rows are read. Every chain in a view, API or report begins with `visible_to`."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q, Sum

from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.offices.models import Office

if TYPE_CHECKING:
    from clinics.models import CountingRule, LedgerEntry, MonthTally, Tally  # noqa: F401


class OfficeScopedQuerySet(models.QuerySet[Any]):
    """Rows that belong to an office."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))


class CountingRuleQuerySet(models.QuerySet["CountingRule"]):
    def in_force(self, day: date) -> Self:
        return self.filter(Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day)))


class LedgerQuerySet(OfficeScopedQuerySet):
    def of_source(self, kind: str, key: int) -> Self:
        return self.filter(source_kind=kind, source_key=key)

    def live(self) -> Self:
        """Entries that are neither reversed nor reversals."""
        return self.filter(reversal_of__isnull=True, reversed_by__isnull=True)

    def happened(self, start: date, until: date) -> Self:
        return self.filter(happened_on__gte=start, happened_on__lte=until)

    def known(self, at: datetime | None) -> Self:
        """Entries recorded up to the moment; `None` is now, which is all of them."""
        return self if at is None else self.filter(recorded_at__lte=at)

    def total(self) -> int:
        return self.aggregate(total=Sum("quantity"))["total"] or 0


class TallyQuerySet(OfficeScopedQuerySet):
    def happened(self, start: date, until: date) -> Self:
        return self.filter(happened_on__gte=start, happened_on__lte=until)

    def recorded_before_day_of(self, moment: datetime) -> Self:
        return self.filter(recorded_on__lt=day_of(moment, TimeZone.WIB))


class MonthTallyQuerySet(OfficeScopedQuerySet):
    pass
