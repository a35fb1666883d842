"""Write the register. Each function locks the estate, asks the policy and checks the row before it is saved.

All take `by` and `at`, also those that do not write the moment down: forms and buttons call every service alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
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

BLOCK_FIELDS = {"towers": "towers", "units": "declared_units", "occupied": "declared_occupied"}


@dataclass(frozen=True)
class RoundAnswer:
    """What a round says about an estate, as at a day."""

    round_id: int
    as_at: date
    towers: int | None
    units: int | None
    occupied: int | None
    condition: str


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
    if values.get("condition", estate.condition) != estate.condition:
        estate.condition_in = None
    set_fields(estate, values)
    return save_checked_row(estate)


@transaction.atomic
def save_block(*, estate: Estate, by: Any, at: datetime, block: Block | None = None, **values: Any) -> Block:
    """Create or change a block. When its units are listed one by one, the declared figures are cleared: a constraint
    forbids both.
    """
    estate = lock_estate(estate, by)
    block = block or Block(estate=estate)
    before = read_declared_figures(block)
    set_fields(block, values)
    if before != read_declared_figures(block):
        block.declared_in = None
    if block.is_listed:
        block.declared_units = block.declared_occupied = block.declared_on = block.declared_in = None
    return save_checked_row(block)


def read_declared_figures(block: Block) -> tuple[Any, ...]:
    return block.towers, block.declared_units, block.declared_occupied, block.declared_on


@transaction.atomic
def take_round_figures(*, estate: Estate, answer: RoundAnswer, settled: str = "") -> None:
    """Write what a round agreed on into the register.

    What the register knows from a later day stays, unless somebody settled that one figure of the round is right; so
    does what it counts unit by unit, and the figures of several blocks, among which one sum cannot be divided.
    """
    estate = lock_row(estate)
    if answer.condition and settled in ("", "condition"):
        estate.condition, estate.condition_in_id = answer.condition, answer.round_id
        estate.save(update_fields=["condition", "condition_in"])
    block = find_only_block(estate)
    if block is None or settled == "condition" or answer.units is None:
        return
    if not settled and block.declared_on and block.declared_on > answer.as_at:
        return
    told = {"towers": answer.towers or block.towers, "units": answer.units, "occupied": answer.occupied}
    for name, value in told.items():
        if settled in ("", name):
            setattr(block, BLOCK_FIELDS[name], value)
    block.declared_on, block.declared_in_id = answer.as_at, answer.round_id
    save_checked_row(block)


def find_only_block(estate: Estate) -> Block | None:
    """The block that stands for the whole estate, a new one where there is none. None where the figures of a round
    cannot be written to one block.
    """
    blocks = list(estate.blocks.order_by("pk")[:2])
    if not blocks:
        return Block(estate=estate)
    return None if len(blocks) > 1 or blocks[0].is_listed else blocks[0]


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
