"""The badge of a desk session: its state, or before it starts what the invited agency has answered."""

from __future__ import annotations

from django.utils.translation import gettext as _

from krs_portal.kit.badges import Badge, build_badge
from krs_portal.meetings.enums import Answer
from monitoring.desk.enums import SessionState
from monitoring.desk.models import DeskSession


def build_session_badge(session: DeskSession) -> Badge:
    if session.state == SessionState.PLANNED and getattr(session, "is_invited", False):
        match getattr(session, "answer", None):
            case Answer.YES:
                return Badge(_("Akan hadir"), "success", "check")
            case Answer.NO:
                return Badge(_("Tidak dapat hadir"), "danger", "x")
        return Badge(_("Diundang"), "info", "mail")
    return build_badge(SessionState(session.state))
