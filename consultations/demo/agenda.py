"""Where the clinics of 2022 receive people, the slots of the next four weeks, and a counter that is not empty today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple

from clinics.enums import PlaceKind, Weekday
from clinics.models import OpeningHours, Place
from consultations.agenda.models import WeeklyHours
from consultations.agenda.services import timetable
from consultations.booking import messages
from consultations.booking.enums import AttendanceState, Priority, ServiceChannel, SlotKind
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.topics import Topic
from consultations.booking.services import booking
from consultations.booking.services.seats import create_reference
from consultations.counter.models import Window
from consultations.counter.services import calling, door, queue
from consultations.demo import people
from consultations.people.models.person import Person
from krs_portal.accounts.models import User
from krs_portal.kit.about import About
from krs_portal.kit.clock import TimeZone, day_of, get_midnight
from krs_portal.offices.calendar import list_working_days
from krs_portal.offices.models import Office
from krs_portal.outbox import services as outbox

WEEKS = 4
HOURS = [(weekday, time(7, 30), time(16, 0)) for weekday in list(Weekday)[:4]] + [
    (Weekday.FRIDAY, time(7, 30), time(16, 30))
]
LONG, SHORT = timedelta(minutes=45), timedelta(minutes=30)
BOOKABLE = [(time(8), time(11)), (time(13), time(15, 15))]
ONLINE = [(time(9), time(10, 30)), (time(13), time(14))]
POJOK = {
    "JAW3": ("Pojok KRS Sleman", "Lantai 1, dekat pintu masuk."),
    "JAW2": ("Pojok KRS Bandung", "Lantai 1, loket 2."),
    "SUM3": ("Pojok KRS Pekanbaru", "Lantai 1, ruang pelayanan."),
    "KAL1": ("Pojok KRS Pontianak", "Lantai 1, ruang pelayanan."),
    "SATKER-BALI": ("Pojok KRS Denpasar", "Alamat belum tercatat; hubungi satker sebelum datang."),
}


class WeeklySession(NamedTuple):
    """A weekly group session."""

    office: str
    weekday: int
    starts_at: time
    seats: int
    topic: str
    title: str


SESSIONS = [
    WeeklySession("JAW3", 2, time(9), 60, "RAB", "Kelas menghitung RAB rumah sederhana"),
    WeeklySession("JAW3", 4, time(9), 24, "STRUKTUR", "Kelas rumah tahan gempa"),
    WeeklySession("JAW2", 3, time(9), 40, "BANTUAN", "Penjelasan bantuan perbaikan rumah"),
    WeeklySession("SUM3", 2, time(9), 30, "DESAIN", "Kelas membaca denah rumah"),
    WeeklySession("KAL1", 3, time(9), 30, "SANITASI", "Kelas sanitasi rumah"),
    WeeklySession("SATKER-BALI", 4, time(10), 20, "DESAIN", "Kelas membaca denah rumah"),
]


def load_places(offices: dict[str, Office]) -> dict[str, Place]:
    """The Pojok KRS of each clinic of 2022, open Monday to Friday; by the office's code."""
    places = {
        code: Place(
            office=offices[code],
            name=name,
            address=offices[code].address,
            region=offices[code].region,
            directions=directions,
        )
        for code, (name, directions) in POJOK.items()
    }
    online = Place(office=offices["JAW3"], name="Konsultasi daring Jawa III", kind=PlaceKind.ONLINE)
    made = Place.objects.bulk_create([*places.values(), online])
    OpeningHours.objects.bulk_create(
        OpeningHours(place=place, weekday=weekday, opens_at=opens_at, closes_at=closes_at)
        for place in made
        for weekday, opens_at, closes_at in HOURS
    )
    return places


def load_slots(places: dict[str, Place], topics: dict[str, Topic], now: datetime) -> None:
    """Weekly hours with the slots they open, and the group sessions of the four weeks after today."""
    sessions: list[Slot] = []
    online = Place.objects.get(kind=PlaceKind.ONLINE)
    WeeklyHours.objects.bulk_create(
        [hours for place in places.values() for hours in build_weekly_hours(place, BOOKABLE, LONG)]
        + list(build_weekly_hours(online, ONLINE, SHORT, ServiceChannel.ONLINE))
    )
    for place in (*places.values(), online):
        timetable.open_slots(place=place, at=now)
    for code, place in places.items():
        today = day_of(now, place.office.time_zone)
        sessions += [
            build_group_slot(place, day, session, topics[session.topic])
            for day in list_working_days(place.region, today + timedelta(days=1), today + timedelta(weeks=WEEKS))
            for session in SESSIONS
            if session.office == code and session.weekday == day.isoweekday()
        ]
    Slot.objects.bulk_create(sessions)


def build_weekly_hours(
    place: Place, spans: list[tuple[time, time]], length: timedelta, channel: str = ServiceChannel.OFFICE
) -> Iterator[WeeklyHours]:
    """Monday to Friday; Sleman serves two side by side."""
    for weekday in list(Weekday)[:5]:
        for opens_at, closes_at in spans:
            yield WeeklyHours(
                place=place,
                weekday=weekday,
                opens_at=opens_at,
                closes_at=closes_at,
                slot_minutes=length.seconds // 60,
                desks=2 if place.office.code == "JAW3" and channel == ServiceChannel.OFFICE else 1,
                channel=channel,
                valid_from=place.opened_on,
            )


def build_single_slot(place: Place, day: date, at: time) -> Slot:
    starts_at = datetime.combine(day, at, TimeZone(place.office.time_zone).info)
    return Slot(place=place, starts_at=starts_at, ends_at=starts_at + LONG, seats=2)


def build_group_slot(place: Place, day: date, session: WeeklySession, topic: Topic) -> Slot:
    starts_at = datetime.combine(day, session.starts_at, TimeZone(place.office.time_zone).info)
    return Slot(
        place=place,
        kind=SlotKind.GROUP,
        topic=topic,
        title=session.title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        seats=session.seats,
    )


WISHES: dict[str, Any] = {
    "RAB": {"wish": "Saya sudah punya daftar bahan dari tukang, ingin tahu apakah wajar.", "needs": ["HEARING"]},
}


def load_today(place: Place, topics: dict[str, Topic], officer: User, now: datetime) -> None:
    """Today at the counter: two who booked, three who wait, one of whom has priority, one called, one set aside, one
    being served, and a class of four. Nothing of it has counted yet.
    """
    chance = Random(now.toordinal())  # noqa: S311 - invented people
    day = day_of(now, place.office.time_zone)
    midnight = get_midnight(day, place.office.time_zone)
    for hour, topic in ((10, "RAB"), (14, "PERIZINAN")):
        slot = build_single_slot(place, day, time(hour))
        slot.save()
        made = booking.book_seat(
            slot=slot,
            topic=topics[topic],
            name=people.invent_person_name(chance),
            phone=people.invent_phone(chance),
            at=midnight,
            consents=True,
            **WISHES.get(topic, {}),
        )
        outbox.cancel_messages_about(
            About(messages.ABOUT, made.reference), at=now, reason="Data contoh; orangnya rekaan."
        )
    back, misspelled = Person.objects.filter(office=place.office).exclude(nik_lookup="").order_by("pk")[10:12]
    callers: list[dict[str, Any]] = [
        invent_caller(chance),
        {"person": back, "name": back.name, "phone": back.phone},
        {"name": misspelled.name.replace("i", "y", 1), "phone": misspelled.phone},  # perhaps the same
        invent_caller(chance) | {"priority": Priority.ELDERLY},
        invent_caller(chance),
        invent_caller(chance),
    ]
    reasons = ("DESAIN", "BANTUAN", "STRUKTUR", "LAHAN", "DOKUMEN", "SANITASI")
    waits = zip(callers, (55, 40, 25, 20, 50, 45), reasons, strict=True)
    arrived = [
        door.register_walk_in(
            place=place,
            topic=topics[topic],
            by=officer,
            at=max(midnight, now - timedelta(minutes=minutes)),
            **caller,
        )
        for caller, minutes, topic in waits
    ]
    Window.objects.create(place=place, officer=officer, name="2")
    calling.call_person(attendance=arrived[0], by=officer, at=now)
    calling.serve_person(attendance=arrived[0], by=officer, at=now)
    calling.call_person(attendance=arrived[4], by=officer, at=now)
    queue.set_aside(attendance=arrived[5], by=officer, at=now)
    load_class_of_today(place, topics["RAB"], officer, now, chance)
    load_missed(place, topics["DESAIN"], now, chance)


def load_missed(place: Place, topic: Topic, now: datetime, chance: Random) -> None:
    """Of four who booked three days ago, two did not come, one left, and one was served at a time that nobody noted."""
    states = (AttendanceState.NO_SHOW, AttendanceState.LEFT, AttendanceState.NO_SHOW, AttendanceState.DONE)
    zone = place.office.time_zone
    day = day_of(now, zone) - timedelta(days=3)
    ended_at = get_midnight(day + timedelta(days=1), zone)
    for hour, state in enumerate(states, 8):
        slot = build_single_slot(place, day, time(hour))
        slot.save()
        Attendance.objects.create(
            slot=slot,
            state=state,
            topic=topic,
            reference=create_reference(),
            name=people.invent_person_name(chance),
            phone=people.invent_phone(chance),
            booked_on=day,
            created_at=get_midnight(day, zone),
            finished_at=None if state == AttendanceState.DONE else ended_at,
        )


def load_class_of_today(place: Place, topic: Topic, officer: User, now: datetime, chance: Random) -> None:
    """A class in the afternoon, for which two of four have come early."""
    session = WeeklySession(place.office.code, 0, time(13), 20, topic.code, "Kelas menghitung RAB rumah sederhana")
    slot = build_group_slot(place, day_of(now, place.office.time_zone), session, topic)
    slot.save()
    for number in range(4):
        made = Attendance.objects.create(
            slot=slot,
            topic=topic,
            reference=create_reference(),
            name=people.invent_person_name(chance),
            phone=people.invent_phone(chance),
            booked_on=slot.day,
            created_at=get_midnight(slot.day, place.office.time_zone),
        )
        if number < 2:
            queue.check_in_person(attendance=made, by=officer, at=now)


def invent_caller(chance: Random) -> dict[str, Any]:
    return {
        "name": people.invent_person_name(chance),
        "phone": people.invent_phone(chance),
        "nik": people.invent_nik(chance),
    }
