"""The days on which a place is closed, and why: what people are told, and what the agenda follows.

The place's own closures, and the days before it opened or after it closed for good, close everything. A holiday
closes what is held every week; what staff put on it by hand, such as a class on Independence Day, is held.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from clinics.models import Closure, Place
from krs_portal.offices.calendar import list_days_off


def list_closed_days(place: Place, start: date, until: date, *, with_holidays: bool = False) -> dict[date, str]:
    """The closed days from `start` to `until`, each with its public reason; a closure's comes before a holiday's."""
    closed = list_days_off(place.region or place.office.region, start, until) if with_holidays else {}
    days = [start + timedelta(days=number) for number in range((until - start).days + 1)]
    for closure in Closure.objects.filter(place=place, starts_on__lte=until, ends_on__gte=start).order_by("pk"):
        closed |= {day: closure.reason for day in days if closure.starts_on <= day <= closure.ends_on}
    closed |= {day: _("Tempat layanan ini belum dibuka.") for day in days if day < place.opened_on}
    if place.closed_on:
        closed |= {day: _("Tempat layanan ini sudah ditutup.") for day in days if day >= place.closed_on}
    return closed
