"""Group sessions made, changed and cancelled by staff: nothing silently, everybody told, nobody else's agenda."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from consultations.agenda import services
from consultations.booking.enums import AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance, Slot
from krs_portal.kit.clock import TimeZone
from tests.factories import clinics, consultations, offices, outbox

pytestmark = pytest.mark.django_db
REASON = "Ruang sedang diperbaiki"


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture
def other_place(place):
    return clinics.place(place.office, name="Balai desa")


@pytest.fixture
def officer(place):
    return offices.officer(place.office)


@pytest.fixture
def at():
    return clinics.now().replace(second=0, microsecond=0)


@pytest.fixture
def morning(at):
    """In three days at ten: what begins there ends on its day, at whatever hour the test runs."""
    return (at + timedelta(days=3)).astimezone(TimeZone.WIB.info).replace(hour=10, minute=0)


@pytest.fixture
def slot(place, morning):
    return consultations.slot(place, seats=20, starts_at=morning, kind=SlotKind.GROUP)


@pytest.fixture
def two(slot):
    return [consultations.attendance(slot, phone=f"+62813111122{n}2", booked_on=slot.day) for n in range(2)]


def typed(slot, **changes):
    """The form as it stands, with some fields typed anew; times in the office's zone."""
    from consultations.agenda.forms.sessions import build_session_initial

    now = build_session_initial(slot)
    return {
        "title": slot.title or "Menghitung biaya rumah",
        "place": slot.place_id,
        "channel": slot.channel,
        "seats": slot.seats,
        "day": now["day"].isoformat(),
        "begins": f"{now['begins']:%H:%M}",
        "ends": f"{now['ends']:%H:%M}",
        "closes_hours_before": 24,
    } | changes


def change(browser, slot, **posted):
    return browser.post(reverse("consultations:session", args=[slot.pk]), typed(slot, **posted), follow=True)


def told(kind):
    return sorted(message.about_key for message in outbox.written(kind=kind))


# Opening


def make(browser, place, at, **changes):
    day = (at + timedelta(days=5)).date().isoformat()
    posted = {
        "title": "Klinik gambar",
        "place": place.pk,
        "channel": "OFFICE",
        "seats": 25,
        "day": day,
        "begins": "09:00",
        "ends": "11:00",
        "closes_hours_before": 24,
        "speaker": "Ir. Sri",
        "note": "Bawa foto rumah",
    }
    return browser.post(reverse("consultations:session_new", args=[place.pk]), posted | changes, follow=True)


def test_an_officer_opens_a_group_session(signed_in, officer, place, at):
    page = make(signed_in(officer), place, at).content.decode()

    made = Slot.objects.get(title="Klinik gambar")
    assert "terbuka untuk pendaftaran" in page
    assert (made.kind, made.seats, made.speaker, made.note) == ("GROUP", 25, "Ir. Sri", "Bawa foto rumah")
    assert made.starts_at - made.registration_ends_at == timedelta(days=1)
    assert made in Slot.objects.bookable(at)


def test_the_times_are_those_of_the_office(signed_in, at):
    makassar = clinics.place(offices.balai("SUL1", zone="Asia/Makassar"))

    make(signed_in(offices.officer(makassar.office)), makassar, at)

    assert Slot.objects.get().starts_at.hour == 1  # 09.00 WITA


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "title"),
        ({"seats": 0}, "seats"),
        ({"ends": "08:00"}, "ends"),
        ({"channel": "ONLINE"}, "link"),
        ({"day": "2020-01-06"}, "day"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(signed_in, officer, place, at, wrong, said):
    answer = make(signed_in(officer), place, at, **wrong)

    assert answer.status_code == 422
    assert said in answer.context["form"].errors
    assert not Slot.objects.exists()


def test_a_session_beside_another_is_shown_before_it_is_made(signed_in, officer, place, at):
    browser = signed_in(officer)
    make(browser, place, at)

    assert "Bertumpuk dengan jadwal lain" in make(browser, place, at, title="Kedua").content.decode()
    assert Slot.objects.count() == 1
    make(browser, place, at, title="Kedua", sure="1")
    assert Slot.objects.count() == 2


def test_another_balai_opens_and_changes_nothing_here(signed_in, place, slot, at):
    stranger = offices.officer(offices.balai("JAW4"))
    browser = signed_in(stranger)

    assert make(browser, place, at).status_code == 404
    assert change(browser, slot).status_code == 404
    with pytest.raises(PermissionDenied):
        services.open_session(place=place, by=stranger, at=at)


# Changing


def test_words_change_without_a_message(signed_in, officer, slot, two):
    change(signed_in(officer), slot, speaker="Ir. Sri", note="Bawa foto")

    slot.refresh_from_db()
    assert slot.speaker == "Ir. Sri"
    assert outbox.written() == []


def test_another_place_lists_who_is_affected_and_changes_nothing_yet(signed_in, officer, slot, two, other_place):
    page = change(signed_in(officer), slot, place=other_place.pk).content.decode()

    slot.refresh_from_db()
    assert "2 janji terkena" in page
    assert "Siti Aminah" in page
    assert slot.place != other_place
    assert outbox.written() == []


def test_once_sure_each_is_told_of_the_new_place(signed_in, officer, slot, two, other_place):
    change(signed_in(officer), slot, place=other_place.pk, sure=1, told=2, reason=REASON)

    slot.refresh_from_db()
    assert slot.place == other_place
    assert told("place-changed") == sorted(person.reference for person in two)
    assert set(Attendance.objects.values_list("sequence", flat=True)) == {1}
    body = outbox.written(kind="place-changed")[0].body
    assert REASON in body
    assert "Balai desa" in body


def test_a_new_link_is_told_too(signed_in, officer, slot, two):
    link = {"channel": "ONLINE", "link": "https://rapat.example.go.id/x"}

    change(signed_in(officer), slot, **link, sure=1, told=2)

    assert len(told("place-changed")) == 2
    assert link["link"] in outbox.written(kind="place-changed")[0].body


def test_another_time_moves_everybody_and_their_day(signed_in, officer, slot, two):
    day = slot.day + timedelta(days=1)

    change(signed_in(officer), slot, day=day.isoformat(), sure=1, told=2, reason=REASON)

    assert len(told("booking-moved")) == 2
    assert set(Attendance.objects.values_list("booked_on", "sequence")) == {(day, 1)}


def test_who_books_meanwhile_is_shown_before_anything_is_sent(signed_in, officer, slot, two, other_place):
    consultations.attendance(slot, phone="+628131119999")

    page = change(signed_in(officer), slot, place=other_place.pk, sure=1, told=2).content.decode()

    slot.refresh_from_db()
    assert "berubah. Periksa sekali lagi" in page
    assert "3 janji terkena" in page
    assert slot.place != other_place


def test_a_day_on_which_somebody_has_another_booking_is_refused_with_the_reference(officer, slot, two, at):
    later = consultations.slot(slot.place, starts_at=slot.starts_at + timedelta(days=1))
    consultations.attendance(later, phone=two[0].phone, booked_on=later.day)
    values = {"starts_at": later.starts_at, "ends_at": later.ends_at, "registration_ends_at": None}

    with pytest.raises(ValidationError, match=two[0].reference):
        services.change_session(slot=slot, by=officer, at=at, told=2, **values)

    slot.refresh_from_db()
    assert slot.starts_at != later.starts_at


def test_seats_are_not_fewer_than_those_taken(signed_in, officer, slot, two):
    answer = change(signed_in(officer), slot, seats=1)

    assert answer.status_code == 422
    assert "2 kursi sudah terisi" in answer.content.decode()


def test_what_is_over_or_called_off_stays(officer, slot, at):
    with pytest.raises(ValidationError, match="sudah lewat"):
        services.change_session(slot=slot, by=officer, at=slot.ends_at, title="x")
    Slot.objects.filter(pk=slot.pk).update(state="CANCELLED")
    with pytest.raises(ValidationError, match="dibatalkan"):
        services.cancel_session(slot=slot, by=officer, at=at, reason=REASON, told=0)


# Cancelling


def cancel(browser, slot, **posted):
    return browser.post(reverse("consultations:session_cancel", args=[slot.pk]), posted, follow=True)


def test_cancelling_asks_for_a_reason(signed_in, officer, slot, two):
    answer = cancel(signed_in(officer), slot, told=2)

    assert answer.status_code == 422
    assert "Tulis alasannya" in answer.content.decode()
    assert Attendance.objects.filter(state="BOOKED").count() == 2


def test_cancelling_tells_everybody_who_was_coming_or_waiting(signed_in, officer, slot, two, at):
    waiting = consultations.attendance(slot, AttendanceState.WAITLISTED, phone="+628131110001")
    held = consultations.attendance(slot, AttendanceState.HELD, name="", phone="", hold_ends_at=at + timedelta(hours=1))

    page = cancel(signed_in(officer), slot, told=2, reason=REASON).content.decode()

    slot.refresh_from_db()
    held.refresh_from_db()
    assert "3 orang belum terkirim: kirim dengan tangan" in page
    assert (slot.state, slot.seats_taken) == ("CANCELLED", 0)
    assert told("booking-cancelled") == sorted(person.reference for person in [*two, waiting])
    assert held.state == AttendanceState.EXPIRED
    assert all(REASON in message.body for message in outbox.written(kind="booking-cancelled"))


def test_a_place_that_follows_weekly_hours_keeps_its_time(signed_in, officer, place, other_place, at, morning):
    from tests.consultations.agenda.test_agenda import weekly

    slot = consultations.slot(place, starts_at=morning)
    weekly(place, slot)

    change(signed_in(officer), slot, begins="05:00", place=other_place.pk)
    services.open_slots(place=place, at=at)

    fresh = Slot.objects.get(pk=slot.pk)
    assert (fresh.starts_at, fresh.place) == (slot.starts_at, other_place)
    assert Slot.objects.filter(hours=fresh.hours_id, starts_at=fresh.starts_at).count() == 1


def test_who_waits_hears_of_the_new_place_and_keeps_the_line(signed_in, officer, slot, two, other_place):
    Slot.objects.filter(pk=slot.pk).update(seats=2)
    waiting = consultations.attendance(slot, "WAITLISTED", phone="+6281234560009", booked_on=slot.day)

    change(signed_in(officer), slot, place=other_place.pk, seats=2, sure=1, told=2, reason=REASON)

    assert told("waiting-changed") == [waiting.reference]
    assert told("place-changed") == sorted(person.reference for person in two)
    letter = outbox.written(kind="waiting-changed")[0]
    assert "Balai desa" in letter.body
    assert outbox.written(kind="booking-reminder", about_key=waiting.reference) == []
    waiting.refresh_from_db()
    assert (waiting.state, waiting.sequence) == ("WAITLISTED", 1)


def test_more_seats_go_to_those_who_wait(signed_in, officer, slot, two):
    slot.seats = 2
    slot.save()
    waiting = consultations.attendance(
        slot, "WAITLISTED", phone="+6281234560009", consented_at=clinics.now(), consent_version="1"
    )

    change(signed_in(officer), slot, seats=5)

    waiting.refresh_from_db()
    assert waiting.state == "OFFERED"
