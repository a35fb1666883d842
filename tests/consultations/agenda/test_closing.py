"""Is it open then? One question, asked by the agenda, by every way to a seat and by the door."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from clinics.models import Closure
from consultations.agenda import jobs, services
from consultations.agenda.models import Absence, WeeklyHours
from consultations.booking import services as booking
from consultations.booking.enums import AttendanceState, SlotKind, SlotState
from consultations.booking.models.seats import Attendance, Slot
from consultations.counter.services import register_walk_in
from krs_portal.kit.clock import day_of
from krs_portal.offices.models import Holiday
from tests.factories import booking as pages
from tests.factories import clinics, consultations, offices, outbox

pytestmark = pytest.mark.django_db
AT = datetime(2031, 3, 3, 1, 0, tzinfo=UTC)  # a Monday, 8.00 in WIB
WEDNESDAY = date(2031, 3, 5)
NINE, TEN = time(9), time(10)
REASON = "Gedung diperbaiki"
numbers = count(1)


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture
def officer(place):
    return offices.officer(place.office)


@pytest.fixture
def topic():
    return consultations.topic()


def someone(**changes):
    return {"name": "Siti Aminah", "phone": f"0812 {next(numbers):08}", "consents": True} | changes


def on(day, at, place, seats=2, kind=SlotKind.INDIVIDUAL):
    local = datetime.combine(day, at, UTC) - timedelta(hours=7)
    return consultations.slot(place, seats, local, kind)


def close(place, officer, day=WEDNESDAY, at=AT, until=None):
    closure = Closure(place=place, starts_on=day, ends_on=until or day, reason=REASON)
    return services.add_hours_row(place=place, row=closure, by=officer, at=at)


def states(*slots):
    return [Slot.objects.get(pk=slot.pk).state for slot in slots]


@pytest.fixture
def weekly_slot(place):
    """Of weekly hours, and half booked."""
    hours = WeeklyHours.objects.create(
        place=place, weekday=3, opens_at=NINE, closes_at=time(9, 45), desks=2, valid_from=date(2031, 1, 1),
        opens_days_before=7,
    )  # fmt: skip
    services.open_slots(place=place, at=AT)
    return Slot.objects.get(hours=hours)


# Closing


def test_closing_a_day_closes_all_of_it_and_names_everybody_concerned(place, officer, topic, weekly_slot):
    session, other_day = on(WEDNESDAY, TEN, place, 60, SlotKind.GROUP), on(date(2031, 3, 6), TEN, place)
    comes = booking.book_seat(slot=weekly_slot, topic=topic, at=AT, **someone())
    learns = booking.book_seat(slot=session, topic=topic, at=AT, party_size=60, **someone())
    waits = booking.join_waiting_list(slot=session, topic=topic, at=AT, **someone())
    held = booking.hold_seat(slot=weekly_slot, topic=topic, at=AT, token="a")
    booking.book_seat(slot=other_day, topic=topic, at=AT, **someone())

    done = close(place, officer)

    held.refresh_from_db()
    assert states(weekly_slot, session, other_day) == [SlotState.CLOSED, SlotState.CLOSED, SlotState.OPEN]
    assert {person.pk for person in done.affected} == {comes.pk, learns.pk, waits.pk}
    assert held.state == AttendanceState.EXPIRED
    assert list(Slot.objects.bookable(AT).values_list("pk", flat=True)) == [other_day.pk]


def test_closing_today_closes_what_is_still_ahead_today(place, officer, topic):
    today = day_of(AT, place.office.time_zone)
    running, ahead = on(today, time(7, 45), place), on(today, NINE, place)

    close(place, officer, today)

    assert states(running, ahead) == [SlotState.OPEN, SlotState.CLOSED]
    with pytest.raises(ValidationError, match=REASON):
        register_walk_in(place=place, topic=topic, name="Budi", by=officer, at=AT)
    assert not Attendance.objects.exists()


def test_a_day_that_is_not_closed_after_all_is_open_again(place, officer, topic, weekly_slot):
    session = on(WEDNESDAY, TEN, place, 60, SlotKind.GROUP)
    booking.book_seat(slot=weekly_slot, topic=topic, at=AT, **someone())
    close(place, officer)

    done = services.end_hours_row(place=place, row=Closure.objects.get(), by=officer, at=AT)

    assert states(weekly_slot, session) == [SlotState.OPEN, SlotState.OPEN]
    assert done.affected == []
    booking.book_seat(slot=weekly_slot, topic=topic, at=AT, **someone())


def test_whoever_waited_is_offered_the_seat_once_the_day_is_open_again(place, officer, topic):
    slot = on(WEDNESDAY, NINE, place, 1)
    comes = booking.book_seat(slot=slot, topic=topic, at=AT, **someone())
    waits = booking.join_waiting_list(slot=slot, topic=topic, at=AT, **someone())
    close(place, officer)
    booking.cancel_booking(attendance=comes, at=AT)

    services.end_hours_row(place=place, row=Closure.objects.get(), by=officer, at=AT)

    waits.refresh_from_db()
    assert waits.state == AttendanceState.OFFERED


def test_ended_hours_sell_no_more_of_a_slot_that_is_half_booked(place, officer, topic, weekly_slot):
    booking.book_seat(slot=weekly_slot, topic=topic, at=AT, **someone())

    done = services.end_hours_row(place=place, row=weekly_slot.hours, by=officer, at=AT)

    assert [person.slot_id for person in done.affected] == [weekly_slot.pk]
    with pytest.raises(ValidationError, match="tidak dibuka lagi"):
        booking.book_seat(slot=Slot.objects.get(), topic=topic, at=AT, **someone())


def test_a_holiday_decided_later_closes_the_hours_but_not_what_was_put_on_it(place, topic, weekly_slot):
    session = on(WEDNESDAY, TEN, place, 60, SlotKind.GROUP)
    booking.book_seat(slot=weekly_slot, topic=topic, at=AT, **someone())
    Holiday.objects.create(day_on=WEDNESDAY, name="Cuti bersama", kind="NATIONAL")

    with pytest.raises(ValidationError, match="Cuti bersama"):
        booking.book_seat(slot=weekly_slot, topic=topic, at=AT, **someone())
    booking.book_seat(slot=session, topic=topic, at=AT, **someone())
    services.align_slots(place=place, at=AT)  # as the hourly job does

    assert states(weekly_slot, session) == [SlotState.CLOSED, SlotState.OPEN]


def test_the_hourly_job_follows_every_place(place, monkeypatch):
    WeeklyHours.objects.create(
        place=place, weekday=3, opens_at=NINE, closes_at=TEN, valid_from=date(2022, 1, 3), opens_days_before=7
    )

    jobs.open_all_slots()

    assert Slot.objects.filter(place=place, state=SlotState.OPEN).exists()


# Every way in


def book(slot, topic, **world):
    booking.book_seat(slot=slot, topic=topic, at=AT, **someone())


def hold(slot, topic, **world):
    booking.hold_seat(slot=slot, topic=topic, at=AT, token="baru")


def wait(slot, topic, **world):
    booking.join_waiting_list(slot=slot, topic=topic, at=AT, **someone())


def move(slot, topic, moving, **world):
    booking.move_booking(attendance=moving, to_slot=slot, at=AT)


def confirm(slot, held, **world):
    booking.confirm_booking(attendance=held, at=AT, **someone())


def accept(slot, offered, **world):
    booking.accept_offer(attendance=offered, at=AT)


@pytest.mark.parametrize("way", [book, hold, wait, move, confirm, accept])
@pytest.mark.parametrize("aligned", [True, False])
def test_no_way_leads_to_a_seat_on_a_closed_day(place, officer, topic, way, aligned):
    """Not even where the closure was written past the agenda, and the slot is still marked open."""
    slot, elsewhere = on(WEDNESDAY, NINE, place, 9, SlotKind.GROUP), on(date(2031, 3, 6), TEN, place)
    world = {
        "moving": booking.book_seat(slot=elsewhere, topic=topic, at=AT, **someone()),
        "held": booking.hold_seat(slot=slot, topic=topic, at=AT, token="lama"),
        "offered": booking.join_waiting_list(slot=slot, topic=topic, at=AT, **someone()),
    }
    assert world["offered"].state == AttendanceState.OFFERED
    if aligned:
        close(place, officer)
    else:
        Closure.objects.create(place=place, starts_on=WEDNESDAY, ends_on=WEDNESDAY, reason=REASON)

    with pytest.raises(ValidationError, match=REASON):
        way(slot=Slot.objects.get(pk=slot.pk), topic=topic, **world)

    assert not Attendance.objects.coming().filter(slot=slot).exists()


def test_nobody_in_line_is_offered_a_seat_of_a_closed_day(place, officer, topic):
    slot = on(WEDNESDAY, NINE, place, 1)
    comes = booking.book_seat(slot=slot, topic=topic, at=AT, **someone())
    waits = booking.join_waiting_list(slot=slot, topic=topic, at=AT, **someone())
    close(place, officer)

    booking.cancel_booking(attendance=comes, at=AT, reason=REASON)

    waits.refresh_from_db()
    assert waits.state == AttendanceState.WAITLISTED


def test_page_and_api_say_the_same_sentence(client, place, officer, topic):
    at = clinics.now()
    slot = consultations.slot(place, 2, at + timedelta(days=3))
    close(place, officer, slot.day, at)

    page = pages.hold(client, slot)
    sent = {"slot": slot.pk, "topic": topic.code, "name": "Siti", "phone": pages.PHONE, "consent": True}
    answer = client.post("/api/v1/bookings/", sent, content_type="application/json")

    assert REASON in page.content.decode()
    assert (answer.status_code, REASON in answer.json()["fields"]["slot"][0]) == (400, True)
    assert client.get("/api/v1/slots/", {"place": place.pk}).json()["results"] == []


def test_the_counter_says_that_it_is_closed_and_registers_nobody(signed_in, place, officer, topic):
    day = day_of(clinics.now(), place.office.time_zone)
    Closure.objects.create(place=place, starts_on=day, ends_on=day, reason=REASON)
    browser, address = signed_in(officer), reverse("consultations:desk")

    shown = browser.get(address)
    sent = browser.post(f"{address}?place={place.pk}", {"name": "Budi", "topic": topic.pk, "party_size": 1})

    assert REASON in shown.content.decode()
    assert REASON in sent.content.decode()
    assert not Attendance.objects.exists()


# Sessions


def values(slot, **changes):
    named = ("title", "topic", "place", "channel", "link", "seats", "starts_at", "ends_at")
    return {name: getattr(slot, name) for name in named} | changes


def test_no_session_is_opened_on_a_closed_day_or_moved_there(place, officer):
    close(place, officer)
    kept = on(date(2031, 3, 6), TEN, place, 20, SlotKind.GROUP)
    closed = on(WEDNESDAY, TEN, place, 20, SlotKind.GROUP)

    with pytest.raises(ValidationError, match=REASON):
        services.open_session(by=officer, at=AT, **values(closed))
    with pytest.raises(ValidationError, match=REASON):
        services.change_session(
            slot=kept, by=officer, at=AT, **values(kept, starts_at=closed.starts_at, ends_at=closed.ends_at)
        )


def test_a_session_moved_off_a_closed_day_is_open_again(place, officer):
    session, later = on(WEDNESDAY, TEN, place, 20, SlotKind.GROUP), on(date(2031, 3, 6), TEN, place)
    close(place, officer)

    services.change_session(
        slot=session, by=officer, at=AT, **values(session, starts_at=later.starts_at, ends_at=later.ends_at)
    )

    assert states(session) == [SlotState.OPEN]


def test_a_session_on_a_holiday_is_asked_about_once_more(signed_in, place, officer):
    day = day_of(clinics.now(), place.office.time_zone) + timedelta(days=5)
    Holiday.objects.create(day_on=day, name="Hari Uji", kind="NATIONAL")
    browser, address = signed_in(officer), reverse("consultations:session_new", args=[place.pk])
    posted = {
        "title": "Kelas", "place": place.pk, "channel": "OFFICE", "seats": 5, "day": day.isoformat(),
        "begins": "09:00", "ends": "11:00", "closes_hours_before": 24,
    }  # fmt: skip

    asked = browser.post(address, posted)

    assert "Hari itu hari libur: Hari Uji" in asked.content.decode()
    assert not Slot.objects.exists()
    browser.post(address, posted | {"sure": "1"})
    assert Slot.objects.get().title == "Kelas"


# Those who are left over


def test_whoever_is_left_on_a_closed_day_stays_in_sight_and_is_moved_or_told(signed_in, place, officer, topic):
    at = clinics.now()
    full = consultations.slot(place, 1, at + timedelta(days=3))
    comes = booking.book_seat(slot=full, topic=topic, at=at, **someone(name="Budi"))
    waits = booking.join_waiting_list(slot=full, topic=topic, at=at, **someone(name="Wati"))
    browser = signed_in(officer)
    day = full.day.isoformat()
    form = {"form": "closure", "closure-starts_on": day, "closure-ends_on": day, "closure-reason": REASON}

    closed = browser.post(reverse("consultations:hours", args=[place.pk]), form).content.decode()
    hours = browser.get(reverse("consultations:hours", args=[place.pk])).content.decode()
    agenda = browser.get(reverse("consultations:agenda"), {"place": place.pk, "day": day}).content.decode()
    browser.post(
        reverse("consultations:agenda_change"),
        {"sure": "1", "what": "cancel", "reason": REASON, "attendance": [comes.pk, waits.pk]},
    )

    assert "Budi" in closed
    assert "Wati" in closed
    assert "2 orang belum dipindahkan" in hours
    assert "2 orang masih terdaftar pada waktu yang tutup" in agenda
    assert {message.about_key for message in outbox.written(kind="booking-cancelled")} == {
        comes.reference,
        waits.reference,
    }


# Written past the agenda


@pytest.mark.filterwarnings("ignore:The default scheme will be changed")  # of a page of Django's own
@pytest.mark.parametrize("name", ["slot", "weeklyhours", "absence"])
def test_the_administration_writes_nothing_past_the_agenda(admin_client, officer, weekly_slot, name):
    """There nobody's slot would follow, and nobody would be named or told."""
    away = Absence.objects.create(officer=officer, starts_on=WEDNESDAY, ends_on=WEDNESDAY)
    row = {"slot": weekly_slot, "weeklyhours": weekly_slot.hours, "absence": away}[name]
    add, change, delete = (
        reverse(f"admin:consultations_{name}_{done}", args=[] if done == "add" else [row.pk])
        for done in ("add", "change", "delete")
    )

    assert admin_client.get(reverse(f"admin:consultations_{name}_changelist")).status_code == 200
    assert admin_client.get(change).status_code == 200
    assert [admin_client.post(way, {"post": "yes"}).status_code for way in (add, change, delete)] == [403] * 3


def test_a_place_shows_its_closures_in_the_administration_and_takes_none(admin_client, place):
    Closure.objects.create(place=place, starts_on=WEDNESDAY, ends_on=WEDNESDAY, reason=REASON)

    page = admin_client.get(reverse("admin:clinics_place_change", args=[place.pk])).content.decode()

    assert REASON in page
    assert 'name="closures-0-reason"' not in page


# At once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_whoever_books_while_the_day_is_closed_is_refused_or_listed(place, officer, topic, round_):
    at, clients = clinics.now(), 12
    slot = consultations.slot(place, clients, at + timedelta(days=3), SlotKind.GROUP)
    held = [booking.hold_seat(slot=slot, topic=topic, at=at, token=f"h{n}") for n in range(clients // 3)]
    barrier, listed = Barrier(clients + 1), []

    def run(task):
        barrier.wait()
        try:
            task()
        except ValidationError:
            pass
        finally:
            connection.close()

    def shut():
        listed.extend(close(place, officer, slot.day, at).affected)

    tasks = [lambda made=made: booking.confirm_booking(attendance=made, at=at, **someone()) for made in held]
    tasks += [lambda: booking.book_seat(slot=slot, topic=topic, at=at, **someone())] * (clients // 3)
    tasks += [lambda: booking.join_waiting_list(slot=slot, topic=topic, at=at, **someone())] * (clients // 3)
    with ThreadPoolExecutor(clients + 1) as pool:
        list(pool.map(run, [*tasks, shut]))

    left = Attendance.objects.filter(slot=slot, state__in=("BOOKED", "OFFERED", "WAITLISTED"))
    assert set(left.values_list("pk", flat=True)) == {person.pk for person in listed}
    assert states(slot) == [SlotState.CLOSED]
