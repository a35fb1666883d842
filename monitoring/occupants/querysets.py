"""Reading households and what belongs to them: whoever sees the estate sees them, masked on every page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Subquery

from krs_portal.offices.querysets import OfficeScopedQuerySet

if TYPE_CHECKING:
    from monitoring.occupants.models import Consent, Household, Member, Tenancy  # noqa: F401
    from monitoring.occupants.objections import Objection  # noqa: F401


class HouseholdQuerySet(OfficeScopedQuerySet["Household"]):
    office_path = "estate__office"

    def living_there(self) -> Self:
        return self.filter(Exists(list_tenancies().filter(household=OuterRef("pk"), ended_on__isnull=True)))

    def doubted(self) -> Self:
        """Households with at least one implausible value (see plausible.py)."""
        return self.exclude(doubts=[])


class MemberQuerySet(OfficeScopedQuerySet["Member"]):
    office_path = "household__estate__office"


def list_tenancies() -> models.QuerySet[Tenancy]:
    return apps.get_model("monitoring", "Tenancy").objects.order_by()


class TenancyQuerySet(OfficeScopedQuerySet["Tenancy"]):
    office_path = "unit__block__estate__office"

    def active(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def ending_within(self, days: int, day: date) -> Self:
        """Agreements of those living there that end within so many days, or have ended already."""
        return self.active().filter(ends_on__lte=day + timedelta(days=days))

    def with_stay(self) -> Self:
        """Adds `stay_since`: the first day in the estate. Moving to another unit begins no new stay."""
        first = list_tenancies().filter(household=OuterRef("household")).order_by("started_on").values("started_on")[:1]
        return self.annotate(stay_since=Subquery(first))

    def beyond_limit(self, day: date) -> Self:
        """Present stays that are longer than the estate allows; for one stay see lease.is_beyond_limit."""
        limit = F("unit__block__estate__stay_limit_years")
        return self.active().with_stay().annotate(limit_on=YearsLater(F("stay_since"), limit)).filter(limit_on__lt=day)


class YearsLater(Func):
    """The day so many years after another."""

    template = "(%(expressions)s)::date"
    arg_joiner = " + interval '1 year' * "
    output_field = models.DateField()


class ConsentQuerySet(OfficeScopedQuerySet["Consent"]):
    office_path = "household__estate__office"

    def in_force(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class ObjectionQuerySet(OfficeScopedQuerySet["Objection"]):
    office_path = "household__estate__office"
