"""What those who wait may know: the numbers that were called last, and how many are before somebody. No names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.core import signing
from django.db.models import F
from django.urls import reverse

from clinics.models import Place
from consultations.booking.enums import AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance
from consultations.booking.sequels import Sequel, SequelSource
from consultations.counter.order import arrange_turns
from consultations.counter.services.calling import build_waiter, count_priorities_in_a_row, find_waiting
from krs_portal.kit.clock import now, today

SHOWN = 4  # whoever looks up late still sees their number
SAMPLE, LEAST_SAMPLE = 20, 3  # visits that were served today: from fewer no wait is guessed
LATELY = timedelta(hours=1)
STEP = 5  # minutes: a guess is not told more exactly
# Around the median; measured waits of walk-in counters spread about so, and a range that is too narrow is a promise.
SHORTER, LONGER = 0.6, 1.6
IN_QUEUE = (AttendanceState.WAITING, AttendanceState.CALLED, AttendanceState.ON_HOLD)
# The screen hangs on a wall without an account, so that its address lasts; it tells numbers alone.
SCREENS = signing.Signer(sep="~", salt="consultations.counter.lobby")


@dataclass(frozen=True)
class LobbyCall:
    number: int
    window: str
    called_at: datetime


@dataclass(frozen=True)
class QueuePlace:
    """Where somebody stands. `shortest` and `longest` are minutes, both None where nothing can be said."""

    number: int
    state: AttendanceState
    window: str
    called: int | None  # the number that was called last
    before: int
    shortest: int | None = None
    longest: int | None = None
    # The same for whoever would come now, so that somebody who left can tell others.
    newcomer_shortest: int | None = None
    newcomer_longest: int | None = None


def build_screen_path(place: Place) -> str:
    return reverse("consultations:lobby", args=[SCREENS.sign_object(place.pk)])


def find_screen_place(token: str) -> Place | None:
    try:
        pk = SCREENS.unsign_object(token)
    except signing.BadSignature:
        return None
    found: Place | None = Place.objects.select_related("office").filter(pk=pk).first()
    return found


def list_last_calls(place: Place, day: date) -> list[LobbyCall]:
    """The newest first. Whoever was put back was not called."""
    rows: Any = Attendance.objects.of_day(place, day).filter(called_at__isnull=False, queue_number__isnull=False)
    return [
        LobbyCall(*row)
        for row in rows.order_by("-called_at", "-pk").values_list("queue_number", "window", "called_at")[:SHOWN]
    ]


def count_waiting(place: Place, day: date) -> int:
    return len(find_waiting(place, day))


def find_queue_place(attendance: Attendance, at: datetime) -> QueuePlace | None:
    """Where somebody stands who came today and has a number; None for everybody else."""
    place, day = attendance.slot.place, attendance.slot.day
    if attendance.state not in IN_QUEUE or not attendance.queue_number or day != today(place.office.time_zone):
        return None
    calls = list_last_calls(place, day)
    waiting = [build_waiter(each) for each in find_waiting(place, day).values()]
    order = [turn.waiter.key for turn in arrange_turns(waiting, at, in_a_row=count_priorities_in_a_row(place, day))]
    is_waiting = attendance.state == AttendanceState.WAITING and attendance.pk in order
    before = order.index(attendance.pk) if is_waiting else 0
    pace = measure_pace(place, day, at)
    shortest, longest = guess_wait(pace, before) if is_waiting else (None, None)
    newcomer_shortest, newcomer_longest = guess_wait(pace, len(waiting))
    return QueuePlace(
        number=attendance.queue_number,
        state=AttendanceState(attendance.state),
        window=attendance.window if attendance.state == AttendanceState.CALLED else "",
        called=calls[0].number if calls else None,
        before=before,
        shortest=shortest,
        longest=longest,
        newcomer_shortest=newcomer_shortest,
        newcomer_longest=newcomer_longest,
    )


def measure_pace(place: Place, day: date, at: datetime) -> float | None:
    """Minutes until the next is called: how long today's visits took, over how many officers called lately.

    None while too few were served.
    """
    served: Any = Attendance.objects.of_day(place, day).filter(finished_at__gt=F("served_at"))
    taken = [
        (end - begin).total_seconds() / 60
        for begin, end in served.order_by("-finished_at").values_list("served_at", "finished_at")[:SAMPLE]
    ]
    if len(taken) < LEAST_SAMPLE:
        return None
    lately = Attendance.objects.of_day(place, day).filter(called_at__gte=at - LATELY, officer__isnull=False)
    officers = lately.exclude(slot__kind=SlotKind.GROUP).values("officer").distinct().count() or 1
    return median(taken) / officers


def guess_wait(pace: float | None, before: int) -> tuple[int | None, int | None]:
    """Of somebody with so many before them: a range, in whole steps."""
    if pace is None:
        return None, None
    middle = pace * (before + 1)
    shortest = int(middle * SHORTER // STEP * STEP)
    return shortest, max(-int(-middle * LONGER // STEP) * STEP, shortest + STEP)


def build_sequel(attendance: Attendance) -> Sequel | None:
    """On the page that the reference opens, while they wait."""
    found = find_queue_place(attendance, now())
    return Sequel("consultations/counter/queue_place.html", {"place": found}) if found else None


SOURCE = SequelSource("queue", build_sequel)
