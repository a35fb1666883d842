from consultations.services.booking import SlotFull, book, cancel, register_walk_in
from consultations.services.counter import call, check_in, mark_no_show
from consultations.services.evaluation import write_note
from consultations.services.record import (
    close_consultation,
    correct_consultation,
    edit_consultation,
    house_at,
    record_consultation,
    reopen_consultation,
)

__all__ = [
    "SlotFull",
    "book",
    "call",
    "cancel",
    "check_in",
    "close_consultation",
    "correct_consultation",
    "edit_consultation",
    "house_at",
    "mark_no_show",
    "record_consultation",
    "register_walk_in",
    "reopen_consultation",
    "write_note",
]
