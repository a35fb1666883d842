"""Moving in, extending, moving within the estate, moving out, and what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring import policies
from monitoring.enums import UnitState
from monitoring.models import Assessment, Household, Tenancy, Unit
from monitoring.services.people import keep, record_household, refuse, weigh


def held_unit(unit: Unit) -> Unit:
    return Unit.objects.select_for_update(of=("self",)).select_related("block__estate__office").get(pk=unit.pk)


def held_stay(tenancy: Tenancy) -> Tenancy:
    """The tenancy and its household, locked in that order by everybody."""
    Household.objects.select_for_update(of=("self",)).get(pk=tenancy.household_id)
    rows = Tenancy.objects.select_related("household", "unit__block__estate__office")
    return rows.select_for_update(of=("self",)).get(pk=tenancy.pk)


def let(unit: Unit, household: Household, **terms: Any) -> Tenancy:
    """The unit is the household's from now on, if it is fit and free."""
    if unit.block.estate_id != household.estate_id:
        raise ValidationError({"unit": _("Unit ini bukan di lokasi rumah tangga tersebut.")})
    if unit.state != UnitState.HABITABLE:
        raise ValidationError({"unit": _("Unit ini %(state)s.") % {"state": unit.get_state_display().lower()}})
    tenancy = Tenancy(unit=unit, household=household, **terms)
    keep(tenancy)
    Unit.objects.filter(pk=unit.pk).exclude(empty_reason="").update(empty_reason="")
    return tenancy


@transaction.atomic
def move_in(
    *, unit: Unit, values: Mapping[str, Any], head: Mapping[str, Any], terms: Mapping[str, Any], by: Any, at: datetime
) -> Tenancy:
    """A new household in a unit. `terms` are the days of the agreement, rent and arrears."""
    unit = held_unit(unit)
    refuse(policies.why_not_edit_people(by, unit.block.estate))
    household = record_household(estate=unit.block.estate, values=values, head=head, by=by, at=at)
    tenancy = let(unit, household, **terms)
    weigh(household, at)
    return tenancy


@transaction.atomic
def extend_stay(*, tenancy: Tenancy, ends_on: date, by: Any, at: datetime) -> Tenancy:
    """One extension more, to a later day."""
    tenancy = held_stay(tenancy)
    refuse(policies.why_not_change_stay(by, tenancy))
    if tenancy.ends_on and ends_on <= tenancy.ends_on:
        raise ValidationError({"ends_on": _("Perpanjangan berakhir sesudah perjanjian yang sekarang.")})
    tenancy.ends_on, tenancy.extension = ends_on, tenancy.extension + 1
    keep(tenancy)
    weigh(tenancy.household, at)
    return tenancy


@transaction.atomic
def move_out(*, tenancy: Tenancy, ended_on: date, by: Any, at: datetime) -> Tenancy:
    """The unit is free again. Who has left is no longer assessed."""
    tenancy = held_stay(tenancy)
    refuse(policies.why_not_change_stay(by, tenancy))
    tenancy.ended_on = ended_on
    keep(tenancy)
    Assessment.objects.filter(household=tenancy.household_id).delete()
    return tenancy


@transaction.atomic
def move_unit(*, tenancy: Tenancy, unit: Unit, moved_on: date, by: Any, at: datetime) -> Tenancy:
    """To another unit of the estate under the same agreement; the stay goes on."""
    unit = held_unit(unit)
    tenancy = held_stay(tenancy)
    refuse(policies.why_not_change_stay(by, tenancy))
    if tenancy.ends_on and moved_on >= tenancy.ends_on:
        raise ValidationError({"moved_on": _("Perjanjian sudah berakhir pada hari itu; perpanjang lebih dahulu.")})
    tenancy.ended_on = moved_on
    keep(tenancy)
    moved = let(
        unit,
        tenancy.household,
        started_on=moved_on,
        ends_on=tenancy.ends_on,
        extension=tenancy.extension,
        rent=tenancy.rent,
        arrears=tenancy.arrears,
    )
    weigh(tenancy.household, at)
    return moved


@transaction.atomic
def record_dues(*, tenancy: Tenancy, rent: int | None, arrears: int | None, by: Any, at: datetime) -> Tenancy:
    """The rent, and what is owed by now; what is not said stays as it was."""
    tenancy = held_stay(tenancy)
    refuse(policies.why_not_change_stay(by, tenancy))
    said = {"rent": rent, "arrears": arrears}
    for name, amount in said.items():
        if amount is not None:
            setattr(tenancy, name, amount)
    keep(tenancy)
    weigh(tenancy.household, at)
    return tenancy
