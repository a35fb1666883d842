"""What the frame of every page needs."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from krs_portal.kit.navigation import list_footer_links, list_header_links


def build_frame_context(request: HttpRequest) -> dict[str, Any]:
    return {
        "navigation": partial(list_header_links, request),
        "elsewhere": partial(list_footer_links, request),
        "language_url": reverse("set_language"),
    }
