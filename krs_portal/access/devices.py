"""Browsers in which somebody signed in before, known by a random cookie."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from krs_portal.access.models import KnownDevice

COOKIE = "krs_device"
KEPT = timedelta(days=365)

# In this order: a browser says that it is like those before it.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
           ("Linux", "Linux"))  # fmt: skip


def read_device(request: HttpRequest) -> str:
    """The digest of the cookie that the browser brings, known or not; empty without one."""
    cookie = request.COOKIES.get(COOKIE, "")
    return hashlib.sha256(cookie.encode()).hexdigest() if re.fullmatch(r"[\w-]{43}", cookie, re.ASCII) else ""


def remember_device(request: HttpRequest, response: HttpResponse, user: Any, *, at: datetime) -> KnownDevice | None:
    """Know this browser from now on; return it where it is new and the account had others before."""
    digest = read_device(request)
    if not digest:
        cookie = secrets.token_urlsafe(32)
        digest = hashlib.sha256(cookie.encode()).hexdigest()
        response.set_cookie(
            COOKIE, cookie, max_age=KEPT, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
        )
    had_others = KnownDevice.objects.filter(user=user).exists()
    browser = describe_browser(request.META.get("HTTP_USER_AGENT", ""))
    device, is_new = KnownDevice.objects.update_or_create(
        user=user,
        digest=digest,
        defaults={"browser": browser, "last_seen_at": at},
        create_defaults={"browser": browser, "first_seen_at": at, "last_seen_at": at},
    )
    return device if is_new and had_others else None


def describe_browser(user_agent: str) -> str:
    """Browser and system as people call them: "Firefox, Windows"; what is not known is not guessed."""
    names = [next((name for mark, name in marks if mark in user_agent), "") for marks in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, names)) or "–"
