"""The way to a time: what a citizen has answered so far stands in the address, so that back and reload keep it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import QueryDict
from django.utils.dateparse import parse_date

from clinics.models import Place
from consultations.booking import catalogue, nearest, triage
from consultations.booking.enums import ServiceChannel
from consultations.booking.models.topics import Topic
from krs_portal.kit.clock import FIRST_DAY, LAST_DAY
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Office, Region

STEPS = 7
TOPIC, QUESTIONS, OFFICE, MANNER, TIME, PERSON, CHECK = range(1, STEPS + 1)
HOMES = (RegionKind.KABUPATEN, RegionKind.KOTA)
TRAIL = re.compile(r"[0-9]+(-[0-9]+)*(-lewati)?|lewati")


@dataclass(frozen=True)
class BookingAnswers:
    """Each answer, or None where the question is still open."""

    asked: Topic | None = None
    answers: str = ""
    region: str = ""
    home: Region | None = None
    office: Office | None = None
    place: Place | None = None
    channel: str = ""
    day: date | None = None

    @cached_property
    def triage(self) -> triage.TriageProgress | None:
        return triage.follow_answers(self.asked, self.answers) if self.asked else None

    @property
    def topic(self) -> Topic | None:
        """What it is about, after the questions."""
        return self.triage.topic if self.triage else None

    @property
    def at_office(self) -> Office | None:
        return self.place.office if self.place else self.office

    @property
    def advice(self) -> list[str]:
        return self.triage.advice if self.triage else []

    def is_home_elsewhere(self, on: date) -> bool:
        """The clinic was chosen although another one covers the home."""
        if self.home is None or self.at_office is None:
            return False
        return not nearest.list_served_regions(self.at_office, on).filter(pk=self.home.pk).exists()


def read_answers(query: QueryDict) -> BookingAnswers:
    """Read the answers from the query string. An unreadable parameter counts as unanswered."""
    trail, place, home = (
        _read_text(query, "answers", 100),
        _read_text(query, "place", 18),
        _read_text(query, "home", 18),
    )
    channel = _read_text(query, "channel", 10)
    return BookingAnswers(
        asked=catalogue.find_topic(_read_text(query, "topic", 20)),
        answers=trail if TRAIL.fullmatch(trail) else "",
        region=_read_text(query, "region", 100),
        home=Region.objects.filter(pk=home, kind__in=HOMES).first() if home.isdecimal() else None,
        office=catalogue.find_clinic_office(_read_text(query, "office", 20)),
        place=catalogue.find_open_place(int(place)) if place.isdecimal() else None,
        channel=channel if channel in ServiceChannel.values else "",
        day=read_day(query),
    )


def _read_text(query: QueryDict, name: str, most: int) -> str:
    text = query.get(name, "").strip()
    return text if len(text) <= most and text.isprintable() else ""


def read_day(query: QueryDict) -> date | None:
    """The day in the query string; none where it cannot be read, or where no agenda reaches."""
    try:
        day = parse_date(query.get("day", ""))
    except ValueError:  # 31 February
        return None
    return day if day and FIRST_DAY <= day <= LAST_DAY else None
