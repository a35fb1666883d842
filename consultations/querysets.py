from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q

from clinics.querysets import OfficeScopedQuerySet
from consultations.enums import COMING, TIMED, AttendanceState, ConsultationState, SlotKind, SlotState
from krs_portal.kit.clock import TimeZone
from krs_portal.offices.models import Office

if TYPE_CHECKING:
    from clinics.models import Place
    from consultations.models import Slot, Topic  # noqa: F401


PUBLIC = (SlotKind.INDIVIDUAL, SlotKind.GROUP)


class TopicQuerySet(models.QuerySet["Topic"]):
    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def offered(self) -> Self:
        """For booking; at the counter every topic is written down."""
        return self.filter(is_offered=True).in_order()


class SlotQuerySet(models.QuerySet["Slot"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(place__office__in=Office.objects.visible_to(user))

    def public(self) -> Self:
        """What a citizen may look at: everything but the door of the day."""
        return self.filter(kind__in=PUBLIC)

    def offered(self, at: datetime) -> Self:
        """Open for registration and still ahead; perhaps full."""
        in_time = Q(registration_ends_at__isnull=True) | Q(registration_ends_at__gt=at)
        return self.public().filter(in_time, state=SlotState.OPEN, starts_at__gt=at)

    def bookable(self, at: datetime, seats: int = 1) -> Self:
        """Offered, and with so many seats left."""
        return self.offered(at).filter(seats_taken__lte=F("seats") - seats)

    def about(self, topic: Topic | None) -> Self:
        """Open to the topic: kept for it, or for none in particular."""
        return self if topic is None else self.filter(Q(topic=topic) | Q(topic__isnull=True))

    def with_place(self) -> Self:
        return self.select_related("place__office")


class AttendanceQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(slot__place__office__in=Office.objects.visible_to(user))

    def of_day(self, place: Place, day: date) -> Self:
        """Everybody who comes to the place on the day, in the zone of its office."""
        midnight = datetime.combine(day, time.min, TimeZone(place.office.time_zone).info)
        return self.filter(
            slot__place=place, slot__starts_at__gte=midnight, slot__starts_at__lt=midnight + timedelta(days=1)
        )

    def known_by(self, reference: str, phone: str) -> Self:
        """What a citizen proves to know: the reference and the telephone number it was booked with."""
        return self.filter(reference=reference, phone=phone).exclude(phone="")

    def coming(self) -> Self:
        """Booked or already here."""
        return self.filter(state__in=COMING)

    def overdue(self, at: datetime) -> Self:
        """Seats kept for somebody whose time is up."""
        return self.filter(state__in=TIMED, hold_ends_at__lte=at)

    def in_line(self) -> Self:
        """The waiting list, first come first."""
        return self.filter(state=AttendanceState.WAITLISTED).order_by("created_at", "pk")


class ConsultationQuerySet(OfficeScopedQuerySet):
    def open(self) -> Self:
        return self.filter(state=ConsultationState.OPEN)

    def closed(self) -> Self:
        return self.filter(state=ConsultationState.CLOSED)

    def with_people(self) -> Self:
        """All that a list line shows, in two queries."""
        return self.select_related("officer", "office").prefetch_related("topics")
