"""Writing the register: who may is asked, the database's own rules are said at their field, the row is locked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from krs_portal.offices.enums import OfficeKind
from krs_portal.offices.models import Office, Region
from monitoring import policies
from monitoring.models import Block, Estate, Facility, Tariff, Unit
from monitoring.tariffs import rent

Row = TypeVar("Row", bound=models.Model)


def refuse(sentence: str | None) -> None:
    if sentence:
        raise PermissionDenied(sentence)


def office_for(region: Region, recorder: Office) -> Office:
    """Who answers for an estate: the region's own agency, else the one that records it."""
    local = Office.objects.filter(kind=OfficeKind.LOCAL_AGENCY, region=region, closed_on__isnull=True)
    return local.order_by("pk").first() or recorder


@transaction.atomic
def create_estate(*, recorder: Office, by: Any, at: datetime, **values: Any) -> Estate:
    office = office_for(values["region"], recorder)
    refuse(policies.why_not_add_estate(by, office))
    return checked(Estate(office=office, created_at=at, **values))


@transaction.atomic
def change_estate(*, estate: Estate, by: Any, **values: Any) -> Estate:
    estate = locked(estate, by)
    if estate.region != values.get("region", estate.region):
        estate.office = office_for(values["region"], estate.office)
        refuse(policies.why_not_edit_estate(by, estate))
    for name, value in values.items():
        setattr(estate, name, value)
    return checked(estate)


@transaction.atomic
def save_block(*, estate: Estate, by: Any, block: Block | None = None, **values: Any) -> Block:
    """A block that begins to list its units gives up its declared figures: never both."""
    estate = locked(estate, by)
    block = block or Block(estate=estate)
    for name, value in values.items():
        setattr(block, name, value)
    if block.is_listed:
        block.declared_units = block.declared_occupied = block.declared_on = None
    return checked(block)


@transaction.atomic
def add_units(*, block: Block, floor: int, first: int, count: int, unit_type: str = "", by: Any) -> list[Unit]:
    """Units 101, 102, … of a floor; those that are there already are left as they are."""
    locked(block.estate, by)
    known = set(block.units.values_list("number", flat=True))
    numbers = [str(number) for number in range(first, first + count) if str(number) not in known]
    return Unit.objects.bulk_create(
        Unit(block=block, number=number, floor=floor, unit_type=unit_type) for number in numbers
    )


@transaction.atomic
def change_unit(*, unit: Unit, by: Any, **values: Any) -> Unit:
    locked(unit.block.estate, by)
    for name, value in values.items():
        setattr(unit, name, value)
    return checked(unit)


@transaction.atomic
def save_facilities(*, estate: Estate, answers: Mapping[str, Mapping[str, Any]], by: Any) -> None:
    """The answers by kind of facility; unanswered stays unanswered."""
    estate = locked(estate, by)
    known = {facility.kind: facility for facility in estate.facilities.all()}
    for kind, answer in answers.items():
        facility = known.get(kind) or Facility(estate=estate, kind=kind)
        for name, value in answer.items():
            setattr(facility, name, value)
        if facility.pk or any(value not in (None, "") for value in answer.values()):
            checked(facility)


@transaction.atomic
def set_tariff(*, estate: Estate, by: Any, at: datetime, **values: Any) -> Tariff:
    """The amount is computed, never typed."""
    estate = locked(estate, by)
    tariff = Tariff(estate=estate, set_at=at, set_by=by, **values)
    tariff.amount = rent(
        tariff.band,
        operating=tariff.operating_cost,
        upkeep=tariff.upkeep_cost,
        units=tariff.units,
        factor=tariff.factor,
    )
    return checked(tariff)


def locked(estate: Estate, by: Any) -> Estate:
    found = Estate.objects.select_for_update(of=("self",)).select_related("office", "region").get(pk=estate.pk)
    refuse(policies.why_not_edit_estate(by, found))
    return found


def checked(row: Row) -> Row:
    row.full_clean()
    row.save()
    return row
