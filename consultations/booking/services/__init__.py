"""What booking does: seats taken, kept, moved and given back. Only this wing's own modules are gathered here."""

from consultations.booking.services.booking import (
    book_seat,
    cancel_booking,
    confirm_booking,
    hold_seat,
    mark_on_my_way,
    move_booking,
    release_hold,
)
from consultations.booking.services.enquiries import answer_enquiry, send_enquiry
from consultations.booking.services.lost import send_lost_numbers
from consultations.booking.services.seats import SlotFull, delete_ended_holds, expire_holds
from consultations.booking.services.waiting import (
    accept_offer,
    get_place_in_line,
    join_waiting_list,
    swap_into_offer,
    wait_again,
)

__all__ = [
    "SlotFull",
    "accept_offer",
    "answer_enquiry",
    "book_seat",
    "cancel_booking",
    "confirm_booking",
    "delete_ended_holds",
    "expire_holds",
    "get_place_in_line",
    "hold_seat",
    "join_waiting_list",
    "mark_on_my_way",
    "move_booking",
    "release_hold",
    "send_enquiry",
    "send_lost_numbers",
    "swap_into_offer",
    "wait_again",
]  # fmt: skip
