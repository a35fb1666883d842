"""Which offices a user may see: asked here only; the querysets of every other room build on these."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from krs_portal.offices.enums import CLINIC_KINDS, OfficeKind, RegionKind, Role

if TYPE_CHECKING:
    from krs_portal.offices.models import Holiday, Membership, Office, Region  # noqa: F401

Row = TypeVar("Row", bound=models.Model)

# For select_related: an office with all those above it. The tree has three levels at most: directorate, balai, satker;
# the agencies of a province have one of their own, with two.
PARENTS = "parent__parent"


def build_below_filter(offices: Iterable[Any], path: str = "office") -> Q:
    """The office at the end of `path` is one of `offices` or stands below one; "" filters offices themselves."""
    start = f"{path}__" if path else ""
    paths = (f"{start}pk", f"{start}parent", f"{start}{PARENTS}")
    return reduce(or_, (Q(**{f"{each}__in": offices}) for each in paths))


def build_validity_filter(day: date) -> Q:
    """Rows whose validity includes the day."""
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))


class RegionQuerySet(models.QuerySet["Region"]):
    def on(self, day: date) -> Self:
        return self.filter(build_validity_filter(day))

    def kab_kota(self) -> Self:
        return self.filter(kind__in=(RegionKind.KABUPATEN, RegionKind.KOTA))

    def kab_kota_in_force(self) -> Self:
        """The kabupaten and kota that exist today; a code that was divided or renamed is not offered any more."""
        return self.kab_kota().filter(valid_until__isnull=True)


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def closing(self, region: Region | None) -> Self:
        """Days off of an office in the region: national ones, and those of the region and of the regions around it."""
        around = [region, region.parent, region.parent and region.parent.parent] if region else []
        return self.filter(Q(region__isnull=True) | Q(region__in=[r for r in around if r]), is_observed=True)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def of(self, user: Any) -> Self:
        """The current memberships of a signed-in, active user; nobody else has any."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        return self.filter(user=user, ended_on__isnull=True)


def list_memberships(user: Any) -> list[tuple[int, str, str]]:
    """Office, its kind and the role of each current membership; kept on the user, whom every page asks many times."""
    if not hasattr(user, "_memberships"):
        memberships = apps.get_model("offices", "Membership").objects.of(user)
        user._memberships = list(memberships.values_list("office_id", "office__kind", "role"))
    found: list[tuple[int, str, str]] = user._memberships
    return found


def list_offices_with_role(user: Any, *roles: str) -> list[int]:
    """The keys of the offices in which the user has one of the roles."""
    return [office for office, _kind, role in list_memberships(user) if role in roles]


def list_scope_roots(user: Any) -> list[int] | None:
    """The keys of the offices at or below which the user sees rows; None for who sees all."""
    if getattr(user, "is_superuser", False) and user.is_active:
        return None
    own = list_memberships(user)
    if any(kind == OfficeKind.DIRECTORATE or role == Role.ADMIN for _, kind, role in own):
        return None
    return [office for office, _, _ in own]


class OfficeQuerySet(models.QuerySet["Office"]):
    def visible_to(self, user: Any) -> Self:
        """The offices whose rows the user may see: their own and those below; a directorate sees all."""
        roots = list_scope_roots(user)
        return self if roots is None else self.at_or_below(roots)

    def at_or_below(self, offices: Iterable[Any]) -> Self:
        return self.filter(build_below_filter(offices, path=""))

    def clinics(self) -> Self:
        """The offices that run a clinic: balai and satker."""
        return self.filter(kind__in=CLINIC_KINDS)

    def with_name_on(self, day: date) -> Self:
        """Annotate `name` and `short_name` as they were on the day, or the first ones for a day before them."""
        names = apps.get_model("offices", "OfficeName").objects.filter(office=OuterRef("pk"))
        newest, first = names.filter(valid_from__lte=day).order_by("-valid_from"), names.order_by("valid_from")
        best = {
            field: Coalesce(Subquery(newest.values(field)[:1]), Subquery(first.values(field)[:1]))
            for field in ("name", "short_name")
        }
        return self.annotate(**best)


class OfficeScopedQuerySet(models.QuerySet[Row]):
    """Rows that belong to an office: whoever may see the office may see them. `office_path` leads to it."""

    office_path = "office"

    def visible_to(self, user: Any) -> Self:
        return self.filter(**{f"{self.office_path}__in": apps.get_model("offices", "Office").objects.visible_to(user)})

    def with_upper_offices(self) -> Self:
        """Load each row's office with the offices above it, which every question about rights asks for."""
        return self.select_related(f"{self.office_path}__{PARENTS}")
