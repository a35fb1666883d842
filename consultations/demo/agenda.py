"""Where the clinics of 2022 receive people, the slots of the next four weeks, and a counter that is not empty today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from clinics.enums import PlaceKind, Weekday
from clinics.models import OpeningHours, Place
from consultations import messages
from consultations.demo import people
from consultations.enums import Channel, SlotKind
from consultations.models import Slot, Topic, WeeklyHours
from consultations.services import booking, counter, door, timetable
from krs_portal.accounts.models import User
from krs_portal.kit.about import About
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.offices.calendar import working_days
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


class Session(NamedTuple):
    """A weekly group session."""

    office: str
    weekday: int
    starts_at: time
    seats: int
    topic: str
    title: str


SESSIONS = [
    Session("JAW3", 2, time(9), 60, "RAB", "Kelas menghitung RAB rumah sederhana"),
    Session("JAW3", 4, time(9), 24, "STRUKTUR", "Kelas rumah tahan gempa"),
    Session("JAW2", 3, time(9), 40, "BANTUAN", "Penjelasan bantuan perbaikan rumah"),
    Session("SUM3", 2, time(9), 30, "DESAIN", "Kelas membaca denah rumah"),
    Session("KAL1", 3, time(9), 30, "SANITASI", "Kelas sanitasi rumah"),
    Session("SATKER-BALI", 4, time(10), 20, "DESAIN", "Kelas membaca denah rumah"),
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
        [hours for place in places.values() for hours in weekly(place, BOOKABLE, LONG)]
        + list(weekly(online, ONLINE, SHORT, Channel.ONLINE))
    )
    for place in (*places.values(), online):
        timetable.open_slots(place=place, at=now)
    for code, place in places.items():
        today = day_of(now, place.office.time_zone)
        sessions += [
            together(place, day, session, topics[session.topic])
            for day in working_days(place.region, today + timedelta(days=1), today + timedelta(weeks=WEEKS))
            for session in SESSIONS
            if session.office == code and session.weekday == day.isoweekday()
        ]
    Slot.objects.bulk_create(sessions)


def weekly(
    place: Place, spans: list[tuple[time, time]], length: timedelta, channel: str = Channel.OFFICE
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
                desks=2 if place.office.code == "JAW3" and channel == Channel.OFFICE else 1,
                channel=channel,
                valid_from=place.opened_on,
            )


def single(place: Place, day: date, at: time) -> Slot:
    starts_at = datetime.combine(day, at, TimeZone(place.office.time_zone).info)
    return Slot(place=place, starts_at=starts_at, ends_at=starts_at + LONG, seats=2)


def together(place: Place, day: date, session: Session, topic: Topic) -> Slot:
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


def load_today(place: Place, topics: dict[str, Topic], officer: User, now: datetime) -> None:
    """Today at the counter: two who booked, three who wait, one at the desk. Nothing of it has counted yet."""
    chance = Random(now.toordinal())  # noqa: S311 - invented people
    midnight = datetime.combine(day_of(now, place.office.time_zone), time.min, TimeZone(place.office.time_zone).info)
    for hour, topic in ((10, "RAB"), (14, "PERIZINAN")):
        slot = single(place, midnight.date(), time(hour))
        slot.save()
        made = booking.book(
            slot=slot,
            topic=topics[topic],
            name=people.person(chance),
            phone=people.phone(chance),
            at=midnight,
            consents=True,
        )
        outbox.cancel_about(About(messages.ABOUT, made.reference), at=now, reason="Data contoh; orangnya rekaan.")
    arrived = [
        door.register_walk_in(
            place=place,
            topic=topics[topic],
            name=people.person(chance),
            phone=people.phone(chance),
            nik=people.nik(chance),
            by=officer,
            at=max(midnight, now - timedelta(minutes=minutes)),
        )
        for minutes, topic in ((55, "DESAIN"), (40, "BANTUAN"), (25, "STRUKTUR"), (10, "LAHAN"))
    ]
    counter.call(attendance=arrived[0], by=officer, at=now)
