"""Which bookings this browser may open, without an account: a signed cookie of its own; nothing is kept here."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from consultations.booking import catalogue
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.seats import Attendance

COOKIE, SALT = "janji", "consultations.remembered"
MOST = 10  # bookings of one browser
LASTS = settings.SESSION_COOKIE_AGE
Answer = TypeVar("Answer", bound=HttpResponse)


def list_remembered_references(request: HttpRequest) -> list[str]:
    """Those that were booked here, or proved to be known here, in the last hours."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=LASTS) or ""
    return kept.split(".") if kept else []


def remember_booking(answer: Answer, request: HttpRequest, attendance: Attendance | Enquiry) -> Answer:
    """This browser may see the booking, or the written question, from now on."""
    others = [reference for reference in list_remembered_references(request) if reference != attendance.reference]
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


def find_remembered_booking(request: HttpRequest, reference: str) -> Attendance | None:
    if reference not in list_remembered_references(request):
        return None
    for known in Attendance.objects.select_related("slot").filter(reference=reference):  # there is at most one
        return catalogue.fill_attendance_from_catalogue(known)
    return None


def find_remembered_enquiry(request: HttpRequest, reference: str) -> Enquiry | None:
    if reference not in list_remembered_references(request):
        return None
    found: Enquiry | None = Enquiry.objects.select_related("office", "topic").filter(reference=reference).first()
    return found
