"""Calendar files that phones and mail programs understand."""

from datetime import UTC, datetime

from icalendar import Calendar

from krs_portal.outbox import ics

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def booked(**changes):
    values = {
        "uid": "KRS-ABC2345@krs.test",
        "sequence": 0,
        "starts_at": datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
        "ends_at": datetime(2026, 11, 23, 1, 45, tzinfo=UTC),
        "zone": "Asia/Jayapura",
        "title": "Konsultasi rumah, desain",
        "place": "Balai P2P; Jl. Kenanga 1",
        "organizer": ("Klinik Rumah Swadaya", "krs@uji.krs.test"),
        "attendee": ("Siti Aminah", "siti@uji.krs.test"),
        "at": AT,
    }
    return ics.build_event(**(values | changes))


def test_an_appointment_stands_on_the_clock_of_its_zone():
    text = ics.build_calendar_file([booked()], method="REQUEST").decode()

    read = Calendar.from_ical(text)
    event, zone = read.walk("VEVENT")[0], read.walk("VTIMEZONE")[0]
    assert "DTSTART;TZID=Asia/Jayapura:20261123T100000" in text
    assert zone["TZID"] == "Asia/Jayapura"
    assert zone.walk("STANDARD")[0]["TZOFFSETTO"].to_ical() == "+0900"
    assert read["METHOD"] == "REQUEST"
    assert event["LOCATION"] == "Balai P2P; Jl. Kenanga 1"
    assert event.start.astimezone(UTC) == datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_a_change_keeps_the_uid_and_raises_the_sequence():
    moved = Calendar.from_ical(ics.build_calendar_file([booked(sequence=2)], method="REQUEST")).walk("VEVENT")[0]
    cancelled = Calendar.from_ical(ics.build_calendar_file([booked(sequence=3, cancelled=True)], method="CANCEL")).walk(
        "VEVENT"
    )[0]

    assert moved["UID"] == cancelled["UID"]
    assert (moved["SEQUENCE"], cancelled["SEQUENCE"], cancelled["STATUS"]) == (2, 3, "CANCELLED")


def test_a_feed_names_each_zone_once():
    feed = ics.build_calendar_file(
        [booked(uid="1"), booked(uid="2"), booked(uid="3", zone="Asia/Jakarta")], name="Meja 1"
    )

    assert feed.count(b"BEGIN:VTIMEZONE") == 2
    assert feed.count(b"BEGIN:VEVENT") == 3
