"""Addresses: whole ones, which work outside the portal (in messages, calendars, codes on paper and API answers), and
those of many rows at once.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse


def build_absolute_url(name: str, *arguments: Any, **query: Any) -> str:
    """The whole address of a page by its URL name, with its parameters behind the question mark."""
    path = settings.BASE_URL + reverse(name, args=arguments)
    return f"{path}?{urlencode(query)}" if query else path


@cache
def build_url_pattern(name: str) -> str:
    """The address of one row with `%d` in place of its key: `pattern % row.pk`.

    `reverse` took 50 to 70 µs a row when measured: 1.3 ms for a list of 25 rows, 29 ms for a map with 400 marks.
    Each is made once: a counter with 150 lines of two buttons asks for 350 addresses of eight patterns.
    """
    return reverse(name, args=[0]).replace("/0/", "/%d/")
