"""What the counter does: who comes is checked in, called and served; the consultation is written, closed, corrected."""

from consultations.counter.services.calling import (
    call_again,
    call_next,
    call_person,
    finish_service,
    serve_person,
)
from consultations.counter.services.door import register_walk_in
from consultations.counter.services.ending import end_day, end_past_days, record_served_after_all
from consultations.counter.services.houses import edit_house, merge_houses, separate_house
from consultations.counter.services.queue import (
    check_in_person,
    hand_over,
    mark_left,
    mark_no_show,
    put_back,
    set_aside,
    set_priority,
    undo_check_in,
)
from consultations.counter.services.record import (
    close_consultation,
    correct_consultation,
    edit_consultation,
    record_consultation,
    reopen_consultation,
    save_consultation,
    void_consultation,
)
from consultations.counter.services.referrals import count_due_referrals, count_moved_referral
from consultations.counter.services.sessions import (
    add_head_count,
    add_participant,
    open_session_record,
    tick_people,
)
from consultations.counter.services.slips import send_slip

__all__ = [
    "add_head_count",
    "add_participant",
    "call_again",
    "call_next",
    "call_person",
    "check_in_person",
    "close_consultation",
    "correct_consultation",
    "count_due_referrals",
    "count_moved_referral",
    "edit_consultation",
    "edit_house",
    "end_day",
    "end_past_days",
    "finish_service",
    "hand_over",
    "mark_left",
    "mark_no_show",
    "merge_houses",
    "open_session_record",
    "put_back",
    "record_consultation",
    "record_served_after_all",
    "register_walk_in",
    "reopen_consultation",
    "save_consultation",
    "send_slip",
    "separate_house",
    "serve_person",
    "set_aside",
    "set_priority",
    "tick_people",
    "undo_check_in",
    "void_consultation",
]
