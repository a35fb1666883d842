"""What a citizen is told: once for each event, in their language and by their channel, in the clinic's time."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from consultations.booking import messages, services
from consultations.booking.enums import AttendanceState, SlotKind
from krs_portal.kit.clock import TimeZone
from krs_portal.outbox.enums import Channel, MessageState
from krs_portal.outbox.models import Announcement
from tests.factories import clinics, consultations, offices, outbox

pytestmark = pytest.mark.django_db
AT = datetime(2031, 3, 3, 3, 0, tzinfo=UTC)  # a Monday, 12.00 in WIT
STARTS_AT = datetime(2031, 3, 7, 1, 0, tzinfo=UTC)  # that Friday, 10.00 in WIT


@pytest.fixture
def place():
    return clinics.place(offices.balai("MALUKU", zone=TimeZone.WIT))


@pytest.fixture
def slot(place):
    return consultations.slot(place, 3, STARTS_AT, SlotKind.GROUP)


def book(slot, service=services.book_seat, at=AT, **values):
    values = {"name": "Siti Aminah", "phone": "0812 3456 7890", "email": "siti@uji.krs.test"} | values
    return service(slot=slot, topic=consultations.topic(), at=at, consents=True, **values)


def told(kind, **which):
    return outbox.written(kind=kind, **which)


def entry_of(message):
    (attached,) = message.attachments.all()
    read = Calendar.from_ical(bytes(attached.content))
    return read["METHOD"], read.walk("VEVENT")[0]


def test_a_booking_is_confirmed_by_phone_and_mail_with_an_entry_for_the_calendar(slot):
    made = book(slot)

    phone, mail = told(messages.CONFIRMED)
    method, event = entry_of(mail)
    assert (phone.channel, phone.recipient, mail.channel) == (Channel.WHATSAPP, "+6281234567890", Channel.EMAIL)
    assert made.reference in mail.subject
    assert "10.00-10.45 WIT" in mail.body.replace("\xa0", " ")
    assert (method, event["UID"], event["SEQUENCE"]) == ("REQUEST", f"{made.reference}@krs", 0)


@pytest.mark.parametrize(
    ("chosen", "channels"),
    [
        ({"contact_by": Channel.EMAIL}, [Channel.EMAIL]),
        ({"contact_by": Channel.SMS, "email": ""}, [Channel.SMS]),
        ({"contact_by": Channel.EMAIL, "email": ""}, [Channel.WHATSAPP]),
    ],
)
def test_everybody_hears_by_the_channel_they_chose(slot, chosen, channels):
    book(slot, **chosen)

    assert [message.channel for message in told(messages.CONFIRMED)] == channels


@pytest.mark.parametrize(("language", "word"), [("id", "sudah tercatat"), ("en", "is booked")])
def test_everybody_is_written_to_in_their_language(slot, language, word):
    book(slot, language=language)

    assert word in told(messages.CONFIRMED)[0].body


def test_reminders_leave_at_eight_in_the_offices_zone_two_days_and_one_day_before(slot):
    book(slot, email="")

    two, one = told(messages.REMINDER)
    assert two.due_at == datetime(2031, 3, 4, 23, 0, tzinfo=UTC)  # Wednesday 08.00 WIT
    assert one.due_at == datetime(2031, 3, 5, 23, 0, tzinfo=UTC)
    assert two.expires_at == one.expires_at == STARTS_AT
    for reminder in (two, one):  # sent late, by hand or after an outage, it still says the truth
        assert "7 Maret 2031" in reminder.body.replace("\xa0", " ")
        assert "besok" not in reminder.body.lower()


def test_a_reminder_whose_hour_has_passed_is_not_written(slot):
    book(slot, at=STARTS_AT - timedelta(hours=20), email="")

    assert told(messages.REMINDER) == []


def test_moving_takes_back_what_waits_and_tells_the_new_time_under_the_same_uid(slot, place):
    later = consultations.slot(place, 3, STARTS_AT + timedelta(days=3), SlotKind.GROUP)
    made = book(slot)
    told(messages.CONFIRMED)

    services.move_booking(attendance=made, to_slot=later, at=AT)

    _phone, mail = told(messages.MOVED)
    method, event = entry_of(mail)
    assert (method, event["UID"], event["SEQUENCE"]) == ("REQUEST", f"{made.reference}@krs", 1)
    waiting = told(messages.REMINDER, state=MessageState.QUEUED, channel=Channel.EMAIL)
    assert [message.expires_at for message in waiting] == [later.starts_at] * 2
    assert told(messages.CONFIRMED, state=MessageState.QUEUED) == []


def test_cancelling_takes_the_entry_out_of_the_calendar_and_says_why(slot):
    made = book(slot)
    told(messages.CONFIRMED)

    services.cancel_booking(attendance=made, at=AT, reason="Petugas sakit.")
    services.cancel_booking(attendance=made, at=AT)

    _phone, mail = told(messages.CANCELLED)
    method, event = entry_of(mail)
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert "Petugas sakit." in mail.body
    assert told(messages.REMINDER, state=MessageState.QUEUED) == []


def test_an_offer_says_until_when_and_is_not_sent_after_that(slot):
    full = [book(slot, phone=f"0812 3456 78{number}0") for number in range(3)]
    waits = book(slot, service=services.join_waiting_list, phone="0813 1111 2222", email="")
    services.cancel_booking(attendance=full[0], at=AT)

    (offer,) = told(messages.OFFER)
    waits.refresh_from_db()
    assert (waits.state, offer.expires_at) == (AttendanceState.OFFERED, AT + timedelta(hours=2))
    assert "14.00 WIT" in offer.body.replace("\xa0", " ")


def test_the_same_booking_asked_for_twice_is_told_once(slot):
    for _ in range(2):
        book(slot, idempotency_key="satu", email="")

    assert len(told(messages.CONFIRMED)) == 1


def test_what_changed_before_it_was_written_is_told_as_it_is_now(slot, place):
    later = consultations.slot(place, 3, STARTS_AT + timedelta(days=3), SlotKind.GROUP)
    made = book(slot, email="")

    services.move_booking(attendance=made, to_slot=later, at=AT)

    assert {message.kind for message in outbox.written()} == {messages.MOVED, messages.REMINDER}


def test_words_of_a_booking_that_went_on_meanwhile_are_not_written(slot):
    """As when a worker took the announcement up just before the change."""
    made = book(slot)
    (announced,) = Announcement.objects.all()

    services.cancel_booking(attendance=made, at=AT)

    assert messages.build_booking_letters(announced, AT) == []


def test_a_reminder_is_not_made_up_for_when_its_words_come_late(slot):
    book(slot, email="")
    (announced,) = Announcement.objects.all()

    late = messages.build_booking_letters(announced, STARTS_AT - timedelta(hours=30))

    assert [(letter.kind, letter.send_after) for letter in late] == [
        (messages.CONFIRMED, None),
        (messages.REMINDER, datetime(2031, 3, 5, 23, 0, tzinfo=UTC)),  # Thursday, 8.00 in WIT
    ]
