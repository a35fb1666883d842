"""What can be booked at a place: days with their free times, and what is nearest to a time that is gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, F, Min, Q
from django.db.models.functions import TruncDate, TruncTime
from django.utils.translation import gettext as _

from clinics.models import Place
from consultations.booking.enums import ServiceChannel, SlotKind
from consultations.booking.models.seats import Slot
from consultations.booking.models.topics import Topic
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.kit.formats import format_full_day

AHEAD = timedelta(weeks=26)  # further than weekly hours open; a class may be announced earlier
FREE = Count("pk", filter=Q(seats_taken__lt=F("seats")))


class OfferedTime(NamedTuple):
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
class OfferedDay:
    """One day at a place, with everything that it offers, full or not."""

    on: date
    times: list[OfferedTime]

    @cached_property
    def free(self) -> int:
        return sum(time.seats_left > 0 for time in self.times)


@dataclass(frozen=True)
class OfferedManner:
    """How one can be served: at which place, over which channel, and how many times are free."""

    place: Place
    channel: ServiceChannel
    free: int
    is_suggested: bool = False


class EarliestTime(NamedTuple):
    """The first free time of a place in one manner."""

    place: Place
    channel: ServiceChannel
    starts_at: datetime

    @property
    def zone(self) -> str:
        return str(self.place.office.time_zone)

    @property
    def on(self) -> date:
        return day_of(self.starts_at, self.zone)


def list_manners(
    places: Iterable[Place], topic: Topic | None, at: datetime, suggested: str = ""
) -> list[OfferedManner]:
    """Ways of being served at these places in the next half year: the one triage suggests first, then by free time."""
    by_pk = {place.pk: place for place in places}
    coming = Slot.objects.offered(at).filter(place__in=by_pk, starts_at__lt=at + AHEAD).about(topic)
    found = coming.values("place", "channel").annotate(free=FREE, first=Min("starts_at")).order_by("first", "place")
    made = [
        OfferedManner(by_pk[row["place"]], ServiceChannel(row["channel"]), row["free"], row["channel"] == suggested)
        for row in found
    ]
    return sorted(made, key=lambda manner: (not manner.is_suggested, not manner.free))


def list_earliest_times(
    places: Iterable[Place], topic: Topic | None, at: datetime, count: int = 4
) -> list[EarliestTime]:
    """The first free time of each place and manner, the earliest of all first.

    Without a topic only what is open to every one of them: it is asked afterwards.
    """
    by_pk = {place.pk: place for place in places}
    free = Slot.objects.bookable(at).filter(place__in=by_pk, starts_at__lt=at + AHEAD)
    free = free.about(topic) if topic else free.filter(topic__isnull=True)
    firsts = free.values("place", "channel").annotate(first=Min("starts_at")).order_by("first", "place", "channel")
    return [EarliestTime(by_pk[row["place"]], ServiceChannel(row["channel"]), row["first"]) for row in firsts[:count]]


def list_offered_days(place: Place, topic: Topic | None, at: datetime, channel: str = "") -> list[OfferedDay]:
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
    by_day: dict[date, list[OfferedTime]] = {}
    for row in by_clock.order_by("starts_at", "pk").values_list(*OfferedTime._fields):
        found = OfferedTime(*row)
        by_day.setdefault(found.on, []).append(found)
    return [OfferedDay(on, times) for on, times in by_day.items()]


def choose_offered_day(days: Iterable[OfferedDay], on: date | None) -> OfferedDay | None:
    """The day asked for, or the first with a free time."""
    days = list(days)
    asked = next((day for day in days if day.on == on), None)
    return asked or next((day for day in days if day.free), None)


def explain_other_day(shown: OfferedDay | None, asked: date | None) -> str:
    """What is said where the day asked for has no time, so that another one is shown; empty where it is that day."""
    if shown is None or asked in (None, shown.on):
        return ""
    words = {"asked": format_full_day(asked), "shown": format_full_day(shown.on)}
    return _("Pada %(asked)s tidak ada waktu yang dapat dipesan; yang tampil adalah %(shown)s.") % words


def list_alternative_slots(slot: Slot, topic: Topic | None, at: datetime, seats: int = 1, count: int = 3) -> list[Slot]:
    """The free slots of the same kind, place and manner nearest to this one."""
    free = Slot.objects.bookable(at, seats).filter(
        place=slot.place_id, kind=slot.kind, channel=slot.channel, starts_at__lt=at + AHEAD
    )
    others = free.about(topic).exclude(pk=slot.pk).with_place()
    nearest = sorted(others, key=lambda other: abs(other.starts_at - slot.starts_at))[:count]
    return sorted(nearest, key=lambda other: other.starts_at)
