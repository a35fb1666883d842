"""The way in: one question a page, a seat held while the form is filled, one booking whatever is pressed twice."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from consultations.booking import services
from consultations.booking.enums import AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance, Slot
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Coverage
from tests.factories import clinics, consultations, offices
from tests.factories.booking import fill, hold, send, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture
def slot(place):
    return consultations.slot(place)


@pytest.fixture(autouse=True)
def topic():
    return consultations.topic()


def ask(client, **chosen):
    return client.get(reverse("consultations:book"), chosen).content.decode()


def left(slot):
    return Slot.objects.get(pk=slot.pk).seats_left


# One question a page


def test_topic_then_clinic_then_time(client, place, slot):
    assert "Langkah 1 dari 7" in ask(client)
    assert "Langkah 3 dari 7" in ask(client, topic="desain")
    assert "Langkah 5 dari 7" in ask(client, topic="desain", office=place.office.code)
    assert "Langkah 1 dari 7" in ask(client, topic="tidak ada", place="x", day="kemarin")


def test_another_day_than_the_one_asked_for_is_shown_with_a_sentence(client, place, slot):
    later = slot.day + timedelta(days=1)
    asked = {"topic": "desain", "office": place.office.code}

    assert "tidak ada waktu yang dapat dipesan" in ask(client, **asked, day=later)
    assert "tidak ada waktu yang dapat dipesan" not in ask(client, **asked, day=slot.day)
    assert "tidak ada waktu yang dapat dipesan" not in ask(client, **asked)


def test_more_than_one_way_is_asked(client, place, slot):
    online = clinics.place(place.office, "Daring")
    Slot.objects.filter(pk=consultations.slot(online).pk).update(channel="ONLINE")

    page = ask(client, topic="desain", office=place.office.code)

    assert "Langkah 4 dari 7" in page
    assert "Daring" in page
    assert "Langkah 5 dari 7" in ask(client, topic="desain", place=online.pk, channel="ONLINE")


def test_a_clinic_that_does_not_cover_the_home_says_so(client, place, slot):
    home = offices.region(kind=RegionKind.KOTA, parent=offices.region(), name="Ternate")
    other = offices.balai("MAL")
    Coverage.objects.create(office=other, region=home, valid_from="2022-01-03")

    page = ask(client, topic="desain", office=place.office.code, home=home.pk)

    assert "tidak melayani" in page
    assert "Ternate" in page


# The seat is held


def test_a_press_on_a_time_holds_the_seat(client, slot):
    answer = hold(client, slot)

    assert left(slot) == 0
    assert "menit lagi" in client.get(answer.url).content.decode()


def test_another_time_gives_the_first_back(client, place, slot):
    other = consultations.slot(place)
    hold(client, slot, token="a" * 32)

    hold(client, other, token="a" * 32)

    assert (left(slot), left(other)) == (1, 0)


def test_an_expired_hold_keeps_what_was_typed_and_shows_the_nearest(client, place, slot):
    near = consultations.slot(place)
    token = hold(client, slot).url.split("/")[-2]
    fill(client, token)
    Attendance.objects.update(hold_ends_at=clinics.now() - timedelta(minutes=1))

    page = client.get(reverse("consultations:person", args=[token])).content.decode()

    assert "sudah habis" in page
    assert "Siti Aminah" in page
    assert f"/janji/jadwal/{near.pk}/" in page


def test_an_expired_hold_whose_seat_went_away_is_not_booked(client, place, slot):
    token = hold(client, slot).url.split("/")[-2]
    fill(client, token)
    Attendance.objects.update(hold_ends_at=clinics.now() - timedelta(minutes=1))
    hold(client, slot, token="b" * 32)  # somebody else's, in the same browser

    answer = client.post(reverse("consultations:check", args=[token]), {"consents": "on"})

    assert answer.status_code == 422
    assert "baru saja penuh" in answer.content.decode()
    assert not Attendance.objects.filter(state=AttendanceState.BOOKED).exists()


def test_a_group_holds_a_seat_for_each(client, place):
    session = consultations.slot(place, seats=20, kind=SlotKind.GROUP)

    hold(client, session, people=3)

    assert left(session) == 17


@pytest.mark.parametrize(("people", "sentence"), [(0, "paling sedikit 1"), (61, "hanya untuk 60 orang")])
def test_a_party_that_does_not_fit_is_told_so(client, place, people, sentence):
    session = consultations.slot(place, seats=60, kind=SlotKind.GROUP)

    answer = hold(client, session, people=people)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("people", [0, 61, -1, "dua"])
def test_the_api_tells_a_party_that_does_not_fit(client, place, topic, people):
    session = consultations.slot(place, seats=60, kind=SlotKind.GROUP)
    sent = {"slot": session.pk, "topic": topic.code, "name": "Siti", "phone": "0812 3456 7890", "consent": True}

    answer = client.post("/api/v1/bookings/", sent | {"party_size": people}, content_type="application/json")

    assert (answer.status_code, left(session)) == (400, 60)
    assert answer.json()["fields"]["party_size"]


@pytest.mark.parametrize("people", ["9" * 5000, "-1", "1,5", "dua", ""])
def test_a_size_that_is_no_number_is_not_guessed(client, place, people):
    session = consultations.slot(place, seats=20, kind=SlotKind.GROUP)

    answer = hold(client, session, people=people)

    assert (answer.status_code, left(session)) == (422, 20)
    assert "paling sedikit 1" in answer.content.decode()


def test_a_full_slot_offers_the_nearest(client, place):
    starts_at = clinics.now() + timedelta(days=1)
    full = consultations.slot(place, starts_at=starts_at)
    near, far = (consultations.slot(place, starts_at=starts_at + timedelta(hours=hours)) for hours in (1, 50))
    consultations.attendance(full)

    answer = hold(client, full)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "baru saja penuh" in page
    assert page.index(f"/janji/jadwal/{near.pk}/") < page.index(f"/janji/jadwal/{far.pk}/")


def test_a_group_larger_than_its_seats_left_is_told_how_many(client, place):
    session = consultations.slot(place, seats=4, kind=SlotKind.GROUP)
    hold(client, session, people=3)

    answer = hold(client, session, people=2, token="b" * 32)

    assert "Sisa 1 kursi, tidak cukup untuk 2 orang" in answer.content.decode()


# The person, and everything once more


def test_everything_is_shown_once_more_with_a_way_back(client, slot):
    token = hold(client, slot).url.split("/")[-2]

    page = fill(client, token, follow=True).content.decode()

    assert "Langkah 7 dari 7" in page
    assert "Siti Aminah" in page
    assert reverse("consultations:person", args=[token]) in page
    assert f"draft={token}" in page


def test_what_was_typed_is_there_when_coming_back(client, slot):
    token = hold(client, slot).url.split("/")[-2]
    fill(client, token, on_behalf_of="Pak Budi")

    assert "Pak Budi" in client.get(reverse("consultations:person", args=[token])).content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"phone": "12"}, "phone", "Nomor telepon ini tidak dikenali"),
        ({"party_size": "11"}, "party_size", "Paling banyak 10 orang"),
        ({"party_size": "0"}, "party_size", "Paling sedikit 1"),
        ({"email": "bukan surel"}, "email", "nama@contoh.id"),
        ({"contact_by": "EMAIL"}, "email", "Isi surel"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field(client, slot, changes, field, sentence):
    token = hold(client, slot).url.split("/")[-2]

    answer = fill(client, token, **changes)

    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field])


def test_without_consent_nothing_is_booked(client, slot):
    token = hold(client, slot).url.split("/")[-2]
    fill(client, token)

    answer = client.post(reverse("consultations:check", args=[token]), {"consents": ""})

    assert "Persetujuan diperlukan" in answer.content.decode()
    assert not Attendance.objects.filter(state=AttendanceState.BOOKED).exists()


def test_one_phone_has_one_booking_a_day_unless_for_somebody_else(client, place):
    day = clinics.now() + timedelta(days=2)
    first, second = (consultations.slot(place, starts_at=day + timedelta(minutes=number)) for number in (0, 1))
    send(client, first)

    refused = send(client, second, token="b" * 32)
    assert "sudah punya janji" in refused.content.decode()
    made = send(client, second, token="b" * 32, on_behalf_of="Pak Budi")

    assert made.url.endswith("/tiket/")


# Pressed twice, gone back, sent from two tabs: one booking


def test_a_double_press_is_one_booking(client, slot):
    token = hold(client, slot).url.split("/")[-2]
    fill(client, token)
    check = reverse("consultations:check", args=[token])

    first, second = (client.post(check, {"consents": "on"}) for _ in range(2))
    back = client.get(reverse("consultations:person", args=[token]))

    assert first.url == second.url == back.url
    assert Attendance.objects.filter(state=AttendanceState.BOOKED).count() == 1


def test_a_double_press_on_a_time_is_one_hold(client, place):
    slot = consultations.slot(place, seats=5)

    for _ in range(2):
        hold(client, slot, token="c" * 32)

    assert left(slot) == 4


def test_somebody_elses_form_is_not_shown(client, slot):
    token = hold(client, slot).url.split("/")[-2]
    client.cookies.clear()

    assert client.get(reverse("consultations:person", args=[token])).url == reverse("consultations:book")


# The waiting list


def test_a_full_slot_has_a_waiting_list_and_its_offer_is_taken(client, slot):
    first = consultations.attendance(slot, phone="+6281311112222")
    address = f"{reverse('consultations:wait', args=[slot.pk])}?{urlencode({'topic': 'desain'})}"

    waiting = client.post(address, typed(consents="on"), follow=True).content.decode()
    assert "urutan ke-1" in waiting
    mine = Attendance.objects.get(state=AttendanceState.WAITLISTED)
    services.cancel_booking(attendance=first, at=clinics.now())
    offered = client.get(reverse("consultations:manage", args=[mine.reference])).content.decode()
    assert "Ambil kursi ini" in offered
    client.post(reverse("consultations:accept", args=[mine.reference]))

    mine.refresh_from_db()
    assert mine.state == AttendanceState.BOOKED


@pytest.mark.parametrize("name", ["person", "wait", "book_slot", "ask"])
def test_another_language_keeps_what_was_typed(client, slot, name):
    keys = {"person": lambda: hold(client, slot).url.split("/")[-2], "ask": lambda: None}.get(name, lambda: slot.pk)()
    if name == "wait":
        consultations.attendance(slot)
    page = f"{reverse(f'consultations:{name}', args=[keys] if keys else [])}?topic=desain"
    switch = f"{reverse('set_language')}?{urlencode({'next': page})}"

    typed_words = {"name": "Siti Aminah", "language": "id", "switch_language": "en"}
    client.post(switch, typed_words, headers={"Origin": "http://testserver"})
    again, reloaded = (client.get(page).content.decode() for _turn in range(2))

    assert 'lang="en"' in again
    assert 'value="Siti Aminah"' in again
    assert 'value="Siti Aminah"' not in reloaded


def test_what_another_site_sends_is_not_kept(client, slot):
    page = reverse("consultations:ask")
    switch = f"{reverse('set_language')}?{urlencode({'next': page})}"

    client.post(switch, {"name": "Siti", "switch_language": "en"}, headers={"Origin": "https://lain.test"})

    assert 'value="Siti"' not in client.get(page).content.decode()
