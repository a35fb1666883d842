"""What a head looks at: who waits now, what lies too long, what was promised and is late, who did not come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Min, Q
from django.utils.translation import gettext_lazy as _

from clinics.models import Place
from consultations.booking.enums import AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance
from consultations.booking.querysets import AttendanceQuerySet
from consultations.counter.assistance.models import Assistance
from consultations.counter.models import Consultation
from consultations.counter.promises.models import Promise
from consultations.counter.review.waiting import count_waiting
from krs_portal.accounts.models import User
from krs_portal.kit.clock import day_of, get_midnight
from krs_portal.offices.models import Office

DRAFT_DAYS = 2  # a record that is not closed by then is forgotten rather than written
MISSED_DAYS = 30  # with today: whoever ends the day sees who did not come
STATE = AttendanceState


class VisitShare(models.TextChoices):
    """The visits that a figure of the overview counts."""

    MISSED = "missed", _("Janji yang tidak hadir")
    BOOKED = "booked", _("Janji yang sudah lewat")
    SERVED = "served", _("Dilayani hari ini")


SHARE_STATES = {VisitShare.MISSED: (STATE.NO_SHOW,), VisitShare.BOOKED: (STATE.NO_SHOW, STATE.DONE, STATE.LEFT)}


@dataclass(frozen=True)
class PlaceNow:
    """One counter at this moment; `since` is from when on whoever waits longest has waited."""

    place: Place
    waiting: int
    since: datetime | None
    serving: int


@dataclass(frozen=True)
class OfficerWork:
    officer: Any  # None for what nobody has
    served: int  # today, all places
    drafts: int  # too old
    late: int  # promises


@dataclass(frozen=True)
class MissedVisits:
    """Of those who had booked in the last days, how many did not come."""

    missed: int
    booked: int


@dataclass(frozen=True)
class OfficeOverview:
    places: Sequence[PlaceNow]
    officers: Sequence[OfficerWork]
    drafts: int
    drafts_until: date
    late: int
    in_basket: int  # promises that nobody has
    missed: MissedVisits
    unreviewed: int | None  # None where the office wants no reviews
    helped: int  # assistances to houses that run
    helped_late: int  # of these, beyond the day on which they were to be done

    @property
    def waiting(self) -> int:
        return sum(each.waiting for each in self.places)


def build_overview(office: Office, at: datetime) -> OfficeOverview:
    """A fixed number of queries, however many people and officers."""
    day = day_of(at, office.time_zone)
    until = day - timedelta(days=DRAFT_DAYS + 1)
    drafts = Consultation.objects.open().filter(office=office, happened_on__lte=until)
    late = Promise.objects.late(at).filter(office=office)
    return OfficeOverview(
        places=list_places_now(office, day),
        officers=list_officers(office, day, drafts, late),
        drafts=drafts.count(),
        drafts_until=until,
        late=late.count(),
        in_basket=Promise.objects.open().in_basket().filter(office=office).count(),
        missed=count_missed(office, day),
        unreviewed=count_waiting(office),
        helped=Assistance.objects.running().filter(office=office).count(),
        helped_late=Assistance.objects.late(at).filter(office=office).count(),
    )


def list_places_now(office: Office, day: date) -> list[PlaceNow]:
    zone = office.time_zone
    begins, ends = get_midnight(day, zone), get_midnight(day + timedelta(days=1), zone)
    of_today = Q(slots__starts_at__gte=begins, slots__starts_at__lt=ends) & ~Q(slots__kind=SlotKind.GROUP)
    waits = of_today & Q(slots__attendances__state=STATE.WAITING)
    visit = "slots__attendances"
    rows = office.places.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day)).annotate(
        waiting=Count(visit, filter=waits),
        since=Min(f"{visit}__arrived_at", filter=waits),
        serving=Count(visit, filter=of_today & Q(slots__attendances__state__in=(STATE.CALLED, STATE.IN_SERVICE))),
    )
    return [PlaceNow(row, row.waiting, row.since, row.serving) for row in rows.order_by("pk")]


def list_officers(office: Office, day: date, drafts: Any, late: Any) -> list[OfficerWork]:
    """Whoever served today, or has something left to do; by name, and what nobody has last."""
    served = list_shared_visits(office, VisitShare.SERVED, day)
    counted = [
        dict(rows.order_by().values_list("officer").annotate(number=Count("pk"))) for rows in (served, drafts, late)
    ]
    keys = {key for each in counted for key in each}
    people: list[Any] = sorted(User.objects.filter(pk__in=keys - {None}), key=lambda user: (str(user), user.pk))
    return [
        OfficerWork(user, *(each.get(user and user.pk, 0) for each in counted))
        for user in [*people, *([None] if None in keys else [])]
    ]


def list_shared_visits(office: Office, share: VisitShare, day: date) -> AttendanceQuerySet:
    """Whoever was served today; whoever had booked for one of the last days, and it is known what came of it.

    A class of last week whose record is closed today was served last week.
    """
    first = day if share == VisitShare.SERVED else day - timedelta(days=MISSED_DAYS - 1)
    visits: AttendanceQuerySet = Attendance.objects.filter(
        slot__place__office=office,
        slot__starts_at__gte=get_midnight(first, office.time_zone),
        slot__starts_at__lt=get_midnight(day + timedelta(days=1), office.time_zone),
    )
    if share == VisitShare.SERVED:
        return visits.filter(served_at__isnull=False)
    return visits.filter(booked_on__isnull=False, state__in=SHARE_STATES[share])


def count_missed(office: Office, day: date) -> MissedVisits:
    booked = list_shared_visits(office, VisitShare.BOOKED, day)
    found = booked.aggregate(
        missed=Count("pk", filter=Q(state__in=SHARE_STATES[VisitShare.MISSED])), booked=Count("pk")
    )
    return MissedVisits(**found)
