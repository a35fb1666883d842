"""The printed attendance sheet of a group session: each line has a code, by which it is typed in later.

A code is made of the session and the number of the line, so that none has to be kept: a sheet may be printed again, and
a code of another session's sheet is known for what it is.
"""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from consultations.booking.models.seats import Slot
from krs_portal.kit.codes import group_code, normalise_code, spell_code

MOST_LINES = 120  # on the sheets of one session: a class is seldom larger
HALF = 3


def build_line_code(slot: Slot, line: int) -> str:
    """The code of a line, in two halves: "7K3-X9T"."""
    digest = salted_hmac("consultations.sheet", f"{slot.pk}:{line}", algorithm="sha256").digest()
    return group_code(spell_code(digest, 2 * HALF), HALF)


def find_line(slot: Slot, typed: str) -> int | None:
    """The number of the line with this code on the sheets of this session; `None` for any other code."""
    code = normalise_code(typed, HALF)
    return next((line for line in range(1, MOST_LINES + 1) if build_line_code(slot, line) == code), None)


def list_sheet_lines(seats: int, taken: int) -> range:
    """The numbers of the blank lines: for every seat that nobody booked, and some more; at least a few."""
    return range(1, min(max(seats - taken + 5, 10), MOST_LINES) + 1)
