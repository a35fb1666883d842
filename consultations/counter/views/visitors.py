"""Beside the form of a walk-in: who came before and what for, and who is expected today under the name typed."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from clinics.models import Place
from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Attendance
from consultations.counter.forms import WalkInForm
from consultations.people.errands import Errand, list_errands
from consultations.people.lookalikes import Sought, answers_to
from consultations.people.models.person import Person
from krs_portal.kit.clock import today
from krs_portal.kit.formats import format_clock

SHOWN_ERRANDS = 1
FEWEST_LETTERS = 3  # of a name that is being typed


@dataclass(frozen=True)
class Visitor:
    """Somebody who came before: why they may be meant, what is still open, and what they came for last."""

    person: Person
    reasons: str
    errands: list[Errand]
    more: int  # further errands
    shortcut: str  # Alt and this digit choose them


@dataclass(frozen=True)
class Expected:
    """Somebody who booked for today: they are checked in, not registered once more."""

    attendance: Attendance
    name: str
    time: str
    url: str


def list_visitors(form: WalkInForm, place: Place) -> dict[str, list[Visitor] | list[Expected]]:
    alikes = form.find_lookalikes()
    errands = list_errands(alike.person for alike in alikes)
    known = [
        Visitor(
            alike.person,
            ", ".join(alike.reasons),
            (found := errands.get(alike.person.pk, []))[:SHOWN_ERRANDS],
            max(len(found) - SHOWN_ERRANDS, 0),
            f"Digit{number}",
        )
        for number, alike in enumerate(alikes, 1)
    ]
    return {"known": known, "expected": list_expected(form, place)}


def list_expected(form: WalkInForm, place: Place) -> list[Expected]:
    sought = Sought.read(name=str(form["name"].value() or ""), phone=str(form["phone"].value() or ""))
    if len(sought.name) < FEWEST_LETTERS and not sought.phone:
        return []
    booked = Attendance.objects.of_day(place, today(place.office.time_zone)).filter(state=AttendanceState.BOOKED)
    found = []
    for each in booked.select_related("slot", "topic").order_by("slot__starts_at", "pk"):
        name = each.on_behalf_of or each.name
        if (sought.phone and each.phone == sought.phone) or (
            len(sought.name) >= FEWEST_LETTERS and answers_to(name, sought.name)
        ):
            time = format_clock(each.slot.starts_at, place.office.time_zone)
            found.append(Expected(each, name, time, reverse("consultations:check_in", args=[each.pk])))
    return found
