"""Reading criteria, assessments and referral lists."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from krs_portal.offices.models import Office
from krs_portal.offices.querysets import OfficeScopedQuerySet, build_validity_filter

if TYPE_CHECKING:
    from monitoring.occupants.readiness.models import Assessment, Recomputation, Referral, ReferralList  # noqa: F401


class CriterionQuerySet(models.QuerySet[Any]):
    def in_force(self, day: date) -> Self:
        return self.filter(build_validity_filter(day))


class AssessmentQuerySet(OfficeScopedQuerySet["Assessment"]):
    office_path = "household__estate__office"

    def failing(self, criterion: int) -> Self:
        return self.filter(unmet__contains=[criterion])

    def lacking(self, criterion: int) -> Self:
        return self.filter(unknown__contains=[criterion])


class RecomputationQuerySet(models.QuerySet["Recomputation"]):
    def running(self) -> Self:
        return self.filter(finished_at__isnull=True)

    def visible_to(self, user: Any) -> Self:
        """Those that touch the user's households: of an office in sight, or of everybody."""
        return self.filter(Q(office__isnull=True) | Q(office__in=Office.objects.visible_to(user)))


class ReferralListQuerySet(OfficeScopedQuerySet["ReferralList"]):
    """Whoever sees the agency sees its lists."""


class ReferralQuerySet(OfficeScopedQuerySet["Referral"]):
    office_path = "household__estate__office"

    def visible_to(self, user: Any) -> Self:
        """A list of the province holds households of several kab/kota: each sees its own, on lists that it sees."""
        return super().visible_to(user).filter(list__office__in=Office.objects.visible_to(user))
