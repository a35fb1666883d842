"""Requests about somebody's own data, and breaches."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from consultations.people.models.person import Person
from krs_portal.rights import services
from krs_portal.rights.enums import RightKind
from krs_portal.rights.models import Breach, DataRequest
from krs_portal.rights.subjects import find_subject


def data_request(of: Person, by: Any = None, kind: str = RightKind.ACCESS, words: str = "") -> DataRequest:
    """Asked by code, or in person with the ID seen by the officer."""
    subject = find_subject("person", str(of.pk))
    assert subject
    return services.ask_right(subject=subject, kind=kind, words=words, by=by, at=timezone.now())


def breach(by: Any, **fields: Any) -> Breach:
    at = timezone.now()
    values = {
        "title": "Laptop hilang", "found_at": at - timedelta(hours=5), "people": 3, "story": "Tertinggal di kereta.",
        "exposed": "Nama dan telepon.", "handling": "Kata sandi diganti.",
    }  # fmt: skip
    return Breach.objects.create(recorded_at=at, recorded_by=by, **(values | fields))
