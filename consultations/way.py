"""The way to a time: what a citizen has answered so far stands in the address, so that back and reload keep it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from clinics.models import Place
from consultations import nearest, triage
from consultations.models import Topic
from krs_portal.offices.models import Office, Region

STEPS = 7
TOPIC, QUESTIONS, OFFICE, MANNER, TIME, PERSON, CHECK = range(1, STEPS + 1)


@dataclass(frozen=True)
class Way:
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
    def triage(self) -> triage.Triage | None:
        return triage.walk(self.asked, self.answers) if self.asked else None

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
        return not nearest.regions_served(self.at_office, on).filter(pk=self.home.pk).exists()


def read(cleaned: dict[str, Any]) -> Way:
    """From a cleaned `forms.Choice`."""
    names = ("answers", "region", "home", "office", "place", "channel", "day")
    given = {name: cleaned[name] for name in names if cleaned.get(name)}
    return Way(asked=cleaned.get("topic"), **given)
