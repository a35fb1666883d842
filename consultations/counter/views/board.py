"""The counter's day at one place: who is called and served, who waits and why in that order, who is expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from clinics.models import Place
from consultations.booking import letters, manners
from consultations.booking.enums import HERE, AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.topics import Topic
from consultations.booking.querysets import AttendanceQuerySet
from consultations.counter.enums import ConsultationState
from consultations.counter.models import Consultation
from consultations.counter.order import Turn, arrange_turns, explain_turn
from consultations.counter.services.calling import build_waiter, count_priorities_in_a_row
from krs_portal.accounts.models import User
from krs_portal.kit import formats
from krs_portal.kit.actions import Action
from krs_portal.kit.clock import day_of
from krs_portal.kit.formats import format_person_name
from krs_portal.kit.links import build_url_pattern

OPEN = (AttendanceState.BOOKED, *HERE)
OVER = (AttendanceState.DONE, AttendanceState.LEFT, AttendanceState.NO_SHOW)
CAME = (*HERE, AttendanceState.DONE)
SHOWN = (
    "name", "state", "reference", "on_behalf_of", "phone", "address", "party_size", "wish", "needs", "word", "window",
    "priority", "calls", "queue_number", "topic", "officer", "created_at", "on_my_way_at", "arrived_at", "called_at",
    "served_at", "set_aside_at", "finished_at", "slot__kind", "slot__channel", "slot__starts_at", "slot__link",
)  # fmt: skip


@dataclass(frozen=True)
class QueueLine:
    """One person on the board. Few words, each ready: three hundred of them are drawn at once."""

    attendance: Attendance
    number: str  # in the queue, or the time that was booked
    name: str
    url: str  # every further step, for those who serve
    about: str  # the topic, and how many people
    details: str  # why they stand here or since when, the officer and the window, the reference
    notes: list[str]
    needs: str  # what has to be ready
    actions: list[Action]


@dataclass(frozen=True)
class SessionLine:
    """A group session: one line, however many come."""

    slot: Slot
    time: str
    title: str
    came: int
    expected: int  # with those who came
    url: str
    is_closed: bool


@dataclass
class CounterBoard:
    on: date
    serving: list[QueueLine] = field(default_factory=list)
    waiting: list[QueueLine] = field(default_factory=list)
    held: list[QueueLine] = field(default_factory=list)
    expected: list[QueueLine] = field(default_factory=list)
    finished: list[QueueLine] = field(default_factory=list)
    sessions: list[SessionLine] = field(default_factory=list)
    over: int = 0  # how many are done, left or did not come


SECTIONS = {
    AttendanceState.BOOKED: "expected",
    AttendanceState.WAITING: "waiting",
    AttendanceState.CALLED: "serving",
    AttendanceState.IN_SERVICE: "serving",
    AttendanceState.ON_HOLD: "held",
} | dict.fromkeys(OVER, "finished")


def build_counter_board(
    place: Place, day: date, at: datetime, *, serves: bool, is_today: bool, with_over: bool = False
) -> CounterBoard:
    """`serves` is true for those who work at this counter: they see full names and buttons."""
    board = CounterBoard(day)
    alone = Attendance.objects.of_day(place, day).exclude(slot__kind=SlotKind.GROUP)
    states = (*OPEN, *OVER) if with_over else OPEN
    lines = LineBuilder(place, at, serves=serves, is_today=is_today)
    for line in lines.build(alone.filter(state__in=states)):
        getattr(board, SECTIONS[AttendanceState(line.attendance.state)]).append(line)
    board.finished.sort(key=lambda line: line.attendance.queue_number or 0)
    board.over = len(board.finished) if with_over else alone.filter(state__in=OVER).count()
    board.sessions = list_sessions(place, day, serves=serves)
    return board


def load_lines(visits: AttendanceQuerySet) -> list[Attendance]:
    """The people with what a line shows of them; their topics and officers are few, and fetched once."""
    rows = visits.select_related("slot").only(*SHOWN).order_by("queue_number", "slot__starts_at", "pk")
    coming = list(rows)
    topics = Topic.objects.in_bulk({each.topic_id for each in coming})
    officers = User.objects.in_bulk({each.officer_id for each in coming if each.officer_id})
    for each in coming:
        each.topic = topics[each.topic_id]
        if each.officer_id:
            each.officer = officers[each.officer_id]
    return coming


class LineBuilder:
    """Builds the lines of one place: those who wait in the order in which they are called."""

    def __init__(self, place: Place, at: datetime, *, serves: bool, is_today: bool):
        self.place, self.at, self.serves, self.is_today = place, at, serves, is_today
        self.zone = place.office.time_zone

    def build(self, visits: AttendanceQuerySet) -> list[QueueLine]:
        coming = load_lines(visits)
        records = find_records(coming)
        waiting = [each for each in coming if waits_for_call(each)]
        others = [each for each in coming if not waits_for_call(each)]
        return [
            *(self.build_line(each, records, why) for each, why in self.arrange(waiting)),
            *(self.build_line(each, records, format_since(each, self.zone)) for each in others),
        ]

    def arrange(self, waiting: list[Attendance]) -> Iterable[tuple[Attendance, str]]:
        """Who was handed to somebody first; they are called by that officer before anybody else."""
        by_key = {each.pk: each for each in waiting}
        for turn in order_waiting(waiting, self.place, self.at):
            attendance = by_key[turn.waiter.key]
            officer = str(attendance.officer) if attendance.officer_id else ""
            yield attendance, explain_turn(turn, self.zone, kept_for=officer)

    def build_line(self, attendance: Attendance, records: Mapping[int, tuple[int, str]], why: str) -> QueueLine:
        record, state = records.get(attendance.pk, (0, ""))
        time = formats.format_clock(attendance.slot.starts_at, self.zone)
        return QueueLine(
            attendance=attendance,
            number=formats.format_number(attendance.queue_number) if attendance.queue_number else time,
            name=format_person_name(attendance.name, known=self.serves),
            url=build_url_pattern("consultations:visit") % attendance.pk if self.serves else "",
            about=format_topic(attendance),
            details=" · ".join(filter(None, [why, format_officer(attendance), attendance.reference])),
            notes=self.list_notes(attendance, state),
            needs=letters.format_needs(attendance.needs) if self.serves and attendance.needs else "",
            actions=self.list_actions(attendance, record),
        )

    def list_actions(self, attendance: Attendance, record: int) -> list[Action]:
        actions = list_line_actions(attendance) if self.serves and self.is_today else []
        if record:
            url = build_url_pattern("consultations:consultation") % record
            actions.append(Action(_("Catatan"), url, kind="quiet"))
        return actions

    def list_notes(self, attendance: Attendance, record_state: str) -> list[str]:
        notes = []
        if record_state == ConsultationState.OPEN and attendance.state in OVER:
            notes.append(_("catatan belum ditutup"))
        if attendance.on_behalf_of:
            name = format_person_name(attendance.on_behalf_of, known=self.serves)
            notes.append(_("untuk %(name)s") % {"name": name})
        if not manners.is_at_counter(attendance):
            contact = manners.get_contact(attendance) if self.serves else ""
            notes.append(": ".join(filter(None, [str(manners.get_manner(attendance).label), contact])))
        if self.serves and attendance.word:
            notes.append(f"“{attendance.word}”")
        if self.serves and attendance.wish:
            notes.append(f"“{Truncator(attendance.wish).chars(120)}”")
        return notes


def waits_for_call(attendance: Attendance) -> bool:
    """Who came to a session waits for the session."""
    return attendance.state == AttendanceState.WAITING and attendance.slot.kind != SlotKind.GROUP


def order_waiting(waiting: Iterable[Attendance], place: Place, at: datetime) -> list[Turn]:
    """Those handed to an officer, then everybody else in order."""
    waiters = [build_waiter(each) for each in waiting]
    if not waiters:
        return []
    kept = arrange_turns([each for each in waiters if each.kept_for], at)
    row = count_priorities_in_a_row(place, day_of(at, place.office.time_zone))
    return [*kept, *arrange_turns([each for each in waiters if not each.kept_for], at, in_a_row=row)]


def find_records(coming: Iterable[Attendance]) -> dict[int, tuple[int, str]]:
    """The key and the state of each person's consultation."""
    keys = [each.pk for each in coming]
    found = Consultation.objects.standing().filter(attendance__in=keys).values_list("attendance", "pk", "state")
    return {visit: (pk, state) for visit, pk, state in found}


def format_topic(attendance: Attendance) -> str:
    """ "Desain rumah, 4 orang"."""
    if attendance.party_size == 1:
        return str(attendance.topic)
    people = _("%(count)s orang") % {"count": formats.format_number(attendance.party_size)}
    return f"{attendance.topic}, {people}"


def format_officer(attendance: Attendance) -> str:
    """ "Budi Santoso, loket 3"; for whom somebody waits stands in the reason."""
    if not attendance.officer_id or attendance.state == AttendanceState.WAITING:
        return ""
    window = _("loket %(name)s") % {"name": attendance.window} if attendance.window else ""
    return ", ".join(filter(None, [str(attendance.officer), window]))


def format_since(attendance: Attendance, zone: str) -> str:
    """What somebody who does not wait is doing, and since when."""

    def clock(moment: datetime | None) -> dict[str, str]:
        return {"time": formats.format_clock(moment, zone)}

    match attendance.state:
        case AttendanceState.WAITING:
            return _("datang %(time)s") % clock(attendance.arrived_at)
        case AttendanceState.CALLED if attendance.calls > 1:
            return _("dipanggil ke-%(calls)d kali, %(time)s") % {"calls": attendance.calls} | clock(
                attendance.called_at
            )
        case AttendanceState.CALLED:
            return _("dipanggil %(time)s") % clock(attendance.called_at)
        case AttendanceState.IN_SERVICE:
            return _("dilayani sejak %(time)s") % clock(attendance.served_at or attendance.called_at)
        case AttendanceState.ON_HOLD:
            return _("ditunda sejak %(time)s") % clock(attendance.set_aside_at)
        case AttendanceState.BOOKED if attendance.on_my_way_at:
            return _("sedang menuju tempat, kabar pukul %(time)s") % clock(attendance.on_my_way_at)
        case AttendanceState.DONE if attendance.finished_at:
            return _("selesai %(time)s") % clock(attendance.finished_at)
        case AttendanceState.DONE:
            return _("dilayani; jamnya tidak tercatat")
        case AttendanceState.LEFT:
            return _("pergi, diketahui %(time)s") % clock(attendance.finished_at)
        case AttendanceState.NO_SHOW:
            return _("tidak hadir")
    return ""


def list_line_actions(attendance: Attendance) -> list[Action]:
    """What is pressed most often beside a person; the other steps stand on their page."""
    is_group = attendance.slot.kind == SlotKind.GROUP
    match attendance.state:
        case AttendanceState.BOOKED if is_group:
            return [
                build_press(attendance, _("Datang"), "check_in"),
                build_press(attendance, _("Tidak hadir"), "no_show", kind="quiet"),
            ]
        case AttendanceState.WAITING if is_group:
            return [build_press(attendance, _("Belum datang"), "undo_check_in", kind="quiet")]
        case AttendanceState.BOOKED:
            return [build_press(attendance, _("Datang"), "check_in")]
        case AttendanceState.WAITING:
            return [build_press(attendance, _("Panggil"), "call")]
        case AttendanceState.CALLED:
            return [
                build_press(attendance, _("Mulai"), "serve", kind="primary"),
                build_press(attendance, _("Panggil lagi"), "call_again", kind="quiet"),
            ]
        case AttendanceState.IN_SERVICE:
            return [build_press(attendance, _("Selesai dilayani"), "finish")]
        case AttendanceState.ON_HOLD:
            return [
                build_press(attendance, _("Lanjutkan"), "serve"),
                build_press(attendance, _("Kembali ke antrean"), "put_back", kind="quiet"),
            ]
    return []


def build_press(attendance: Attendance, label: Any, name: str, kind: str = "secondary") -> Action:
    return Action(label, build_url_pattern(f"consultations:{name}") % attendance.pk, kind=kind, method="post")


def list_sessions(place: Place, day: date, *, serves: bool) -> list[SessionLine]:
    """The sessions of a day to which anybody comes or may still come."""
    came, expected = Q(attendances__state__in=CAME), Q(attendances__state__in=OPEN)
    slots = Slot.objects.on_days(place, day, day).filter(kind=SlotKind.GROUP).select_related("topic")
    counted = slots.annotate(
        people=Count("attendances", came | expected),
        came=Sum("attendances__party_size", filter=came),
        expected=Sum("attendances__party_size", filter=came | expected),
    )
    found = [slot for slot in counted.order_by("starts_at", "pk") if slot.people]
    closed = Consultation.objects.closed().filter(session__in=[slot.pk for slot in found])
    over = set(closed.values_list("session", flat=True)) if found else set()
    return [
        SessionLine(
            slot,
            formats.format_clock(slot.starts_at, place.office.time_zone),
            slot.title or str(slot.topic or _("Sesi kelompok")),
            slot.came or 0,
            slot.expected or 0,
            build_url_pattern("consultations:session_list") % slot.pk if serves else "",
            slot.pk in over,
        )
        for slot in found
    ]
