"""When an agreement ends soon, and when a household lives somewhere longer than the estate allows."""

from __future__ import annotations

from datetime import date, timedelta

from krs_portal.kit.clock import add_years
from monitoring.occupants.models import Tenancy

SOON = 90  # days before the end of an agreement from which it asks for attention


def is_lease_over(stay: Tenancy, day: date) -> bool:
    return stay.ends_on is not None and stay.ends_on < day


def is_lease_ending(stay: Tenancy, day: date) -> bool:
    """Whether the agreement ends within `SOON` days, or has ended."""
    return stay.ends_on is not None and stay.ends_on <= day + timedelta(days=SOON)


def is_beyond_limit(since: date, limit: int | None, day: date) -> bool:
    """`TenancyQuerySet.beyond_limit` for one stay: `since` is its first day, `limit` the estate's years."""
    return limit is not None and add_years(since, limit) < day
