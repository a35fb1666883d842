"""What the counter does: who comes is checked in, called and served; the consultation is written, closed, corrected."""

from consultations.counter.services.door import register_walk_in
from consultations.counter.services.houses import edit_house, merge_houses, separate_house
from consultations.counter.services.queue import (
    call_person,
    check_in_person,
    mark_no_show,
    put_back,
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
    "call_person",
    "check_in_person",
    "close_consultation",
    "correct_consultation",
    "edit_consultation",
    "edit_house",
    "mark_no_show",
    "merge_houses",
    "open_session_record",
    "put_back",
    "record_consultation",
    "register_walk_in",
    "reopen_consultation",
    "save_consultation",
    "send_slip",
    "separate_house",
    "tick_people",
    "undo_check_in",
    "void_consultation",
]
