"""Minutes that wait for both sides."""

from __future__ import annotations

from krs_portal.meetings import policies as meetings
from krs_portal.meetings.enums import MinutesState
from monitoring.models import (
    DeskSession,
    Profile,
)


def is_proposed(session: DeskSession) -> bool:
    minutes = meetings.minutes_of(session.meeting) if session.meeting else None
    return minutes is not None and minutes.state != MinutesState.DRAFT


def awaits_agreement(profile: Profile) -> bool:
    """The minutes about it are put to both sides: what they agree to must not change meanwhile."""
    return DeskSession.objects.filter(
        participant__round=profile.round_id,
        participant__office=profile.estate.office_id,
        meeting__minutes__state=MinutesState.PROPOSED,
    ).exists()
