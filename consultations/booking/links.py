"""Links in messages: they open one booking without its telephone number, and no longer than it matters."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing

from consultations.booking.models.seats import Attendance
from krs_portal.kit.links import build_absolute_url

LASTS = timedelta(days=30)
AFTER = timedelta(days=1)
SALT = "consultations.links"


def build_booking_link(attendance: Attendance) -> str:
    """Absolute, for a message. It stops working 30 days after it was written, or the day after the appointment."""
    return build_absolute_url("consultations:link", signing.dumps(attendance.pk, salt=SALT))


def find_linked_booking(token: str, at: datetime) -> Attendance | None:
    try:
        pk = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    found: Attendance | None = Attendance.objects.filter(pk=pk, slot__ends_at__gt=at - AFTER).first()
    return found
