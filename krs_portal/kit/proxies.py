"""The client's address behind proxies."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class TrustedProxies:
    """Set REMOTE_ADDR to the client address that the outermost of our own proxies wrote.

    Throttles, sign-in limits and the audit trail read it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.TRUSTED_PROXIES and (address := read_forwarded_address(request, settings.TRUSTED_PROXIES)):
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


def read_forwarded_address(request: HttpRequest, proxies: int) -> str:
    entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if len(entries) < proxies:
        return ""
    try:
        return str(ip_address(entries[-proxies].strip()))
    except ValueError:
        return ""
