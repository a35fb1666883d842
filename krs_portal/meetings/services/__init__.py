from krs_portal.meetings.services.decisions import (
    carry_decision,
    drop_decision,
    finish_decision,
    record_decision,
    remind_decision_owners,
)
from krs_portal.meetings.services.minutes import agree_minutes, propose_minutes, return_minutes, write_minutes
from krs_portal.meetings.services.planning import (
    answer_invitation,
    cancel_meeting,
    edit_meeting,
    hold_meeting,
    invite_guest,
    invite_guests,
    move_meeting,
    plan_meeting,
    record_attendance,
)

__all__ = [
    "agree_minutes",
    "answer_invitation",
    "cancel_meeting",
    "carry_decision",
    "drop_decision",
    "edit_meeting",
    "finish_decision",
    "hold_meeting",
    "invite_guest",
    "invite_guests",
    "move_meeting",
    "plan_meeting",
    "propose_minutes",
    "record_attendance",
    "record_decision",
    "remind_decision_owners",
    "return_minutes",
    "write_minutes",
]
