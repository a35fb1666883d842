"""The agenda of a place: days, weeks, booking for others, moving and cancelling many, the calendar subscription."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from clinics.models import Closure
from consultations.agenda import feeds
from consultations.agenda.models import WeeklyHours
from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Attendance, Slot
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Membership
from tests.factories import clinics, consultations, offices, outbox
from tests.factories.booking import typed

pytestmark = pytest.mark.django_db
AGENDA = "consultations:agenda"


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture
def slot(place):
    return consultations.slot(place, seats=4, starts_at=clinics.now() + timedelta(days=3))


@pytest.fixture
def officer(place):
    return offices.officer(place.office)


def show(browser, slot, **asked):
    return browser.get(reverse(AGENDA), {"place": slot.place_id, "day": slot.day.isoformat()} | asked).content.decode()


def test_a_day_shows_people_and_free_seats(signed_in, officer, slot):
    consultations.attendance(slot)

    page = show(signed_in(officer), slot)

    assert "Siti Aminah" in page
    assert "Sisa 3 dari 4 kursi" in page


def test_a_week_shows_what_is_free_and_why_a_day_is_closed(signed_in, officer, slot):
    consultations.attendance(slot)
    Closure.objects.create(place=slot.place, starts_on=slot.day, ends_on=slot.day, reason="Pindah gedung")

    page = show(signed_in(officer), slot, view="pekan")

    assert "3 dari 4" in page
    assert "Pindah gedung" in page


def test_an_auditor_sees_initials_and_nothing_to_press(signed_in, slot):
    consultations.attendance(slot)
    auditor = offices.member(Role.AUDITOR, offices.directorate())

    page = show(signed_in(auditor), slot)

    assert "S. A." in page
    assert "Siti Aminah" not in page
    assert "Batalkan yang dipilih" not in page


def test_an_officer_books_for_somebody(signed_in, officer, slot):
    topic = consultations.topic()

    signed_in(officer).post(reverse("consultations:agenda_book", args=[slot.pk]), typed(topic=topic.pk, consents="on"))

    assert Attendance.objects.get().state == AttendanceState.BOOKED


def test_another_balai_does_not_book_here(signed_in, slot):
    stranger = offices.officer(offices.balai("JAW4"))

    assert signed_in(stranger).get(reverse("consultations:agenda_book", args=[slot.pk])).status_code == 404


def change(browser, people, **posted):
    return browser.post(
        reverse("consultations:agenda_change"), {"attendance": [person.pk for person in people]} | posted, follow=True
    )


@pytest.fixture
def two(slot):
    return [consultations.attendance(slot, phone=f"+62813111122{n}2") for n in range(2)]


def test_many_are_shown_before_anything_is_changed(signed_in, officer, two):
    page = change(signed_in(officer), two, what="cancel").content.decode()

    assert "Ubah 2 janji" in page
    assert Attendance.objects.filter(state=AttendanceState.BOOKED).count() == 2


def test_many_are_cancelled_with_a_reason(signed_in, officer, two):
    browser = signed_in(officer)

    assert "Tulis alasannya" in change(browser, two, what="cancel", sure=1).content.decode()
    change(browser, two, what="cancel", sure=1, reason="Petugas sakit")

    assert Attendance.objects.filter(state=AttendanceState.CANCELLED).count() == 2


def test_many_are_moved_to_what_is_free_next_and_who_does_not_fit_stays(signed_in, officer, two, slot):
    later = consultations.slot(slot.place, seats=1, starts_at=slot.starts_at + timedelta(hours=1))

    page = change(signed_in(officer), two, what="move", sure=1, reason="Petugas sakit").content.decode()

    assert "Tidak ada waktu kosong sesudahnya" in page
    assert Slot.objects.get(pk=later.pk).seats_left == 0
    assert Slot.objects.get(pk=slot.pk).seats_left == 3
    (moved,) = outbox.written(kind="booking-moved")
    assert "Petugas sakit" in moved.body


def test_a_stranger_changes_nobody(signed_in, two):
    change(signed_in(offices.officer(offices.balai("JAW4"))), two, what="cancel", sure=1, reason="x")

    assert Attendance.objects.filter(state=AttendanceState.BOOKED).count() == 2


def test_the_subscription_has_no_names_and_ends_with_the_membership(client, officer, slot):
    consultations.attendance(slot)
    address = feeds.build_feed_url(officer, slot.place).removeprefix("http://127.0.0.1:8000")

    answer = client.get(address)
    assert "BEGIN:VEVENT" in answer.content.decode()
    assert "Siti" not in answer.content.decode()

    Membership.objects.update(ended_on="2022-12-31")
    assert client.get(address).status_code == 404


def test_the_address_can_be_renewed_by_its_owner_only(signed_in, officer, slot):
    consultations.attendance(slot)
    renew = reverse("consultations:feed_renew", args=[slot.place_id])
    old = feeds.build_feed_url(officer, slot.place)

    assert signed_in(offices.officer(offices.balai("JAW4"))).post(renew).status_code == 404
    signed_in(officer).post(renew)

    new = feeds.build_feed_url(officer, slot.place)
    browser = signed_in(officer)
    assert browser.get(old.removeprefix("http://127.0.0.1:8000")).status_code == 404
    assert browser.get(new.removeprefix("http://127.0.0.1:8000")).status_code == 200


# Hours


def hours_of(place):
    return reverse("consultations:hours", args=[place.pk])


def weekly(place, slot):
    """Hours that fit the slot's day, and the slot as one of theirs."""
    made = WeeklyHours.objects.create(
        place=place,
        weekday=slot.day.isoweekday(),
        opens_at=time(8),
        closes_at=time(9, 30),
        valid_from=date(2022, 1, 3),
    )
    Slot.objects.filter(pk=slot.pk).update(hours=made)
    return made


def test_new_hours_open_times(signed_in, officer, place):
    posted = {
        "form": "hours",
        "hours-weekday": "1",
        "hours-opens_at": "08:00",
        "hours-closes_at": "09:30",
        "hours-slot_minutes": "45",
        "hours-desks": "2",
        "hours-channel": "OFFICE",
        "hours-valid_from": "2022-01-03",
    }

    answer = signed_in(officer).post(hours_of(place), posted, follow=True)

    assert "waktu dibuka" in answer.content.decode()
    assert Slot.objects.filter(place=place, seats=2).count() >= 4


def test_a_closed_day_lists_who_is_affected_and_changes_nobody(signed_in, officer, slot):
    weekly(slot.place, slot)
    booked = consultations.attendance(slot)
    day = slot.day.isoformat()
    posted = {"form": "closure", "closure-starts_on": day, "closure-ends_on": day, "closure-reason": "Pindah gedung"}

    page = signed_in(officer).post(hours_of(slot.place), posted).content.decode()

    booked.refresh_from_db()
    assert "tidak lagi sesuai" in page
    assert "Siti Aminah" in page
    assert booked.state == AttendanceState.BOOKED


def test_hours_end_and_their_free_times_are_withdrawn(signed_in, officer, slot):
    made = weekly(slot.place, slot)

    signed_in(officer).post(hours_of(slot.place), {"form": "end", "row": f"hours-{made.pk}"})

    made.refresh_from_db()
    assert made.valid_until
    assert not Slot.objects.filter(pk=slot.pk, state="OPEN").exists()


def test_hours_that_end_before_they_start_are_refused_in_words(signed_in, officer, place):
    answer = signed_in(officer).post(hours_of(place), {"form": "closure", "closure-reason": "x"})

    assert answer.status_code == 422
    assert "Belum tersimpan" in answer.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "31-02", "x\0"])
def test_a_day_no_agenda_reaches_is_refused_and_not_today(signed_in, officer, slot, day):
    answer = signed_in(officer).get(reverse(AGENDA), {"place": slot.place_id, "day": day, "view": "pekan"})

    assert answer.status_code == 400
    assert "day" in answer.content.decode()


def test_a_row_of_endless_digits_is_not_there(signed_in, officer, place):
    answer = signed_in(officer).post(hours_of(place), {"form": "end", "row": f"hours-{'9' * 5000}"})

    assert answer.status_code == 404
