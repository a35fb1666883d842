"""What the frame of every page needs."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from krs_portal.kit.navigation import places


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"navigation": SimpleLazyObject(lambda: places(request))}
