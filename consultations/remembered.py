"""Which bookings this browser may open, without an account: a signed cookie of its own; nothing is kept here."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from consultations import catalogue
from consultations.models import Attendance

COOKIE, SALT = "janji", "consultations.remembered"
MOST = 10  # bookings of one browser
LASTS = settings.SESSION_COOKIE_AGE
Answer = TypeVar("Answer", bound=HttpResponse)


def references(request: HttpRequest) -> list[str]:
    """Those that were booked here, or proved to be known here, in the last hours."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=LASTS) or ""
    return kept.split(".") if kept else []


def remember(answer: Answer, request: HttpRequest, attendance: Attendance) -> Answer:
    """This browser may see the booking from now on."""
    others = [reference for reference in references(request) if reference != attendance.reference]
    answer.set_signed_cookie(
        COOKIE,
        ".".join([*others, attendance.reference][-MOST:]),
        salt=SALT,
        max_age=LASTS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


def find(request: HttpRequest, reference: str) -> Attendance | None:
    if reference not in references(request):
        return None
    for known in Attendance.objects.select_related("slot").filter(reference=reference):  # there is at most one
        return catalogue.settled_in(known)
    return None
