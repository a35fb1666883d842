"""Scope is one question, answered here and composed downward everywhere else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from krs_portal.offices.enums import CLINIC_KINDS, OfficeKind, Role

if TYPE_CHECKING:
    from krs_portal.offices.models import Holiday, Membership, Office, Region  # noqa: F401


def on_day(day: date) -> Q:
    """The row's validity covers the day."""
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))


class RegionQuerySet(models.QuerySet["Region"]):
    def on(self, day: date) -> Self:
        return self.filter(on_day(day))


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def closing(self, region: Region | None) -> Self:
        """Days that close an office in the region: the country's, and those of the region and the ones around it."""
        around = [region, region.parent, region.parent and region.parent.parent] if region else []
        return self.filter(Q(region__isnull=True) | Q(region__in=[r for r in around if r]), is_observed=True)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def of(self, user: Any) -> Self:
        """The memberships in force of a signed-in, active user; nobody else has any."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        return self.filter(user=user, ended_on__isnull=True)


class OfficeQuerySet(models.QuerySet["Office"]):
    def visible_to(self, user: Any) -> Self:
        """The offices whose rows the user may see: their own and those below; a directorate sees the nation."""
        if getattr(user, "is_superuser", False) and user.is_active:
            return self
        memberships = apps.get_model("offices", "Membership").objects.of(user)
        own = list(memberships.values_list("office_id", "office__kind", "role"))
        if any(kind == OfficeKind.DIRECTORATE or role == Role.ADMIN for _, kind, role in own):
            return self
        ids = [office for office, _, _ in own]
        return self.filter(Q(pk__in=ids) | Q(parent__in=ids) | Q(parent__parent__in=ids))

    def clinics(self) -> Self:
        """The offices that run a clinic: balai and satker."""
        return self.filter(kind__in=CLINIC_KINDS)

    def with_name_on(self, day: date) -> Self:
        """Adds `name` and `short_name` as they were on the day (before the first one was given: the first)."""
        names = apps.get_model("offices", "OfficeName").objects.filter(office=OuterRef("pk"))
        newest, first = names.filter(valid_from__lte=day).order_by("-valid_from"), names.order_by("valid_from")
        best = {
            field: Coalesce(Subquery(newest.values(field)[:1]), Subquery(first.values(field)[:1]))
            for field in ("name", "short_name")
        }
        return self.annotate(**best)
