"""Whoever is meant by what was typed or scanned at the counter: a reference, a name, a telephone number or a NIK."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from clinics.models import Place
from consultations.booking.enums import HERE, AttendanceState
from consultations.booking.models.seats import Attendance
from consultations.booking.querysets import AttendanceQuerySet
from consultations.people.lookalikes import Sought, answers_to
from consultations.people.models.person import Person
from krs_portal.accounts.nik import hash_nik
from krs_portal.kit.formats import format_clock, format_full_day

# As it is printed on a ticket, or inside the address that the ticket's QR code holds.
REFERENCE = re.compile(r"KRS-?([2-9A-Z]{7})(?![0-9A-Z])", re.IGNORECASE)
SHOWN = (AttendanceState.BOOKED, *HERE, AttendanceState.DONE, AttendanceState.LEFT, AttendanceState.NO_SHOW)


@dataclass(frozen=True)
class ElsewhereVisit:
    """A booking that was scanned and is not for this place today."""

    reference: str
    sentence: str
    url: str


def find_visits(text: str, place: Place, day: date, user: Any) -> tuple[AttendanceQuerySet, list[ElsewhereVisit]]:
    """Those of the day at the place; and a booking of another day or place, where its reference was given."""
    of_day = Attendance.objects.of_day(place, day).filter(state__in=SHOWN)
    if reference := read_reference(text):
        here = of_day.filter(reference=reference)
        return here, [] if here.exists() else list_elsewhere(reference, user)
    sought = Sought.guess(text)
    meant = Q(pk__in=[])
    if sought.nik:
        known = Person.objects.filter(office=place.office).with_nik(sought.nik).values("pk")
        meant |= Q(nik_lookup=hash_nik(sought.nik)) | Q(person__in=known)
    if sought.phone:
        meant |= Q(phone=sought.phone) | Q(person__phone=sought.phone)
    elif sought.beginning:
        meant |= Q(phone__startswith=sought.beginning)
    if text.isdigit() and len(text) <= 4:
        meant |= Q(queue_number=int(text))
    if sought.name:
        names = of_day.values_list("pk", "name", "on_behalf_of")
        meant |= Q(pk__in=[pk for pk, *both in names if any(name and answers_to(name, sought.name) for name in both)])
    return of_day.filter(meant), []


def read_reference(text: str) -> str:
    found = REFERENCE.search(text.replace(" ", ""))
    return f"KRS-{found[1].upper()}" if found else ""


def list_elsewhere(reference: str, user: Any) -> list[ElsewhereVisit]:
    rows = Attendance.objects.visible_to(user).filter(reference=reference).select_related("slot__place__office")
    return [
        ElsewhereVisit(
            reference,
            _("%(state)s: %(day)s, %(time)s, %(place)s.")
            % {
                "state": each.get_state_display(),
                "day": format_full_day(each.slot.day),
                "time": format_clock(each.slot.starts_at, each.slot.place.office.time_zone),
                "place": each.slot.place,
            },
            reverse("consultations:visit", args=[each.pk]),
        )
        for each in rows
    ]
