"""A link to one time: everything on one page, one press, one booking; every rule of the longer way holds."""

import re

import pytest
from django.urls import reverse

from consultations.booking.enums import SlotKind
from consultations.booking.models.seats import Attendance, Slot
from tests.factories import clinics, consultations, offices
from tests.factories.booking import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture(autouse=True)
def topic():
    return consultations.topic()


@pytest.fixture
def slot(place):
    return consultations.slot(place)


def address(slot):
    return reverse("consultations:book_slot", args=[slot.pk])


def send(client, slot, key="satu", **changes):
    return client.post(address(slot), typed(topic="desain", consents="on", idempotency_key=key, **changes))


def left(slot):
    return Slot.objects.get(pk=slot.pk).seats_left


def test_one_page_asks_everything_and_one_press_books(client, slot):
    page = client.get(address(slot)).content.decode()
    asked = set(re.findall(r'name="(\w+)"', page))

    answer = client.get(send(client, slot).url)

    made = Attendance.objects.get()
    assert asked >= {"topic", "name", "phone", "email", "party_size", "consents", "idempotency_key", "website"}
    assert (made.state, made.consent_version, left(slot)) == ("BOOKED", "2026-2", 0)
    assert made.reference in answer.content.decode()


def test_the_page_asks_the_database_little(client, slot, django_assert_num_queries):
    client.get(address(slot))

    with django_assert_num_queries(2):  # the slot, and whether its day is closed
        client.get(address(slot))


def test_the_press_writes_in_one_transaction(client, slot, django_assert_max_num_queries):
    send(client, consultations.slot(slot.place), phone="0813 1111 2222")

    with django_assert_max_num_queries(12):
        assert send(client, slot, key="dua", email="siti@uji.krs.test").status_code == 302


def test_a_topic_the_time_is_kept_for_is_not_asked(client, place, topic):
    kept = consultations.slot(place)
    Slot.objects.filter(pk=kept.pk).update(topic=topic)

    assert 'name="topic"' not in client.get(address(kept)).content.decode()
    client.post(address(kept), typed(consents="on", idempotency_key="satu"))

    assert Attendance.objects.get().topic == topic


def test_every_page_has_a_key_of_its_own(client, slot):
    keys = {
        re.search(r'name="idempotency_key" value="(\w+)"', client.get(address(slot)).content.decode())[1] for _ in "ab"
    }

    assert len(keys) == 2


def test_a_double_press_is_one_booking(client, slot):
    first, second = (send(client, slot) for _ in range(2))

    assert first.url == second.url
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"consents": ""}, "Persetujuan diperlukan"),
        ({"phone": "12"}, "Nomor telepon ini tidak dikenali"),
        ({"topic": ""}, "Pilih salah satu."),
        ({"party_size": "11"}, "Paling banyak 10 orang"),
        ({"website": "http://uji.test"}, "dikirim oleh program"),
    ],
)
def test_what_is_wrong_is_told_with_what_was_typed(client, slot, changes, sentence):
    answer = client.post(address(slot), typed(topic="desain", consents="on", idempotency_key="satu") | changes)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Siti Aminah" in answer.content.decode()
    assert not Attendance.objects.exists()


def test_a_time_that_filled_meanwhile_keeps_the_form_and_offers_the_nearest_by_one_press(client, place, slot):
    near = consultations.slot(place)
    consultations.attendance(slot)

    page = send(client, slot).content.decode()

    assert "baru saja penuh" in page
    assert "Siti Aminah" in page
    assert f'formaction="{address(near)}"' in page
    assert reverse("consultations:wait", args=[slot.pk]) in page
    assert send(client, near).url.endswith("/tiket/")


def test_a_full_time_is_not_asked_about(client, slot):
    consultations.attendance(slot)

    page = client.get(address(slot)).content.decode()

    assert "sudah penuh" in page
    assert "Masuk daftar tunggu" in page


def test_a_group_takes_a_seat_for_each(client, place):
    session = consultations.slot(place, seats=20, kind=SlotKind.GROUP)

    send(client, session, party_size="3")

    assert left(session) == 17


def test_a_busy_connection_is_asked_a_sum_and_its_answer_books(client, place, settings):
    settings.THROTTLE = settings.PROOF_OF_WORK = True
    slot = consultations.slot(place, seats=20)
    for number in range(6):
        assert send(client, slot, key=f"k{number}", phone=f"0812 3456 78{number}0").status_code == 302

    page = send(client, slot, key="akhir").content.decode()

    assert "Satu pertanyaan" in page
    posted = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    first, second = re.search(r"Berapa (\w+) ditambah (\w+)", page).groups()
    words = ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan"]
    answer = client.post(address(slot), posted | {"sum": words.index(first) + words.index(second) + 2})
    assert answer.url.endswith("/tiket/")


def test_another_browser_does_not_see_the_ticket(client, slot):
    url = send(client, slot).url
    client.cookies["janji"] = Attendance.objects.get().reference  # not signed

    assert client.get(url).status_code == 302
