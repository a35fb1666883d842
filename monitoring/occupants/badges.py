"""What asks for attention about a stay, as badges (text, colour, icon)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from krs_portal.kit.badges import Badge
from krs_portal.kit.formats import format_short_day
from monitoring.occupants.lease import is_beyond_limit, is_lease_ending, is_lease_over
from monitoring.occupants.models import Tenancy

LEASE_OVER = "danger", "calendar-off"
LEASE_ENDING = "warning", "clock"
BEYOND_LIMIT = "danger", "hourglass"
IN_ARREARS = "warning", "coin"


def list_stay_badges(stay: Tenancy, since: date, limit: int | None, day: date) -> list[Badge]:
    """For the page of one household: `since` is the first day of its stay, `limit` the years that the estate allows."""
    found = [Badge(_("Tinggal di sini"), "info", "home")]
    if is_lease_over(stay, day):
        found.append(Badge(_("Perjanjian lewat"), *LEASE_OVER))
    elif is_lease_ending(stay, day):
        found.append(Badge(_("Perjanjian segera berakhir"), *LEASE_ENDING))
    if is_beyond_limit(since, limit, day):
        found.append(Badge(_("Melebihi masa sewa terlama"), *BEYOND_LIMIT))
    if stay.has_arrears:
        found.append(Badge(_("Menunggak"), *IN_ARREARS))
    return found


def list_row_badges(stay: Tenancy, since: date, limit: int | None, day: date) -> list[Badge]:
    """For a row of the list, which gives days and years, because one compares rows."""
    found = list_living_badges(stay, since, limit, day) if stay.ended_on is None else [build_left_badge(stay.ended_on)]
    if stay.household.doubts:
        found.append(Badge(_("Perlu koreksi"), "danger", "pencil"))
    return found


def build_left_badge(ended_on: date) -> Badge:
    return Badge(_("Keluar %(day)s") % {"day": format_short_day(ended_on)}, icon="door-enter")


def list_living_badges(stay: Tenancy, since: date, limit: int | None, day: date) -> list[Badge]:
    found = []
    if is_lease_over(stay, day):
        found.append(Badge(_("Perjanjian lewat"), *LEASE_OVER))
    elif stay.ends_on and is_lease_ending(stay, day):
        left = (stay.ends_on - day).days
        found.append(Badge(_("Berakhir %(days)s hari lagi") % {"days": left}, *LEASE_ENDING))
    if is_beyond_limit(since, limit, day):
        found.append(Badge(_("Lebih dari %(years)s tahun") % {"years": limit}, *BEYOND_LIMIT))
    if stay.has_arrears:
        found.append(Badge(_("Menunggak"), *IN_ARREARS))
    return found
