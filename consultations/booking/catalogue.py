"""What every page of booking needs and what seldom changes: topics with their questions, clinics with their places.

Cached in each process for a few seconds, and dropped when this process saves one of its models. Seats are never
cached. A row that is not in the cache is read from the database, so that a new place can be booked at once. Why and how
late it may be: docs/decisions/0007.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Any

from django.db.models import Prefetch

from clinics.models import OpeningHours, Place
from consultations.booking import nearest
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.topics import Topic
from consultations.booking.models.triage import TriageChoice, TriageQuestion
from krs_portal.kit.clock import today
from krs_portal.offices.models import Office, OfficeName

LASTS = 5.0  # seconds
KEPT = (Topic, TriageQuestion, TriageChoice, Office, OfficeName, Place, OpeningHours)


@dataclass(frozen=True)
class BookingCatalogue:
    """As it stood on a day, in the order in which it is shown."""

    day: date
    read_at: float
    topics: dict[str, Topic]
    questions: dict[int, list[TriageQuestion]]
    offices: dict[int, Any]  # with the name of the day
    places: dict[int, Place]
    names: dict[int, list[OfficeName]]  # of each office, the oldest first


_read: BookingCatalogue | None = None


def get_catalogue() -> BookingCatalogue:
    global _read
    day, at = today(), monotonic()
    if _read is None or _read.day != day or at - _read.read_at > LASTS:
        _read = _read_catalogue(day, at)
    return _read


def drop_catalogue(**signal: Any) -> None:
    global _read
    _read = None


def find_topic(code: str) -> Topic | None:
    return get_catalogue().topics.get(code) or (Topic.objects.offered().filter(code=code).first() if code else None)


def list_triage_questions(of: Topic) -> list[TriageQuestion]:
    found = get_catalogue().questions.get(of.pk)
    return list(_list_asked_questions().filter(topic=of)) if found is None else found


def find_clinic_office(code: str) -> Office | None:
    kept = next((office for office in get_catalogue().offices.values() if office.code == code), None)
    return kept or (nearest.list_clinic_offices(today()).filter(code=code).first() if code else None)


def find_open_place(pk: int) -> Place | None:
    kept = get_catalogue().places.get(pk)
    return kept or nearest.list_open_places(today()).select_related("office").filter(pk=pk).first()


def fill_slot_from_catalogue(slot: Slot) -> Slot:
    """Attach place, office and topic from the catalogue, so that reading the slot needs no join."""
    if place := get_catalogue().places.get(slot.place_id):
        slot.place = place
    if topic := _find_topic_by_pk(slot.topic_id):
        slot.topic = topic
    return slot


def fill_attendance_from_catalogue(attendance: Attendance) -> Attendance:
    """Attach topic and the slot's relations from the catalogue to an attendance read with only its slot."""
    fill_slot_from_catalogue(attendance.slot)
    if topic := _find_topic_by_pk(attendance.topic_id):
        attendance.topic = topic
    return attendance


def _find_topic_by_pk(pk: int | None) -> Topic | None:
    return next((topic for topic in get_catalogue().topics.values() if topic.pk == pk), None)


def get_office_name(office: Office, day: date) -> str:
    """Its name of that day, as `Office.name_on` says."""
    named = get_catalogue().names.get(office.pk)
    if not named:
        return office.name_on(day)
    return ([name for name in named if name.valid_from <= day] or named[:1])[-1].name


def get_todays_office_name(office: Office) -> str:
    return get_office_name(office, today(office.time_zone))


def _read_catalogue(day: date, at: float) -> BookingCatalogue:
    topics = {topic.code: topic for topic in Topic.objects.offered()}
    by_topic: dict[int, list[TriageQuestion]] = {topic.pk: [] for topic in topics.values()}
    for question in _list_asked_questions().filter(topic__in=by_topic):
        by_topic[question.topic_id].append(question)
    offices = {office.pk: office for office in nearest.list_clinic_offices(day)}
    places = {place.pk: place for office in offices.values() for place in office.places.all()}
    names: dict[int, list[OfficeName]] = {}
    for name in OfficeName.objects.filter(office__in=offices).order_by("valid_from"):
        names.setdefault(name.office_id, []).append(name)
    return BookingCatalogue(day, at, topics, by_topic, offices, places, names)


def _list_asked_questions() -> Any:
    choices = TriageChoice.objects.select_related("other_topic").order_by("position", "pk")
    questions = TriageQuestion.objects.filter(is_asked=True).prefetch_related(Prefetch("choices", choices))
    return questions.order_by("position", "pk")
