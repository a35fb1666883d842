from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q

from clinics.months.enums import CLOSED
from krs_portal.offices.querysets import OfficeScopedQuerySet

if TYPE_CHECKING:
    from clinics.models import ReportingPeriod
    from clinics.months.models import MonthRemark, OfficeMonth  # noqa: F401


class OfficeMonthQuerySet(OfficeScopedQuerySet["OfficeMonth"]):
    def closed_to(self, office_id: int, day: date) -> Self:
        """The month of the day, where it takes entries only under an exception."""
        return self.filter(office=office_id, starts_on=day.replace(day=1), state__in=CLOSED)

    def sent_of(self, period: ReportingPeriod) -> Self:
        """The months of the period that take entries only under an exception."""
        return self.filter(state__in=CLOSED, starts_on__gte=period.starts_on, starts_on__lte=period.ends_on)

    def with_remark_counts(self) -> Self:
        return self.annotate(unanswered=Count("remarks", filter=Q(remarks__answered_at=None)))


class MonthRemarkQuerySet(models.QuerySet["MonthRemark"]):
    def unanswered(self) -> Self:
        return self.filter(answered_at=None)
