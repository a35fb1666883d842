"""The counter's day at one place: who is expected, who waits, who is served, who is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from clinics.models import Place
from consultations.enums import AttendanceState
from consultations.models import Attendance
from consultations.people import shown
from krs_portal.kit import formats
from krs_portal.kit.actions import Action

COLUMN = {
    AttendanceState.BOOKED: "expected",
    AttendanceState.WAITING: "waiting",
    AttendanceState.IN_SERVICE: "serving",
    AttendanceState.DONE: "finished",
    AttendanceState.NO_SHOW: "finished",
}


@dataclass(frozen=True)
class Line:
    """One person on the board."""

    attendance: Attendance
    number: str  # in the queue, or the time that was booked
    name: str
    note: str  # how long waiting, or what became of it
    actions: list[Action]
    url: str | None = None


@dataclass(frozen=True)
class Board:
    on: date
    expected: list[Line]
    waiting: list[Line]
    serving: list[Line]
    finished: list[Line]


def board_of(place: Place, day: date, at: datetime, *, serves: bool) -> Board:
    """`serves`: the reader works at this counter, so names are whole and there is something to press."""
    columns: dict[str, list[Line]] = {"expected": [], "waiting": [], "serving": [], "finished": []}
    coming = Attendance.objects.of_day(place, day).filter(state__in=COLUMN)
    for attendance in coming.select_related("slot", "topic", "consultation").order_by(
        "queue_number", "slot__starts_at", "pk"
    ):
        columns[COLUMN[AttendanceState(attendance.state)]].append(line(attendance, place, at, serves=serves))
    return Board(day, **columns)


def line(attendance: Attendance, place: Place, at: datetime, *, serves: bool) -> Line:
    time = formats.clock(attendance.slot.starts_at, place.office.time_zone)
    record = getattr(attendance, "consultation", None)
    return Line(
        attendance=attendance,
        number=formats.number(attendance.queue_number) if attendance.queue_number else time,
        name=shown(attendance.name, known=serves),
        note=note(attendance, place, at),
        actions=actions(attendance) if serves else [],
        url=reverse("consultations:consultation", args=[record.pk]) if record else None,
    )


def note(attendance: Attendance, place: Place, at: datetime) -> str:
    match attendance.state:
        case AttendanceState.WAITING:
            return _("menunggu %(long)s") % {"long": lasting(attendance.arrived_at, at)}
        case AttendanceState.IN_SERVICE:
            return _("dilayani %(long)s") % {"long": lasting(attendance.called_at, at)}
        case AttendanceState.DONE:
            return _("selesai %(time)s") % {"time": formats.clock(attendance.finished_at, place.office.time_zone)}
        case AttendanceState.NO_SHOW:
            return _("tidak hadir")
    return ""


def lasting(since: datetime | None, until: datetime) -> str:
    """ "12 menit", "1 jam 5 menit"."""
    minutes = max(int((until - since).total_seconds()) // 60, 0) if since else 0
    hours, minutes = divmod(minutes, 60)
    if not (hours or minutes):
        return _("kurang dari semenit")
    if not hours:
        return _("%(minutes)d menit") % {"minutes": minutes}
    return _("%(hours)d jam %(minutes)d menit") % {"hours": hours, "minutes": minutes}


def actions(attendance: Attendance) -> list[Action]:
    """What can be pressed beside a person; the service still has the last word."""

    def action(label: str, url_name: str, kind: str = "secondary") -> Action:
        return Action(label, reverse(url_name, args=[attendance.pk]), kind=kind, method="post")

    match attendance.state:
        case AttendanceState.BOOKED:
            return [
                action(_("Datang"), "consultations:check_in"),
                action(_("Tidak hadir"), "consultations:no_show", kind="quiet"),
            ]
        case AttendanceState.WAITING:
            return [
                action(_("Panggil"), "consultations:call", kind="primary"),
                action(_("Tidak hadir"), "consultations:no_show", kind="quiet"),
            ]
        case AttendanceState.NO_SHOW:
            return [action(_("Datang"), "consultations:check_in")]
    return []
