"""Links in messages: they open one booking without its telephone number, and no longer than it matters."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from consultations.models import Attendance

LASTS = timedelta(days=30)
AFTER = timedelta(days=1)
SALT = "consultations.links"


def address(attendance: Attendance) -> str:
    """Absolute, for a message. It stops working 30 days after it was written, or the day after the appointment."""
    return settings.BASE_URL + reverse("consultations:link", args=[signing.dumps(attendance.pk, salt=SALT)])


def opened(token: str, at: datetime) -> Attendance | None:
    try:
        pk = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    found: Attendance | None = Attendance.objects.filter(pk=pk, slot__ends_at__gt=at - AFTER).first()
    return found
