"""Reading estates, blocks and units. Start every query in a view, API or report with `visible_to`.

A kab/kota sees its own estates and everything that belongs to them; a province those of its kab/kota; a directorate the
nation. So it is for the rows of every wing of monitoring, because each of them belongs to an estate.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from krs_portal.kit.numbers import compute_percent
from krs_portal.offices.querysets import OfficeScopedQuerySet
from monitoring.register.enums import ROUND_BENEFICIARIES, UnitState

if TYPE_CHECKING:
    from monitoring.register.models import Block, Estate, Unit  # noqa: F401


class EstateQuerySet(OfficeScopedQuerySet["Estate"]):
    def in_use(self, day: date) -> Self:
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))

    def asked_by_rounds(self) -> Self:
        """What a round asks for: rusus, and rusun of low-income people and workers."""
        return self.filter(Q(kind="RUSUS") | Q(beneficiary__in=ROUND_BENEFICIARIES))

    def figures(self) -> dict[str, Any]:
        """Sums of the tallies; `occupied`, `empty`, `of_units` and `occupancy` count only the `answered` estates."""
        answered = Q(tally__occupancy__isnull=False)
        found = self.aggregate(
            locations=Count("pk"),
            answered=Count("pk", filter=answered),
            towers=Sum("tally__towers"),
            units=Sum("tally__units"),
            of_units=Sum("tally__units", filter=answered),
            occupied=Sum("tally__occupied", filter=answered),
            problems=Coalesce(Sum("tally__open_problems"), Value(0)),
        )
        of_units, occupied = found["of_units"], found["occupied"]
        found["empty"] = None if of_units is None else of_units - occupied
        found["occupancy"] = compute_percent(occupied, of_units)
        return found


class BlockQuerySet(OfficeScopedQuerySet["Block"]):
    office_path = "estate__office"

    def with_counts(self) -> Self:
        """Adds `unit_count`, `occupied_count`, `broken_count`: from the units where listed, else as declared."""
        living = Q(units__tenancies__isnull=False, units__tenancies__ended_on__isnull=True)
        listed_units = Count("units", distinct=True)
        listed_occupied = Count("units", filter=living, distinct=True)

        def of(listed: Any, declared: str) -> Case:
            return Case(When(is_listed=True, then=listed), default=F(declared), output_field=IntegerField(null=True))

        return self.annotate(
            unit_count=of(listed_units, "declared_units"),
            occupied_count=of(listed_occupied, "declared_occupied"),
            broken_count=Count("units", filter=Q(units__state=UnitState.BROKEN), distinct=True),
        )

    def totals(self) -> dict[str, int]:
        """Towers, units and occupied units of all blocks."""
        counted = self.with_counts()
        found = counted.aggregate(
            towers=Coalesce(Sum("towers"), Value(0)),
            units=Coalesce(Sum("unit_count"), Value(0)),
            occupied=Coalesce(Sum("occupied_count"), Value(0)),
        )
        return {**found, "empty": found["units"] - found["occupied"]}


class UnitQuerySet(OfficeScopedQuerySet["Unit"]):
    office_path = "block__estate__office"

    def empty(self) -> Self:
        return self.exclude(tenancies__ended_on__isnull=True, tenancies__isnull=False)

    def occupied(self) -> Self:
        return self.filter(tenancies__ended_on__isnull=True, tenancies__isnull=False)

    def with_tenancy(self) -> Self:
        """Adds `is_occupied`."""
        active = apps.get_model("monitoring", "Tenancy").objects.filter(unit=OuterRef("pk"), ended_on__isnull=True)
        return self.annotate(is_occupied=Exists(active))
