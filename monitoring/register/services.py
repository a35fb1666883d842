"""Write the register. Each function locks the estate, asks the policy and checks the row before it is saved.

All take `by` and `at`, also those that do not write the moment down: forms and buttons call every service alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.saving import save_checked_row, set_fields
from krs_portal.offices.enums import OfficeKind
from krs_portal.offices.models import Office, Region
from monitoring.register import policies
from monitoring.register.models import Block, Estate, Facility, Tariff, Unit
from monitoring.register.tariffs import compute_rent


def choose_responsible_office(region: Region, recorder: Office) -> Office:
    """The agency responsible for an estate: that of its kab/kota, or where there is none, the one that records it."""
    local = Office.objects.filter(kind=OfficeKind.LOCAL_AGENCY, region=region, closed_on__isnull=True)
    return local.order_by("pk").first() or recorder


@transaction.atomic
def create_estate(*, recorder: Office, by: Any, at: datetime, **values: Any) -> Estate:
    office = choose_responsible_office(values["region"], recorder)
    refuse_if(policies.why_not_fill(by, office))
    return save_checked_row(Estate(office=office, created_at=at, **values))


@transaction.atomic
def edit_estate(*, estate: Estate, by: Any, at: datetime, **values: Any) -> Estate:
    estate = lock_estate(estate, by)
    if estate.region != values.get("region", estate.region):
        estate.office = choose_responsible_office(values["region"], estate.office)
        refuse_if(policies.why_not_edit_estate(by, estate))
    set_fields(estate, values)
    return save_checked_row(estate)


@transaction.atomic
def save_block(*, estate: Estate, by: Any, at: datetime, block: Block | None = None, **values: Any) -> Block:
    """Create or change a block. When its units are listed one by one, the declared figures are cleared: a constraint
    forbids both.
    """
    estate = lock_estate(estate, by)
    block = block or Block(estate=estate)
    set_fields(block, values)
    if block.is_listed:
        block.declared_units = block.declared_occupied = block.declared_on = None
    return save_checked_row(block)


@transaction.atomic
def add_units(
    *, block: Block, floor: int, first: int, count: int, unit_type: str = "", by: Any, at: datetime
) -> list[Unit]:
    """Units 101, 102, … of a floor; those that exist already are left as they are."""
    block.estate = lock_estate(block.estate, by)
    refuse_if(policies.why_not_add_units(by, block))
    known = set(block.units.values_list("number", flat=True))
    numbers = [str(number) for number in range(first, first + count) if str(number) not in known]
    return Unit.objects.bulk_create(
        Unit(block=block, number=number, floor=floor, unit_type=unit_type) for number in numbers
    )


@transaction.atomic
def edit_unit(*, unit: Unit, by: Any, at: datetime, **values: Any) -> Unit:
    lock_estate(unit.block.estate, by)
    set_fields(unit, values)
    return save_checked_row(unit)


@transaction.atomic
def save_facilities(*, estate: Estate, answers: Mapping[str, Mapping[str, Any]], by: Any, at: datetime) -> None:
    """The answers by kind of facility. A kind about which nothing was answered gets no row."""
    estate = lock_estate(estate, by)
    known = {facility.kind: facility for facility in estate.facilities.all()}
    for kind, answer in answers.items():
        facility = known.get(kind) or Facility(estate=estate, kind=kind)
        set_fields(facility, answer)
        if facility.pk or any(value not in (None, "") for value in answer.values()):
            save_checked_row(facility)


@transaction.atomic
def set_tariff(*, estate: Estate, by: Any, at: datetime, **values: Any) -> Tariff:
    """Add a tariff. Its amount is computed from the costs and the band; nobody types it."""
    estate = lock_estate(estate, by)
    tariff = Tariff(estate=estate, set_at=at, set_by=by, **values)
    tariff.amount = compute_rent(
        tariff.band,
        operating=tariff.operating_cost,
        upkeep=tariff.upkeep_cost,
        units=tariff.units,
        factor=tariff.factor,
    )
    return save_checked_row(tariff)


def lock_estate(estate: Estate, by: Any) -> Estate:
    """Lock the estate for somebody who may edit it; whatever belongs to it is written under this lock."""
    found = lock_row(estate, "office", "region")
    refuse_if(policies.why_not_edit_estate(by, found))
    return found
