"""How often one address may try something in a minute. `KRS_THROTTLE=off` lets everything through."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

MINUTE = 60


def may_try(request: HttpRequest, what: str, *, times: int) -> bool:
    """Counts this try; false once the address has had its share of the minute."""
    if not settings.THROTTLE:
        return True
    key = f"tries:{what}:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, MINUTE)
    try:
        return bool(cache.incr(key) <= times)
    except ValueError:  # it ran out between the two
        return True
