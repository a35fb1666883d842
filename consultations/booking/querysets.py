from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from consultations.booking.enums import COMING, TIMED, AttendanceState, EnquiryState, SlotKind, SlotState
from krs_portal.kit.clock import get_midnight
from krs_portal.offices.querysets import OfficeScopedQuerySet

if TYPE_CHECKING:
    from clinics.models import Place
    from consultations.booking.models.enquiries import Enquiry  # noqa: F401
    from consultations.booking.models.seats import Attendance, Slot  # noqa: F401
    from consultations.booking.models.topics import Topic


PUBLIC = (SlotKind.INDIVIDUAL, SlotKind.GROUP)


def build_days_filter(place: Place, first: date, last: date, slot: str = "") -> Q:
    """Slots of the place from the first day to the end of the last, as its office counts days.

    `slot` is the path that leads to the slot, with its underscores: `slot__` for attendances.
    """
    zone = place.office.time_zone
    return Q(**{
        f"{slot}place": place,
        f"{slot}starts_at__gte": get_midnight(first, zone),
        f"{slot}starts_at__lt": get_midnight(last + timedelta(days=1), zone),
    })  # fmt: skip


class TopicQuerySet(models.QuerySet["Topic"]):
    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def offered(self) -> Self:
        """For booking; at the counter every topic is written down."""
        return self.filter(is_offered=True).in_order()


class SlotQuerySet(OfficeScopedQuerySet["Slot"]):
    office_path = "place__office"

    def on_days(self, place: Place, first: date, last: date) -> Self:
        return self.filter(build_days_filter(place, first, last))

    def public(self) -> Self:
        """Slots that citizens may see: all except the walk-in slot of the day."""
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


class AttendanceQuerySet(OfficeScopedQuerySet["Attendance"]):
    office_path = "slot__place__office"

    def of_day(self, place: Place, day: date) -> Self:
        """Everybody who comes to the place on the day, in the zone of its office."""
        return self.filter(build_days_filter(place, day, day, slot="slot__"))

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


class EnquiryQuerySet(OfficeScopedQuerySet["Enquiry"]):
    def open(self) -> Self:
        return self.filter(state=EnquiryState.OPEN)

    def known_by(self, reference: str, phone: str) -> Self:
        """As `AttendanceQuerySet.known_by`."""
        return self.filter(reference=reference, phone=phone)
