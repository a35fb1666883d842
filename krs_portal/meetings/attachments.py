"""Files about meetings and decisions: who may see and change them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from krs_portal.files.owners import ATTACHMENT_OWNERS, AttachmentOwner
from krs_portal.meetings import policies
from krs_portal.meetings.models import Decision, Meeting

MEETING, DECISION = "meetings.meeting", "meetings.decision"


def register_meeting_owners() -> None:
    ATTACHMENT_OWNERS.register(
        AttachmentOwner(
            MEETING,
            may_see=lambda user, key: key.isdecimal() and Meeting.objects.visible_to(user).filter(pk=key).exists(),
            why_not_change=lambda user, key: policies.why_not_host(user, get_meeting(key).office),
            office=lambda key: get_meeting(key).office,
            url=lambda key: reverse("meetings:meeting", args=[key]),
        )
    )
    ATTACHMENT_OWNERS.register(
        AttachmentOwner(
            DECISION,
            may_see=lambda user, key: key.isdecimal() and Decision.objects.visible_to(user).filter(pk=key).exists(),
            why_not_change=why_not_prove,
            office=lambda key: get_decision(key).owner_office or get_decision(key).meeting.office,
            url=lambda key: reverse("meetings:decision", args=[key]),
        )
    )


def why_not_prove(user: Any, key: str) -> str | None:
    """Files of a decision may be changed by whoever may finish it, while it is open."""
    return policies.why_not_finish(user, get_decision(key))


def get_meeting(key: str) -> Meeting:
    return Meeting.objects.select_related("office__parent").get(pk=key)


def get_decision(key: str) -> Decision:
    return Decision.objects.select_related("owner_office__parent", "meeting__office__parent").get(pk=key)
