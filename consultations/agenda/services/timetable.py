"""Opening slots from weekly hours, and changing hours without touching a booked seat silently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from clinics.closures import list_closed_days
from clinics.models import Place
from consultations.agenda.models import Absence, Feed, WeeklyHours
from consultations.booking.enums import COMING, IN_LINE, AttendanceState, SlotState
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.services.seats import offer_free_seats
from consultations.people import policies
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if
from krs_portal.offices.calendar import list_working_days


@dataclass(frozen=True)
class SlotOpening:
    """A slot that the hours of a place give on a day."""

    hours: WeeklyHours
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Realignment:
    """What a change of hours did: slots opened and taken away, and people in slots that no longer fit."""

    opened: list[Slot]
    withdrawn: int
    affected: list[Attendance]


def list_openings(place: Place, start: date, until: date) -> Iterator[SlotOpening]:
    """Every slot that weekly hours, working calendar, closures and absences leave from `start` to `until`."""
    zone = TimeZone(place.office.time_zone).info
    closed = list_closed_days(place, start, until)
    absences = list(Absence.objects.filter(starts_on__lte=until, ends_on__gte=start))
    weekly = list(WeeklyHours.objects.filter(place=place).order_by("opens_at", "pk"))
    for day in list_working_days(place.region or place.office.region, start, until):
        if day in closed:
            continue
        away = {absence.officer_id for absence in absences if absence.starts_on <= day <= absence.ends_on}
        for hours in weekly:
            if hours.is_on(day) and hours.officer_id not in away:
                yield from split_hours_into_slots(hours, day, zone)


def split_hours_into_slots(hours: WeeklyHours, day: date, zone: ZoneInfo) -> Iterator[SlotOpening]:
    """A day's hours in whole slots; what is left over at the end is not offered."""
    starts_at = datetime.combine(day, hours.opens_at, zone)
    closes_at = datetime.combine(day, hours.closes_at, zone)
    length = timedelta(minutes=hours.slot_minutes)
    while starts_at + length <= closes_at:
        yield SlotOpening(hours, starts_at, starts_at + length)
        starts_at += length


def compute_horizon(place: Place, at: datetime) -> tuple[date, date]:
    """From tomorrow to the last day that any hours of the place may be booked for."""
    today = day_of(at, place.office.time_zone)
    days = place.weekly_hours.order_by("-opens_days_before").values_list("opens_days_before", flat=True).first()
    return today + timedelta(days=1), today + timedelta(days=days or 0)


@transaction.atomic
def open_slots(*, place: Place, at: datetime) -> list[Slot]:
    """Open what is not open yet; run as often as you like, also twice at once."""
    place = lock_row(place, "office", no_key=True)
    start, until = compute_horizon(place, at)
    known = set(Slot.objects.filter(hours__place=place).values_list("hours", "starts_at"))
    fresh = [
        Slot(
            place=place,
            hours=opening.hours,
            officer=opening.hours.officer,
            channel=opening.hours.channel,
            link=opening.hours.link,
            starts_at=opening.starts_at,
            ends_at=opening.ends_at,
            registration_ends_at=opening.starts_at - timedelta(hours=opening.hours.closes_hours_before),
            seats=opening.hours.desks,
        )
        for opening in list_openings(place, start, until)
        if (opening.hours.pk, opening.starts_at) not in known
        and opening.starts_at < at + timedelta(days=opening.hours.opens_days_before + 1)
    ]
    return Slot.objects.bulk_create(fresh)


@transaction.atomic
def realign_slots(*, place: Place, by: Any, at: datetime) -> Realignment:
    """Bring the slots ahead in line with hours, closures and absences as they are now, for those who work there."""
    refuse_if(policies.why_not_serve(by, place.office))
    return align_slots(place=place, at=at)


@transaction.atomic
def align_slots(*, place: Place, at: datetime) -> Realignment:
    """Close every slot ahead that is not held any more, today's and group sessions too, and open what is held again.

    In a closed slot nobody is added from now on: slots are locked before their people are listed, so whoever booked
    meanwhile is among them. None is deleted, since somebody may be booking it; hours changed back open it once more.
    """
    place = lock_row(place, "office", no_key=True)
    ahead = list(
        Slot.objects.public()
        .filter(place=place, state__in=(SlotState.OPEN, SlotState.CLOSED), starts_at__gt=at)
        .select_for_update(no_key=True, of=("self",))
        .select_related("place__office")
        .order_by("pk")
    )
    unheld = list_unheld_slots(place, ahead, at)
    keys = {slot.pk for slot in unheld}
    again = [slot for slot in ahead if slot.state == SlotState.CLOSED and slot.pk not in keys]
    Slot.objects.filter(pk__in=[slot.pk for slot in again]).update(state=SlotState.OPEN)
    withdrawn = sum(slot.seats_taken == 0 and slot.state == SlotState.OPEN for slot in unheld)
    Slot.objects.filter(pk__in=keys).update(state=SlotState.CLOSED)
    end_holds(keys, at=at)
    offer_reopened_seats(again, at=at)
    return Realignment([*again, *open_slots(place=place, at=at)], withdrawn, list_concerned_people(keys))


def list_unheld_slots(place: Place, slots: list[Slot], at: datetime) -> list[Slot]:
    """Those of the slots that weekly hours do not give any more, or whose day is closed."""
    start = day_of(at, place.office.time_zone)
    last = max((slot.day for slot in slots), default=start)
    given = {(opening.hours.pk, opening.starts_at) for opening in list_openings(place, start, last)}
    closed = list_closed_days(place, start, last)
    return [
        slot for slot in slots if (slot.hours_id and (slot.hours_id, slot.starts_at) not in given) or slot.day in closed
    ]


def offer_reopened_seats(slots: list[Slot], *, at: datetime) -> None:
    """Whoever waited for a slot that is open again is next."""
    waited = Slot.objects.filter(pk__in=[slot.pk for slot in slots], attendances__state=AttendanceState.WAITLISTED)
    for key in waited.order_by("pk").values_list("pk", flat=True).distinct():
        offer_free_seats(key, at=at)


def end_holds(slots: Iterable[int], *, at: datetime) -> None:
    """Holds of these slots end now. One that is just being confirmed is left: the database refuses it."""
    held = Attendance.objects.filter(slot__in=slots, state=AttendanceState.HELD).order_by("pk")
    ids = list(held.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
    Attendance.objects.filter(pk__in=ids).update(state=AttendanceState.EXPIRED, hold_ends_at=None, finished_at=at)


def list_concerned_people(slots: Iterable[int]) -> list[Attendance]:
    """Everybody who is coming to one of the slots or waits for a seat there."""
    concerned = Attendance.objects.filter(slot__in=slots, state__in=(*COMING, *IN_LINE))
    return list(concerned.select_related("slot__place__office", "topic").order_by("slot__starts_at", "pk"))


@transaction.atomic
def renew_feed(*, place: Place, by: Any) -> Feed:
    """End every address of this calendar subscription given out so far, by raising its number."""
    refuse_if(policies.why_not_serve(by, place.office))
    feed, _made = Feed.objects.get_or_create(officer=by, place=place)
    feed = lock_row(feed)
    feed.number += 1
    feed.save(update_fields=["number"])
    return feed
