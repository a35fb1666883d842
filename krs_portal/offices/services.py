"""Offices are founded, renamed, merged, split and closed. What they did stays with them, under the names of its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if
from krs_portal.kit.saving import save_checked_row
from krs_portal.offices import policies
from krs_portal.offices.models import Office, OfficeName, Region, Succession


@transaction.atomic
def found_office(
    *, code: str, kind: str, parent: Office | None, time_zone: str, region: Region | None, name: str, short_name: str,
    opened_on: date, by: Any, at: datetime,
) -> Office:  # fmt: skip
    """A new office under its first name. Its places, people and targets come afterwards, each on its own page."""
    refuse_if(policies.why_not_restructure(by))
    reject_if(policies.why_not_stand_below(kind, parent), "parent")
    office = Office(
        code=code, kind=kind, parent=parent, time_zone=time_zone, region=region, opened_on=opened_on
    )  # fmt: skip
    save_checked_row(office)
    save_checked_row(OfficeName(office=office, name=name, short_name=short_name, valid_from=opened_on))
    return office


@transaction.atomic
def rename_office(*, office: Office, name: str, short_name: str, valid_from: date, by: Any, at: datetime) -> OfficeName:
    """Give the office another name from a day on; papers and figures of days before keep the one they had."""
    refuse_if(policies.why_not_restructure(by))
    office = lock_row(office)
    reject_if(policies.why_not_rename(office, valid_from), "valid_from")
    made = OfficeName(office=office, name=name, short_name=short_name, valid_from=valid_from)
    return save_checked_row(made)


@transaction.atomic
def close_office(
    *, office: Office, closed_on: date, successions: Sequence[Succession], decree: str, by: Any, at: datetime
) -> Office:
    """End the office after a day: for good, merged into one successor, or split among several."""
    refuse_if(policies.why_not_restructure(by))
    office = lock_row(office)
    reject_if(policies.why_not_share(successions), "successions")
    reject_if(policies.why_not_close(office, closed_on, successions), "closed_on")
    office.closed_on = closed_on
    save_checked_row(office)
    for succession in successions:
        succession.predecessor, succession.decree = office, decree
        save_checked_row(succession)
    return office


@transaction.atomic
def reopen_office(*, office: Office, by: Any, at: datetime) -> Office:
    """Take a closing back that was a mistake; the audit trail keeps both."""
    refuse_if(policies.why_not_restructure(by))
    office = lock_row(office)
    reject_if(policies.why_not_reopen(office), "closed_on")
    office.successions.all().delete()
    office.closed_on = None
    office.save(update_fields=["closed_on"])
    return office
