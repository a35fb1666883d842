"""The working calendar: Monday to Friday, less holidays and cuti bersama of the country and of the office's region."""

from __future__ import annotations

from datetime import date, timedelta

from krs_portal.offices.models import Holiday, Region


def list_days_off(region: Region | None, start: date, until: date) -> dict[date, str]:
    """Holidays from `start` to `until` with their names."""
    closing = Holiday.objects.closing(region).filter(day_on__range=(start, until)).order_by("day_on", "pk")
    return dict(closing.values_list("day_on", "name"))


def list_working_days(region: Region | None, start: date, until: date) -> list[date]:
    """Every day from `start` to `until`, both included, on which an office in the region works."""
    off = list_days_off(region, start, until)
    every = (start + timedelta(days=n) for n in range((until - start).days + 1))
    return [day for day in every if day.weekday() < 5 and day not in off]
