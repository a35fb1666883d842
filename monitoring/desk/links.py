"""Addresses of a desk session's pages, for the pages of `meetings` that know only its meeting."""

from __future__ import annotations

from django.urls import reverse

from krs_portal.meetings.models import Meeting
from monitoring.desk.enums import SessionState
from monitoring.desk.models import DeskSession


def find_session_url(meeting: Meeting) -> str:
    """The session's page; empty when the session was deleted because it has no turn any more."""
    session = DeskSession.objects.filter(meeting=meeting).first()
    return reverse("monitoring:desk_session", args=[session.pk]) if session else ""


def find_session_move_url(meeting: Meeting) -> str:
    """The page on which the session is moved: its meeting moves with it and never alone."""
    session = DeskSession.objects.filter(meeting=meeting, state=SessionState.PLANNED).first()
    return reverse("monitoring:desk_move", args=[session.pk]) if session else ""
