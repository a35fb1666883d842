"""The agenda as a calendar subscription: one secret address for each officer and place, without names of people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from clinics.models import Place
from consultations.agenda.models import Feed
from consultations.booking.enums import COMING, SlotState
from consultations.booking.models.seats import Slot
from consultations.people import policies
from krs_portal.accounts.models import User
from krs_portal.kit import formats
from krs_portal.kit.links import build_absolute_url
from krs_portal.outbox import ics

# Without a time stamp: one officer and place always give the same address until it is renewed.
SECRET = signing.Signer(salt="consultations.feeds")
BACK, AHEAD = timedelta(days=14), timedelta(days=60)


def build_feed_url(user: User, place: Place) -> str:
    token = SECRET.sign_object([user.pk, place.pk, get_feed_number(user.pk, place.pk)])
    return build_absolute_url("consultations:agenda_feed", token)


def get_feed_number(user_pk: int, place_pk: int) -> int:
    """The number of the address that is valid now, 0 for the first. Renewing raises it and so ends older addresses."""
    number: int | None = Feed.objects.filter(officer=user_pk, place=place_pk).values_list("number", flat=True).first()
    return number or 0


def find_feed_place(token: str) -> Place | None:
    """The place, as long as the officer it was made for still works there and has not renewed the address."""
    try:
        user_pk, place_pk, number = SECRET.unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=user_pk, is_active=True).first()
    place: Place | None = Place.objects.select_related("office__parent").filter(pk=place_pk).first()
    if user is None or place is None or policies.why_not_serve(user, place.office):
        return None
    return place if number == get_feed_number(user.pk, place.pk) else None


def build_feed_calendar(place: Place, at: datetime) -> bytes:
    booked = Count("attendances", Q(attendances__state__in=COMING))
    span = (at - BACK, at + AHEAD)
    slots: Any = Slot.objects.public().filter(place=place, starts_at__range=span).exclude(state=SlotState.CANCELLED)
    events = [
        ics.build_event(
            uid=f"slot-{slot.pk}@krs",
            sequence=slot.booked,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            zone=place.office.time_zone,
            title=_("%(booked)s janji, sisa %(left)s kursi: %(title)s")
            % {
                "booked": formats.format_number(slot.booked),
                "left": formats.format_number(slot.seats_left),
                "title": slot.title or slot.get_channel_display(),
            },
            place=place.name,
            at=at,
            url=build_absolute_url("consultations:agenda", place=place.pk, day=slot.day),
        )
        for slot in slots.with_place().annotate(booked=booked).filter(booked__gt=0).order_by("starts_at", "pk")
    ]
    return ics.build_calendar_file(events, name=place.name)
