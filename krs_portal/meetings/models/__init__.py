from krs_portal.meetings.models.meeting import Attendance, Invitation, Meeting
from krs_portal.meetings.models.outcome import Agreement, Decision, Minutes

__all__ = ["Agreement", "Attendance", "Decision", "Invitation", "Meeting", "Minutes"]
