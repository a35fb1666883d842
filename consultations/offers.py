"""What can be booked at a place: days with their free times, and what is nearest to a time that is gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, F, Min, Q
from django.db.models.functions import TruncDate, TruncTime

from clinics.models import Place
from consultations.enums import Channel, SlotKind
from consultations.models import Slot, Topic
from krs_portal.kit.clock import TimeZone

AHEAD = timedelta(weeks=6)
FREE = Count("pk", filter=Q(seats_taken__lt=F("seats")))


class Time(NamedTuple):
    """A slot as it is offered, by the clock of its office. A page may show a hundred: plain values, no model."""

    pk: int
    kind: str
    title: str
    speaker: str
    note: str
    seats: int
    seats_taken: int
    on: date
    starts: time
    ends: time

    @property
    def seats_left(self) -> int:
        return self.seats - self.seats_taken

    @property
    def is_group(self) -> bool:
        return self.kind == SlotKind.GROUP


@dataclass(frozen=True)
class Day:
    """One day at a place, with everything that it offers, full or not."""

    on: date
    times: list[Time]

    @cached_property
    def free(self) -> int:
        return sum(time.seats_left > 0 for time in self.times)


ICONS = {
    Channel.OFFICE: "building-community",
    Channel.ONLINE: "device-desktop",
    Channel.PHONE: "phone",
    Channel.WHATSAPP: "message-2",
    Channel.SITE_VISIT: "home",
}


@dataclass(frozen=True)
class Manner:
    """How one can be served: at which place, over which channel, and how many times are free."""

    place: Place
    channel: Channel
    free: int
    is_suggested: bool = False

    @property
    def icon(self) -> str:
        return ICONS.get(self.channel, "flag")


def manners(places: Iterable[Place], topic: Topic | None, at: datetime, suggested: str = "") -> list[Manner]:
    """What the places offer in the next weeks, what the triage suggests first, then what is free soonest."""
    by_pk = {place.pk: place for place in places}
    coming = Slot.objects.offered(at).filter(place__in=by_pk, starts_at__lt=at + AHEAD).about(topic)
    found = coming.values("place", "channel").annotate(free=FREE, first=Min("starts_at")).order_by("first", "place")
    made = [
        Manner(by_pk[row["place"]], Channel(row["channel"]), row["free"], row["channel"] == suggested) for row in found
    ]
    return sorted(made, key=lambda manner: (not manner.is_suggested, not manner.free))


def days(place: Place, topic: Topic | None, at: datetime, channel: str = "") -> list[Day]:
    """Every day of the next weeks that has a slot, full or not."""
    coming = Slot.objects.offered(at).filter(place=place, starts_at__lt=at + AHEAD).about(topic)
    if channel:
        coming = coming.filter(channel=channel)
    zone = TimeZone(place.office.time_zone).info
    by_clock = coming.annotate(
        on=TruncDate("starts_at", tzinfo=zone),
        starts=TruncTime("starts_at", tzinfo=zone),
        ends=TruncTime("ends_at", tzinfo=zone),
    )
    by_day: dict[date, list[Time]] = {}
    for row in by_clock.order_by("starts_at", "pk").values_list(*Time._fields):
        found = Time(*row)
        by_day.setdefault(found.on, []).append(found)
    return [Day(on, times) for on, times in by_day.items()]


def chosen(days: Iterable[Day], on: date | None) -> Day | None:
    """The day asked for, or the first with a free time."""
    days = list(days)
    asked = next((day for day in days if day.on == on), None)
    return asked or next((day for day in days if day.free), None)


def alternatives(slot: Slot, topic: Topic | None, at: datetime, seats: int = 1, count: int = 3) -> list[Slot]:
    """The free slots of the same kind and place nearest to this one."""
    free = Slot.objects.bookable(at, seats).filter(place=slot.place_id, kind=slot.kind, starts_at__lt=at + AHEAD)
    others = free.about(topic).exclude(pk=slot.pk).with_place()
    nearest = sorted(others, key=lambda other: abs(other.starts_at - slot.starts_at))[:count]
    return sorted(nearest, key=lambda other: other.starts_at)
