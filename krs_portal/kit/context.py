"""What the frame of every page needs."""

from functools import cache, partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from krs_portal.kit.navigation import elsewhere, places


def frame(request: HttpRequest) -> dict[str, Any]:
    return {
        "navigation": partial(places, request),
        "elsewhere": partial(elsewhere, request),
        "language_url": _language_url(),
    }


@cache
def _language_url() -> str:
    return reverse("set_language")
