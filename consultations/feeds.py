"""The agenda as a calendar subscription: one secret address for each officer and place, without names of people."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from clinics.models import Place
from consultations import policies
from consultations.enums import COMING
from consultations.models import Feed, Slot
from krs_portal.accounts.models import User
from krs_portal.kit import formats
from krs_portal.outbox import ics

SECRET = signing.Signer(salt="consultations.feeds")  # without a clock: the address stays the same until it is renewed
BACK, AHEAD = timedelta(days=14), timedelta(days=60)


def address(user: User, place: Place) -> str:
    token = SECRET.sign_object([user.pk, place.pk, number_of(user.pk, place.pk)])
    return settings.BASE_URL + reverse("consultations:agenda_feed", args=[token])


def number_of(user_pk: int, place_pk: int) -> int:
    """Which of the officer's addresses holds: the first is 0."""
    number: int | None = Feed.objects.filter(officer=user_pk, place=place_pk).values_list("number", flat=True).first()
    return number or 0


def opened(token: str) -> Place | None:
    """The place, as long as the officer it was made for still works there and has not renewed the address."""
    try:
        user_pk, place_pk, number = SECRET.unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=user_pk, is_active=True).first()
    place: Place | None = Place.objects.select_related("office__parent").filter(pk=place_pk).first()
    if user is None or place is None or policies.why_not_serve(user, place.office):
        return None
    return place if number == number_of(user.pk, place.pk) else None


def feed(place: Place, at: datetime) -> bytes:
    booked = Count("attendances", Q(attendances__state__in=COMING))
    slots = Slot.objects.public().filter(place=place, state="OPEN", starts_at__range=(at - BACK, at + AHEAD))
    events = [
        ics.event(
            uid=f"slot-{slot.pk}@krs",
            sequence=slot.booked,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            zone=place.office.time_zone,
            title=_("%(booked)s janji, sisa %(left)s kursi: %(title)s")
            % {
                "booked": formats.number(slot.booked),
                "left": formats.number(slot.seats_left),
                "title": slot.title or slot.get_channel_display(),
            },
            place=place.name,
            at=at,
            url=f"{settings.BASE_URL}{reverse('consultations:agenda')}?place={place.pk}&day={slot.day}",
        )
        for slot in slots.with_place().annotate(booked=booked).filter(booked__gt=0).order_by("starts_at", "pk")
    ]
    return ics.calendar(events, name=place.name)
