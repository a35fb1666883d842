"""Opening slots from weekly hours, and changing hours without touching a booked seat silently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction

from clinics.models import Closure, Place
from consultations import policies
from consultations.enums import SlotState
from consultations.models import Absence, Attendance, Feed, Slot, WeeklyHours
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.offices.calendar import working_days


@dataclass(frozen=True)
class Opening:
    """A slot that the hours of a place give on a day."""

    hours: WeeklyHours
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Realigned:
    """What a change of hours did: slots opened and taken away, and people in slots that no longer fit."""

    opened: list[Slot]
    withdrawn: int
    affected: list[Attendance]


def openings(place: Place, start: date, until: date) -> Iterator[Opening]:
    """Every slot that weekly hours, working calendar, closures and absences leave from `start` to `until`."""
    zone = TimeZone(place.office.time_zone).info
    closures = list(Closure.objects.filter(place=place, starts_on__lte=until, ends_on__gte=start))
    absences = list(Absence.objects.filter(starts_on__lte=until, ends_on__gte=start))
    weekly = list(WeeklyHours.objects.filter(place=place).order_by("opens_at", "pk"))
    for day in working_days(place.region or place.office.region, start, until):
        if any(closure.starts_on <= day <= closure.ends_on for closure in closures):
            continue
        away = {absence.officer_id for absence in absences if absence.starts_on <= day <= absence.ends_on}
        for hours in weekly:
            if hours.is_on(day) and hours.officer_id not in away:
                yield from cut(hours, day, zone)


def cut(hours: WeeklyHours, day: date, zone: ZoneInfo) -> Iterator[Opening]:
    """A day's hours in whole slots; what is left over at the end is not offered."""
    starts_at = datetime.combine(day, hours.opens_at, zone)
    closes_at = datetime.combine(day, hours.closes_at, zone)
    length = timedelta(minutes=hours.slot_minutes)
    while starts_at + length <= closes_at:
        yield Opening(hours, starts_at, starts_at + length)
        starts_at += length


def horizon(place: Place, at: datetime) -> tuple[date, date]:
    """From tomorrow to the last day that any hours of the place may be booked for."""
    today = day_of(at, place.office.time_zone)
    days = place.weekly_hours.order_by("-opens_days_before").values_list("opens_days_before", flat=True).first()
    return today + timedelta(days=1), today + timedelta(days=days or 0)


@transaction.atomic
def open_slots(*, place: Place, at: datetime) -> list[Slot]:
    """Open what is not open yet; run as often as you like, also twice at once."""
    place = Place.objects.select_for_update(no_key=True, of=("self",)).select_related("office").get(pk=place.pk)
    start, until = horizon(place, at)
    known = set(Slot.objects.filter(hours__place=place).values_list("hours", "starts_at"))
    fresh = [
        Slot(
            place=place,
            hours=opening.hours,
            officer=opening.hours.officer,
            channel=opening.hours.channel,
            starts_at=opening.starts_at,
            ends_at=opening.ends_at,
            registration_ends_at=opening.starts_at - timedelta(hours=opening.hours.closes_hours_before),
            seats=opening.hours.desks,
        )
        for opening in openings(place, start, until)
        if (opening.hours.pk, opening.starts_at) not in known
        and opening.starts_at < at + timedelta(days=opening.hours.opens_days_before + 1)
    ]
    return Slot.objects.bulk_create(fresh)


@transaction.atomic
def realign(*, place: Place, by: Any, at: datetime) -> Realigned:
    """Bring future slots in line with hours, closures and absences as they are now.

    Free slots that no longer fit are withdrawn, those that fit again are opened. A slot with a taken seat stays as it
    is; its people are returned, so that staff move or cancel them, with a message.
    """
    if refusal := policies.why_not_serve(by, place.office):
        raise PermissionDenied(refusal)
    start, _until = horizon(place, at)
    midnight = datetime.combine(start, time.min, TimeZone(place.office.time_zone).info)
    future = list(
        Slot.objects.select_for_update(no_key=True, of=("self",))
        .filter(hours__place=place, starts_at__gte=midnight)
        .order_by("pk")
    )
    last = max((day_of(slot.starts_at, place.office.time_zone) for slot in future), default=start)
    fitting = {(opening.hours.pk, opening.starts_at) for opening in openings(place, start, last)}
    misfits = [slot for slot in future if (slot.hours_id, slot.starts_at) not in fitting]
    free = Slot.objects.filter(
        pk__in=[slot.pk for slot in misfits if slot.seats_taken == 0 and slot.state == SlotState.OPEN]
    )
    untouched = list(free.filter(attendances=None).values_list("pk", flat=True))
    withdrawn = free.exclude(pk__in=untouched).update(state=SlotState.CANCELLED) + len(untouched)
    Slot.objects.filter(pk__in=untouched).delete()  # so that hours changed back open them again
    affected = Attendance.objects.coming().filter(slot__in=[slot.pk for slot in misfits if slot.seats_taken])
    return Realigned(
        opened=open_slots(place=place, at=at),
        withdrawn=withdrawn,
        affected=list(affected.select_related("slot__place__office", "topic").order_by("slot__starts_at", "pk")),
    )


@transaction.atomic
def renew_feed(*, place: Place, by: Any) -> Feed:
    """Every address of this calendar subscription that was given out so far ends."""
    if refusal := policies.why_not_serve(by, place.office):
        raise PermissionDenied(refusal)
    feed, _made = Feed.objects.get_or_create(officer=by, place=place)
    feed = Feed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    feed.number += 1
    feed.save(update_fields=["number"])
    return feed
