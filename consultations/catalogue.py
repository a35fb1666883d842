"""What every page of booking needs and what seldom changes: topics with their questions, clinics with their places.

Each process reads it at most once in a few seconds; what it changed itself it sees at once. Seats are never kept here,
and what is not in it is looked up, so that a new place can be booked the moment it is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Any

from django.db.models import Prefetch

from clinics.models import OpeningHours, Place
from consultations import nearest
from consultations.models import Attendance, Slot, Topic, TriageChoice, TriageQuestion
from krs_portal.kit.clock import today
from krs_portal.offices.models import Office, OfficeName

LASTS = 5.0  # seconds
KEPT = (Topic, TriageQuestion, TriageChoice, Office, OfficeName, Place, OpeningHours)


@dataclass(frozen=True)
class Catalogue:
    """As it stood on a day, in the order in which it is shown."""

    day: date
    read_at: float
    topics: dict[str, Topic]
    questions: dict[int, list[TriageQuestion]]
    offices: dict[int, Any]  # with the name of the day
    places: dict[int, Place]
    names: dict[int, list[OfficeName]]  # of each office, the oldest first


_read: Catalogue | None = None


def known() -> Catalogue:
    global _read
    day, at = today(), monotonic()
    if _read is None or _read.day != day or at - _read.read_at > LASTS:
        _read = _look(day, at)
    return _read


def forget(**signal: Any) -> None:
    global _read
    _read = None


def topic(code: str) -> Topic | None:
    return known().topics.get(code) or (Topic.objects.offered().filter(code=code).first() if code else None)


def questions(of: Topic) -> list[TriageQuestion]:
    found = known().questions.get(of.pk)
    return list(_asked().filter(topic=of)) if found is None else found


def office(code: str) -> Office | None:
    kept = next((office for office in known().offices.values() if office.code == code), None)
    return kept or (nearest.clinics(today()).filter(code=code).first() if code else None)


def place(pk: int) -> Place | None:
    kept = known().places.get(pk)
    return kept or nearest.places_on(today()).select_related("office").filter(pk=pk).first()


def settled(slot: Slot) -> Slot:
    """The slot with its place, office and topic as they are known here: its own row is all that is asked for."""
    if place := known().places.get(slot.place_id):
        slot.place = place
    if topic := _topic(slot.topic_id):
        slot.topic = topic
    return slot


def settled_in(attendance: Attendance) -> Attendance:
    """The same for what is booked, of which only its own row and the slot's are asked for."""
    settled(attendance.slot)
    if topic := _topic(attendance.topic_id):
        attendance.topic = topic
    return attendance


def _topic(pk: int | None) -> Topic | None:
    return next((topic for topic in known().topics.values() if topic.pk == pk), None)


def office_name(office: Office, day: date) -> str:
    """Its name of that day, as `Office.name_on` says."""
    named = known().names.get(office.pk)
    if not named:
        return office.name_on(day)
    return ([name for name in named if name.valid_from <= day] or named[:1])[-1].name


def _look(day: date, at: float) -> Catalogue:
    topics = {topic.code: topic for topic in Topic.objects.offered()}
    by_topic: dict[int, list[TriageQuestion]] = {topic.pk: [] for topic in topics.values()}
    for question in _asked().filter(topic__in=by_topic):
        by_topic[question.topic_id].append(question)
    offices = {office.pk: office for office in nearest.clinics(day)}
    places = {place.pk: place for office in offices.values() for place in office.places.all()}
    names: dict[int, list[OfficeName]] = {}
    for name in OfficeName.objects.filter(office__in=offices).order_by("valid_from"):
        names.setdefault(name.office_id, []).append(name)
    return Catalogue(day, at, topics, by_topic, offices, places, names)


def _asked() -> Any:
    choices = TriageChoice.objects.select_related("other_topic").order_by("position", "pk")
    questions = TriageQuestion.objects.filter(is_asked=True).prefetch_related(Prefetch("choices", choices))
    return questions.order_by("position", "pk")
