"""The directory: partners with their clocks, and what they offer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.saving import save_checked_row, set_fields
from krs_portal.referrals import policies
from krs_portal.referrals.models import Partner, Programme


@transaction.atomic
def save_partner(*, partner: Partner | None, by: Any, at: datetime, **values: Any) -> Partner:
    """Record a new partner, or change one; who keeps the entry is said once."""
    if partner is None:
        row = Partner(office=values.pop("office", None))
    else:
        row = lock_row(partner, "office__parent")
        values.pop("office", None)
    refuse_if(policies.why_not_keep_partner(by, row.office))
    set_fields(row, values)
    return save_checked_row(row)


@transaction.atomic
def save_programme(*, partner: Partner, programme: Programme | None, by: Any, at: datetime, **values: Any) -> Programme:
    refuse_if(policies.why_not_keep_partner(by, partner.office))
    row = lock_row(programme) if programme else Programme(partner=partner)
    set_fields(row, values)
    return save_checked_row(row)
