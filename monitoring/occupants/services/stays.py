"""Write stays: moving in, extending, moving within the estate, moving out, rent and arrears."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit.badges import label_in_sentence
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.saving import save_checked_row, set_fields
from monitoring.occupants import policies
from monitoring.occupants.models import Household, Tenancy
from monitoring.occupants.readiness.models import Assessment
from monitoring.occupants.services.people import reassess_household, record_household
from monitoring.register.enums import UnitState
from monitoring.register.models import Unit


def lock_unit(unit: Unit) -> Unit:
    return lock_row(unit, "block__estate__office")


def lock_stay(tenancy: Tenancy) -> Tenancy:
    """Lock the household, then its tenancy: always in this order, so that two services cannot wait for each other.

    A service that needs a unit as well locks the unit first.
    """
    lock_row(tenancy.household)
    return lock_row(tenancy, "household", "unit__block__estate__office")


def let_unit(unit: Unit, household: Household, **terms: Any) -> Tenancy:
    """Create the tenancy. Refuses a unit of another estate, or one that is not habitable; a constraint refuses an
    occupied one.
    """
    if unit.block.estate_id != household.estate_id:
        raise ValidationError({"unit": _("Unit ini bukan di lokasi rumah tangga tersebut.")})
    if unit.state != UnitState.HABITABLE:
        raise ValidationError({"unit": _("Unit ini %(state)s.") % {"state": label_in_sentence(UnitState(unit.state))}})
    tenancy = Tenancy(unit=unit, household=household, **terms)
    save_checked_row(tenancy, checks_fields=False)
    Unit.objects.filter(pk=unit.pk).exclude(empty_reason="").update(empty_reason="")
    return tenancy


@transaction.atomic
def move_in_household(
    *, unit: Unit, values: Mapping[str, Any], head: Mapping[str, Any], terms: Mapping[str, Any], by: Any, at: datetime
) -> Tenancy:
    """Create a household that moves into the unit. `terms` are the days of the agreement, rent and arrears."""
    unit = lock_unit(unit)
    refuse_if(policies.why_not_edit_people(by, unit.block.estate))
    household = record_household(estate=unit.block.estate, values=values, head=head, by=by, at=at)
    tenancy = let_unit(unit, household, **terms)
    reassess_household(household, at)
    return tenancy


@transaction.atomic
def extend_stay(*, tenancy: Tenancy, ends_on: date, by: Any, at: datetime) -> Tenancy:
    """Extend the agreement to a later day, and count the extension."""
    tenancy = lock_stay(tenancy)
    refuse_if(policies.why_not_change_stay(by, tenancy))
    if tenancy.ends_on and ends_on <= tenancy.ends_on:
        raise ValidationError({"ends_on": _("Perpanjangan berakhir sesudah perjanjian yang sekarang.")})
    tenancy.ends_on, tenancy.extension = ends_on, tenancy.extension + 1
    save_checked_row(tenancy, checks_fields=False)
    reassess_household(tenancy.household, at)
    return tenancy


@transaction.atomic
def end_stay(*, tenancy: Tenancy, ended_on: date, by: Any, at: datetime) -> Tenancy:
    """End the stay; the unit is free again. A household that has left is not assessed any more."""
    tenancy = lock_stay(tenancy)
    refuse_if(policies.why_not_change_stay(by, tenancy))
    tenancy.ended_on = ended_on
    save_checked_row(tenancy, checks_fields=False)
    Assessment.objects.filter(household=tenancy.household_id).delete()
    return tenancy


@transaction.atomic
def move_stay(*, tenancy: Tenancy, unit: Unit, moved_on: date, by: Any, at: datetime) -> Tenancy:
    """Move to another unit of the estate under the same agreement; the stay does not begin anew."""
    unit = lock_unit(unit)
    tenancy = lock_stay(tenancy)
    refuse_if(policies.why_not_change_stay(by, tenancy))
    if tenancy.ends_on and moved_on >= tenancy.ends_on:
        raise ValidationError({"moved_on": _("Perjanjian sudah berakhir pada hari itu; perpanjang lebih dahulu.")})
    tenancy.ended_on = moved_on
    save_checked_row(tenancy, checks_fields=False)
    moved = let_unit(
        unit,
        tenancy.household,
        started_on=moved_on,
        ends_on=tenancy.ends_on,
        extension=tenancy.extension,
        rent=tenancy.rent,
        arrears=tenancy.arrears,
    )
    reassess_household(tenancy.household, at)
    return moved


@transaction.atomic
def record_dues(*, tenancy: Tenancy, rent: int | None, arrears: int | None, by: Any, at: datetime) -> Tenancy:
    """Record the rent and the present arrears; None leaves an amount unchanged."""
    tenancy = lock_stay(tenancy)
    refuse_if(policies.why_not_change_stay(by, tenancy))
    told = {"rent": rent, "arrears": arrears}
    set_fields(tenancy, {name: amount for name, amount in told.items() if amount is not None})
    save_checked_row(tenancy, checks_fields=False)
    reassess_household(tenancy.household, at)
    return tenancy
