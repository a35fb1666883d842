from consultations.services.booking import book, cancel, confirm, hold, move, on_my_way, release
from consultations.services.counter import call, check_in, mark_no_show
from consultations.services.door import register_walk_in
from consultations.services.evaluation import write_note
from consultations.services.record import (
    close_consultation,
    correct_consultation,
    edit_consultation,
    house_at,
    record_consultation,
    reopen_consultation,
)
from consultations.services.seats import SlotFull, expire, forget_holds
from consultations.services.sessions import affected, cancel_session, change_session, open_session, overlaps
from consultations.services.timetable import Realigned, open_slots, realign, renew_feed
from consultations.services.waiting import accept_offer, join_waiting_list, place_in_line

__all__ = [
    "Realigned",
    "SlotFull",
    "accept_offer",
    "affected",
    "book",
    "call",
    "cancel",
    "cancel_session",
    "change_session",
    "check_in",
    "close_consultation",
    "confirm",
    "correct_consultation",
    "edit_consultation",
    "expire",
    "forget_holds",
    "hold",
    "house_at",
    "join_waiting_list",
    "mark_no_show",
    "move",
    "on_my_way",
    "open_session",
    "open_slots",
    "overlaps",
    "place_in_line",
    "realign",
    "record_consultation",
    "register_walk_in",
    "release",
    "renew_feed",
    "reopen_consultation",
    "write_note",
]
