"""The link in an invitation: it shows one meeting and accepts one answer, without an account."""

from __future__ import annotations

from datetime import datetime

from django.core import signing

from krs_portal.kit.links import build_absolute_url
from krs_portal.meetings.models import Invitation

SALT = "meetings.links"


def build_answer_url(invitation: Invitation) -> str:
    return build_absolute_url("meetings:answer_by_link", signing.dumps(invitation.pk, salt=SALT))


def find_invitation_by_token(token: str, at: datetime) -> Invitation | None:
    """The invitation of the token, until its meeting is over."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    found = Invitation.objects.filter(pk=pk, meeting__ends_at__gt=at)
    return found.select_related("meeting__office", "office").first()
