"""The agenda of one place: its slots of a day or a week, who comes to them, and what is still free."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Prefetch

from clinics.models import Closure, Place
from consultations.enums import COMING, AttendanceState
from consultations.models import Attendance, Slot
from consultations.people import shown
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.offices.calendar import days_off

SHOWN = (*COMING, AttendanceState.HELD, AttendanceState.OFFERED, AttendanceState.DONE, AttendanceState.NO_SHOW)


@dataclass(frozen=True)
class Person:
    """One line under a slot."""

    attendance: Attendance
    name: str
    is_movable: bool


@dataclass(frozen=True)
class Entry:
    """A slot with its people and what is free."""

    slot: Slot
    people: list[Person]
    overlaps: bool = False


@dataclass
class AgendaDay:
    on: date
    closed: str = ""  # the public reason
    entries: list[Entry] = field(default_factory=list)

    @property
    def seats(self) -> int:
        return sum(entry.slot.seats for entry in self.entries)

    @property
    def free(self) -> int:
        return sum(entry.slot.seats_left for entry in self.entries)

    @property
    def coming(self) -> int:
        return sum(len(entry.people) for entry in self.entries)


def week_of(day: date) -> list[date]:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=number) for number in range(7)]


def agenda(place: Place, days: list[date], *, known: bool) -> list[AgendaDay]:
    """`known`: the reader works here, so names are whole."""
    zone = TimeZone(place.office.time_zone)
    made = {day: AgendaDay(day, reason) for day, reason in zip(days, reasons(place, days), strict=True)}
    for slot in slots_between(place, days[0], days[-1], zone):
        people = [
            Person(coming, shown(coming.name, known=known) or coming.get_state_display(), coming.state == "BOOKED")
            for coming in slot.people
        ]
        made[day_of(slot.starts_at, zone.value)].entries.append(Entry(slot, people))
    for day in made.values():
        day.entries = marked(day.entries)
    return list(made.values())


def slots_between(place: Place, first: date, last: date, zone: TimeZone) -> Any:
    people = Attendance.objects.filter(state__in=SHOWN).select_related("topic").order_by("created_at", "pk")
    return (
        Slot.objects.public()
        .filter(
            place=place,
            state="OPEN",
            starts_at__gte=datetime.combine(first, time.min, zone.info),
            starts_at__lt=datetime.combine(last + timedelta(days=1), time.min, zone.info),
        )
        .select_related("topic", "place__office")
        .prefetch_related(Prefetch("attendances", people, to_attr="people"))
        .order_by("starts_at", "pk")
    )


def marked(entries: list[Entry]) -> list[Entry]:
    """Slots that want one officer at the same time, or a group beside single times, are told apart."""
    clashing = {
        one.slot.pk
        for number, one in enumerate(entries)
        for other in entries[:number]
        if one.slot.starts_at < other.slot.ends_at
        and (one.slot.kind != other.slot.kind or (one.slot.officer_id and one.slot.officer_id == other.slot.officer_id))
    }
    return [Entry(entry.slot, entry.people, entry.slot.pk in clashing) for entry in entries]


def reasons(place: Place, days: list[date]) -> list[str]:
    """Why the place is closed on each of the days; empty where it is open."""
    off = days_off(place.region or place.office.region, days[0], days[-1])
    closures = list(Closure.objects.filter(place=place, starts_on__lte=days[-1], ends_on__gte=days[0]))
    return [
        next((closure.reason for closure in closures if closure.starts_on <= day <= closure.ends_on), off.get(day, ""))
        for day in days
    ]


def next_free(slot: Slot, seats: int, taken: set[int], at: datetime) -> Slot | None:
    """The first free slot of the same kind and place after this one."""
    later = Slot.objects.bookable(at, seats).filter(
        place=slot.place_id, kind=slot.kind, channel=slot.channel, starts_at__gt=slot.starts_at
    )
    return later.exclude(pk__in=taken).with_place().order_by("starts_at", "pk").first()
