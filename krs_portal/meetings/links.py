"""The link in an invitation: it shows one meeting and takes one answer, without an account."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse

from krs_portal.meetings.models import Invitation

SALT = "meetings.links"


def address(invitation: Invitation) -> str:
    return settings.BASE_URL + reverse("meetings:answer_by_link", args=[signing.dumps(invitation.pk, salt=SALT)])


def opened(token: str, at: datetime) -> Invitation | None:
    """Until the meeting is over."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    found = Invitation.objects.filter(pk=pk, meeting__ends_at__gt=at)
    return found.select_related("meeting__office", "office").first()
