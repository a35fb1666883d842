"""What is known of a house, and two rows that are one house: the ledger counts it once from then on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from clinics.enums import Cause
from consultations.counter import policies
from consultations.counter.posting import list_assistances_of_house, list_consultations_of_house
from consultations.counter.services.counting import settle_house
from consultations.people.models.house import House
from consultations.people.policies import why_not_merge, why_not_separate
from consultations.people.services import lock_pair, point_to
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if
from krs_portal.kit.saving import save_checked_row, set_fields


@transaction.atomic
def edit_house(*, house: House, values: Mapping[str, Any], by: Any, at: datetime) -> House:
    """Correct what is known of a house. It goes on being the same house, also under another address."""
    house = lock_row(house, "region")
    refuse_if(policies.why_not_edit_house(by, house))
    set_fields(house, values)
    return save_checked_row(house)


@transaction.atomic
def merge_houses(*, kept: House, other: House, by: Any, at: datetime) -> House:
    """Say that two rows are one house: no consultation moves, and each year counts it once."""
    reject_if(why_not_merge(kept, other))
    refuse_if(policies.why_not_merge_houses(by, kept, other))
    kept, other = lock_pair(kept, other)
    reject_if(why_not_merge(kept, other))
    point_to(other, kept, by=by, at=at)
    settle_years(kept, by=by, at=at)
    return other


@transaction.atomic
def separate_house(*, house: House, by: Any, at: datetime) -> House:
    """Take a merge back: each of both counts again through its own consultations."""
    kept = house.kept
    refuse_if(policies.why_not_merge_houses(by, kept, house))
    house = lock_row(house)
    reject_if(why_not_separate(house))
    lock_row(kept)
    point_to(house, None, by=by, at=at)
    for each in (kept, house):
        settle_years(each, by=by, at=at)
    return house


def settle_years(house: House, *, by: Any, at: datetime) -> None:
    spoken = list_consultations_of_house(house).closed().filter(is_technical_assistance=True)
    days = {*spoken.values_list("happened_on", flat=True)}
    days |= {*list_assistances_of_house(house).finished().values_list("finished_on", flat=True)}
    for year in sorted({day.year for day in days}):
        settle_house(house, year, Cause.CORRECTED, by=by, at=at)
