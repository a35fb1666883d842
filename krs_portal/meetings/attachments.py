"""Files about meetings and about decisions: who may see and change them. The rest is `files`."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from krs_portal.files import owners
from krs_portal.meetings import policies
from krs_portal.meetings.models import Decision, Meeting

MEETING, DECISION = "meetings.meeting", "meetings.decision"


def register() -> None:
    owners.register(
        MEETING,
        may_see=lambda user, key: key.isdecimal() and Meeting.objects.visible_to(user).filter(pk=key).exists(),
        why_not_change=lambda user, key: policies.why_not_host(user, meeting(key).office),
        office=lambda key: meeting(key).office,
        url=lambda key: reverse("meetings:meeting", args=[key]),
    )
    owners.register(
        DECISION,
        may_see=lambda user, key: key.isdecimal() and Decision.objects.visible_to(user).filter(pk=key).exists(),
        why_not_change=why_not_prove,
        office=lambda key: decision(key).owner_office or decision(key).meeting.office,
        url=lambda key: reverse("meetings:decision", args=[key]),
    )


def why_not_prove(user: Any, key: str) -> str | None:
    """Proof is handed in by whoever may finish it, until it is finished."""
    return policies.why_not_finish(user, decision(key))


def meeting(key: str) -> Meeting:
    return Meeting.objects.select_related("office__parent").get(pk=key)


def decision(key: str) -> Decision:
    return Decision.objects.select_related("owner_office__parent", "meeting__office__parent").get(pk=key)
