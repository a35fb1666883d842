"""How often one address, or one telephone number, may try something. `KRS_THROTTLE=off` lets everything through."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

MINUTE = 60
HOUR = 60 * MINUTE


def may_try(request: HttpRequest, what: str, *, times: int) -> bool:
    """Counts this try; false once the address has had its share of the minute."""
    return may_try_as(request.META.get("REMOTE_ADDR", ""), what, times=times)


def may_try_as(who: str, what: str, *, times: int, within: int = MINUTE) -> bool:
    """The same for anybody known by a text, in so many seconds."""
    if not settings.THROTTLE:
        return True
    key = f"tries:{what}:{who}"
    cache.add(key, 0, within)
    try:
        return bool(cache.incr(key) <= times)
    except ValueError:  # it ran out between the two
        return True
