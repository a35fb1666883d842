"""The agenda of one place: its slots of a day or a week, who comes to them, and what is still free."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q

from clinics.closures import list_closed_days
from clinics.models import Place
from consultations.booking.enums import COMING, IN_LINE, AttendanceState, SlotState
from consultations.booking.models.seats import Attendance, Slot
from krs_portal.kit.clock import day_of
from krs_portal.kit.formats import format_person_name

SHOWN = (
    *COMING, *IN_LINE, AttendanceState.HELD, AttendanceState.DONE, AttendanceState.LEFT, AttendanceState.NO_SHOW,
)  # fmt: skip


@dataclass(frozen=True)
class AgendaPerson:
    """One line under a slot."""

    attendance: Attendance
    name: str
    on_behalf_of: str
    is_changeable: bool  # moved to another time, or cancelled and told


@dataclass(frozen=True)
class AgendaEntry:
    """A slot with its people and what is free."""

    slot: Slot
    people: list[AgendaPerson]
    overlaps: bool = False

    @property
    def is_open(self) -> bool:
        return self.slot.state == SlotState.OPEN


@dataclass
class AgendaDay:
    on: date
    closed: str = ""  # the public reason
    entries: list[AgendaEntry] = field(default_factory=list)

    @property
    def seats(self) -> int:
        return sum(entry.slot.seats for entry in self.entries)

    @property
    def free(self) -> int:
        return sum(entry.slot.seats_left for entry in self.entries if entry.is_open)

    @property
    def coming(self) -> int:
        """Who has a seat; those in line for one are not coming yet."""
        waits = AttendanceState.WAITLISTED
        return sum(person.attendance.state != waits for entry in self.entries for person in entry.people)

    @property
    def left_over(self) -> int:
        """People of slots that are closed, who are still to be moved or told."""
        return sum(person.is_changeable for entry in self.entries if not entry.is_open for person in entry.people)


def list_week_days(day: date) -> list[date]:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return list_days_between(monday, monday + timedelta(days=6))


def list_days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def build_agenda(place: Place, days: list[date], *, known: bool) -> list[AgendaDay]:
    """`known`: the reader works here, so names are whole."""
    closed = list_closed_days(place, days[0], days[-1], with_holidays=True)
    made = {day: AgendaDay(day, closed.get(day, "")) for day in days}
    for slot in list_shown_slots(place, days[0], days[-1]):
        people = [
            AgendaPerson(
                coming,
                format_person_name(coming.name, known=known) or coming.get_state_display(),
                format_person_name(coming.on_behalf_of, known=known),
                coming.state == AttendanceState.BOOKED or (slot.state == SlotState.CLOSED and coming.state in IN_LINE),
            )
            for coming in slot.people
        ]
        made[day_of(slot.starts_at, place.office.time_zone)].entries.append(AgendaEntry(slot, people))
    for day in made.values():
        day.entries = mark_clashing_entries(day.entries)
    return list(made.values())


def list_shown_slots(place: Place, first: date, last: date) -> Any:
    people = Attendance.objects.filter(state__in=SHOWN).select_related("topic").order_by("created_at", "pk")
    return (
        Slot.objects.public()
        .on_days(place, first, last)
        .filter(Q(state=SlotState.OPEN) | Q(state=SlotState.CLOSED, attendances__state__in=(*COMING, *IN_LINE)))
        .distinct()
        .select_related("topic", "place__office")
        .prefetch_related(Prefetch("attendances", people, to_attr="people"))
        .order_by("starts_at", "pk")
    )


def mark_clashing_entries(entries: list[AgendaEntry]) -> list[AgendaEntry]:
    """Mark entries that overlap: two with the same officer, or a group session beside individual slots."""
    clashing = {
        one.slot.pk
        for number, one in enumerate(entries)
        for other in entries[:number]
        if one.slot.starts_at < other.slot.ends_at
        and (one.slot.kind != other.slot.kind or (one.slot.officer_id and one.slot.officer_id == other.slot.officer_id))
    }
    return [AgendaEntry(entry.slot, entry.people, entry.slot.pk in clashing) for entry in entries]


def find_next_free_slot(slot: Slot, seats: int, at: datetime) -> Slot | None:
    """The first free slot of the same kind and place after this one."""
    later = Slot.objects.bookable(at, seats).filter(
        place=slot.place_id, kind=slot.kind, channel=slot.channel, starts_at__gt=slot.starts_at
    )
    return later.with_place().order_by("starts_at", "pk").first()
