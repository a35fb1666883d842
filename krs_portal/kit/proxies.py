"""Who asks, behind proxies: REMOTE_ADDR becomes the address that the outermost proxy of our own has seen."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class TrustedProxies:
    """Throttles, sign-in limits and the audit trail read REMOTE_ADDR; without a proxy it is right as it is.

    Each proxy appends the address it was asked from, so ours wrote the last entries; anybody may have written those
    before. A request with fewer entries did not come through all of them and is known by its own address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.TRUSTED_PROXIES and (address := forwarded(request, settings.TRUSTED_PROXIES)):
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


def forwarded(request: HttpRequest, proxies: int) -> str:
    entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if len(entries) < proxies:
        return ""
    try:
        return str(ip_address(entries[-proxies].strip()))
    except ValueError:
        return ""
