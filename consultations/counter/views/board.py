"""The counter's day at one place: who is expected, who waits, who is served, who is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from clinics.models import Place
from consultations.booking import letters, manners
from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Attendance
from consultations.booking.querysets import AttendanceQuerySet
from consultations.counter.models import Consultation
from krs_portal.kit import formats
from krs_portal.kit.actions import Action
from krs_portal.kit.formats import format_person_name

COLUMN = {
    AttendanceState.BOOKED: "expected",
    AttendanceState.WAITING: "waiting",
    AttendanceState.IN_SERVICE: "serving",
    AttendanceState.DONE: "finished",
    AttendanceState.NO_SHOW: "finished",
}


@dataclass(frozen=True)
class QueueLine:
    """One person on the board."""

    attendance: Attendance
    number: str  # in the queue, or the time that was booked
    name: str
    note: str  # how long waiting, or what became of it
    on_behalf_of: str
    manner: str  # unless they come to the counter
    contact: str  # the number, the link or the address that the manner needs
    wish: str  # in their own words; only for those who serve
    needs: str  # what has to be ready
    actions: list[Action]
    url: str | None = None


@dataclass(frozen=True)
class CounterBoard:
    on: date
    expected: list[QueueLine]
    waiting: list[QueueLine]
    serving: list[QueueLine]
    finished: list[QueueLine]


def build_counter_board(place: Place, day: date, at: datetime, *, serves: bool) -> CounterBoard:
    """`serves` is true for those who work at this counter: they see full names and buttons."""
    columns: dict[str, list[QueueLine]] = {"expected": [], "waiting": [], "serving": [], "finished": []}
    coming = Attendance.objects.of_day(place, day).filter(state__in=COLUMN).select_related("slot", "topic")
    of_person, of_session = find_records(coming)
    for attendance in coming.order_by("queue_number", "slot__starts_at", "pk"):
        record = of_person.get(attendance.pk) or of_session.get(attendance.slot_id)
        columns[COLUMN[AttendanceState(attendance.state)]].append(
            build_queue_line(attendance, place, at, record=record, serves=serves)
        )
    return CounterBoard(day, **columns)


def find_records(coming: AttendanceQuerySet) -> tuple[dict[int, int], dict[int, int]]:
    """The keys of the consultations: by the person who came alone, and by the session a group came to."""
    of_person, of_session = {}, {}
    own = Q(attendance__in=coming.values("pk")) | Q(session__in=coming.values("slot"))
    for pk, attendance, session in (
        Consultation.objects.standing().filter(own).values_list("pk", "attendance", "session")
    ):
        if session:
            of_session[session] = pk
        else:
            of_person[attendance] = pk
    return of_person, of_session


def build_queue_line(
    attendance: Attendance, place: Place, at: datetime, *, record: int | None, serves: bool
) -> QueueLine:
    time = formats.format_clock(attendance.slot.starts_at, place.office.time_zone)
    return QueueLine(
        attendance=attendance,
        number=formats.format_number(attendance.queue_number) if attendance.queue_number else time,
        name=format_person_name(attendance.name, known=serves),
        note=format_queue_note(attendance, place, at),
        on_behalf_of=format_person_name(attendance.on_behalf_of, known=serves),
        manner="" if manners.is_at_counter(attendance) else manners.get_manner(attendance).label,
        contact=manners.get_contact(attendance) if serves else "",
        wish=attendance.wish if serves else "",
        needs=letters.format_needs(attendance.needs) if serves else "",
        actions=list_queue_actions(attendance) if serves else [],
        url=reverse("consultations:consultation", args=[record]) if record else None,
    )


def format_queue_note(attendance: Attendance, place: Place, at: datetime) -> str:
    match attendance.state:
        case AttendanceState.WAITING:
            return _("menunggu %(long)s") % {"long": format_duration(attendance.arrived_at, at)}
        case AttendanceState.IN_SERVICE:
            return _("dilayani %(long)s") % {"long": format_duration(attendance.called_at, at)}
        case AttendanceState.DONE:
            return _("selesai %(time)s") % {
                "time": formats.format_clock(attendance.finished_at, place.office.time_zone)
            }
        case AttendanceState.NO_SHOW:
            return _("tidak hadir")
    return ""


def format_duration(since: datetime | None, until: datetime) -> str:
    """ "12 menit", "1 jam 5 menit"."""
    minutes = max(int((until - since).total_seconds()) // 60, 0) if since else 0
    hours, minutes = divmod(minutes, 60)
    if not (hours or minutes):
        return _("kurang dari semenit")
    if not hours:
        return _("%(minutes)d menit") % {"minutes": minutes}
    return _("%(hours)d jam %(minutes)d menit") % {"hours": hours, "minutes": minutes}


def list_queue_actions(attendance: Attendance) -> list[Action]:
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
                action(_("Belum datang"), "consultations:undo_check_in", kind="quiet"),
            ]
        case AttendanceState.IN_SERVICE:
            return [action(_("Kembali ke antrean"), "consultations:put_back", kind="quiet")]
        case AttendanceState.NO_SHOW:
            return [action(_("Datang"), "consultations:check_in")]
    return []
