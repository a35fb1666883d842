"""When people may be woken: an offer in the night would lapse before anybody reads it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from krs_portal.kit.clock import TimeZone

WAKES_AT, SLEEPS_AT = time(7), time(21)


def find_waking_moment(at: datetime, zone: str) -> datetime:
    """This moment by day; by night the next morning, by the clock of the office."""
    local = at.astimezone(TimeZone(zone).info)
    if WAKES_AT <= local.time() < SLEEPS_AT:
        return at
    morning = local.date() + timedelta(days=1) if local.time() >= SLEEPS_AT else local.date()
    return datetime.combine(morning, WAKES_AT, TimeZone(zone).info)
