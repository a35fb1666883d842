"""Which clinic answers whoever cannot come: the one that serves the home, as long as somebody works there."""

from __future__ import annotations

from datetime import date

from consultations.booking import catalogue, nearest
from krs_portal.offices.enums import CLINIC_KINDS, Role
from krs_portal.offices.models import Membership, Office, Region

ANSWERING = (Role.OFFICER, Role.HEAD)


def find_answering_office(region: Region | None, day: date, asked: Office | None = None) -> Office | None:
    """The office asked for, the one that serves the region, the one above it, or the nearest: the first with people.

    None where no clinic has anybody. A letter to an office without accounts would lie in a list that nobody opens.
    """
    offices = catalogue.get_catalogue().offices
    staffed = list_staffed_offices()
    serving = [asked] if asked else []
    serving += nearest.list_serving_offices(region, day, offices) if region else []
    above = [pk for office in serving for pk in office.list_ids_at_or_above()]
    by_distance = [clinic.office.pk for clinic in nearest.sort_by_distance(offices.values(), region)]
    return next((offices[pk] for pk in (*above, *by_distance) if pk in staffed and pk in offices), None)


def list_staffed_offices() -> set[int]:
    """The clinics in which an officer or a head works."""
    people = Membership.objects.filter(
        ended_on__isnull=True, role__in=ANSWERING, user__is_active=True, office__kind__in=CLINIC_KINDS
    )
    return set(people.values_list("office_id", flat=True))
