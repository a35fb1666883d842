"""How often one address, or one telephone number, may try something. `KRS_THROTTLE=off` lets everything through."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

MINUTE = 60
HOUR = 60 * MINUTE


@dataclass(frozen=True)
class Share:
    """So many tries in so many seconds. An address is often a whole village hall at one connection: shares are wide."""

    what: str
    times: int
    within: int = MINUTE


HOLDS = Share("hold", 60)
BOOKINGS = Share("book", 30)
BOOKINGS_BY_PHONE = Share("book-phone", 8, HOUR)
ENQUIRIES = Share("enquiry", 20)
ENQUIRIES_BY_PHONE = Share("enquiry-phone", 5, HOUR)
LOST_NUMBERS = Share("lost-number", 10)
LOST_NUMBERS_BY_PHONE = Share("lost-number-phone", 3, HOUR)
MOVES_BY_PHONE = Share("move-phone", 8, HOUR)
API_BOOKINGS = Share("api-booking", 20)
LOOK_UPS = Share("look-up", 10)
LOOK_UPS_BY_PHONE = Share("look-up-phone", 10, HOUR)  # whatever the address: a number is guessed from many
WITHOUT_PROOF = Share("without-proof", 6)


def may_try(request: HttpRequest, share: Share) -> bool:
    """Count this try; false once the address has had its share."""
    return may_try_as(request.META.get("REMOTE_ADDR", ""), share)


def may_try_as(who: str, share: Share) -> bool:
    """The same for anybody known by a text, such as a telephone number."""
    if not settings.THROTTLE:
        return True
    key = f"tries:{share.what}:{who}"
    cache.add(key, 0, share.within)
    try:
        return bool(cache.incr(key) <= share.times)
    except ValueError:  # it ran out between the two
        return True
