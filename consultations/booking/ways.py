"""What there is where no counter is open or no time is free: a question, a call, a talk from afar, another clinic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse

from clinics.models import Place
from consultations.booking import catalogue, nearest, offers
from consultations.booking.enums import EnquiryKind, ServiceChannel
from consultations.booking.nearest import ServingClinic
from consultations.booking.offers import EarliestTime, OfferedManner
from consultations.booking.policies import ANSWERED_WITHIN
from consultations.booking.way import BookingAnswers
from krs_portal.offices.models import Office, Region

REMOTE = (ServiceChannel.ONLINE, ServiceChannel.PHONE, ServiceChannel.WHATSAPP)
MOST_REMOTE = 3
DROPPED = ("office", "place", "channel", "day", "draft", "cursor")


@dataclass(frozen=True)
class WaysOn:
    """Each with the address that leads there; what was answered so far comes along."""

    ask_url: str
    call_url: str
    remote: list[tuple[OfferedManner, str]]
    clinics: list[tuple[ServingClinic, str]]

    question_days = ANSWERED_WITHIN[EnquiryKind.QUESTION]
    call_days = ANSWERED_WITHIN[EnquiryKind.CALL_BACK]


def list_ways_on(
    so_far: BookingAnswers,
    query: QueryDict,
    at: datetime,
    *,
    region: Region | None = None,
    office: Office | None = None,
) -> WaysOn:
    """`office` is the clinic that was looked at, which gets the question; it is no way out of itself.

    Far is nearest first: the office's own region where no home is known.
    """
    home = region or so_far.home or (office.region if office else None)
    known = catalogue.get_catalogue()
    open_clinics = nearest.list_nearest_clinics(known.offices.values(), home, len(known.offices))
    places = [place for clinic in open_clinics for place in clinic.places]
    remote = [
        manner for manner in offers.list_manners(places, so_far.topic, at) if manner.channel in REMOTE and manner.free
    ]
    by_place = {place.pk: number for number, place in enumerate(places)}
    remote.sort(key=lambda manner: by_place[manner.place.pk])
    others = [clinic for clinic in open_clinics if office is None or clinic.office.pk != office.pk]
    ask, book = reverse("consultations:ask"), reverse("consultations:book")
    asked = {"office": office.code} if office else {}
    return WaysOn(
        ask_url=ask + build_query(query, **asked),
        call_url=ask + build_query(query, **asked, kind=EnquiryKind.CALL_BACK),
        remote=[
            (manner, book + build_query(query, place=str(manner.place.pk), channel=manner.channel))
            for manner in remote[:MOST_REMOTE]
        ],
        clinics=[(clinic, book + build_query(query, office=clinic.office.code)) for clinic in others[:3]],
    )


def list_soonest_ways(
    so_far: BookingAnswers, query: QueryDict, places: Iterable[Place], at: datetime, home: Region | None = None
) -> list[tuple[EarliestTime, str]]:
    """The first free times over these places, each with the address of its day."""
    book, homes = reverse("consultations:book"), {"home": str(home.pk)} if home else {}
    return [
        (
            time,
            book
            + build_query(query, **homes, place=str(time.place.pk), channel=time.channel, day=time.on.isoformat())
            + "#jam",
        )
        for time in offers.list_earliest_times(places, so_far.topic, at)
    ]


def build_query(query: QueryDict, **answers: str) -> str:
    """The answers so far with these in place of the choice of a clinic."""
    made = query.copy()
    for name in DROPPED:
        made.pop(name, None)
    for name, value in answers.items():
        made[name] = value
    return f"?{made.urlencode()}" if made else ""
