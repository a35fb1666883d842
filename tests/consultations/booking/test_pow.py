"""Programs are kept from taking every seat; people behind one connection are not."""

import base64
import hashlib
import json
import re

import pytest
from django.urls import reverse

from consultations.booking import proof
from consultations.booking.models.seats import Attendance
from tests.factories import clinics, consultations, offices
from tests.factories.booking import fill, hold

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def throttled(settings):
    settings.THROTTLE = settings.PROOF_OF_WORK = True


@pytest.fixture
def slot():
    consultations.topic()
    return consultations.slot(clinics.place(offices.balai("JAW3")), seats=50)


def solved(challenge=None):
    challenge = challenge or proof.create_challenge()
    for number in range(proof.HARDNESS + 1):
        if hashlib.sha256(f"{challenge.salt}{number}".encode()).hexdigest() == challenge.challenge:
            break
    said = {name: getattr(challenge, name) for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps(said | {"number": number}).encode()).decode()


def use_up(client, slot):
    for _ in range(proof.WITHOUT_PROOF.times):
        hold(client, slot)


def test_a_few_go_without_then_a_sum_is_asked(client, slot):
    use_up(client, slot)

    answer = hold(client, slot)

    assert answer.status_code == 422
    assert "Satu pertanyaan" in answer.content.decode()


def test_the_sum_opens_the_way(client, slot):
    use_up(client, slot)
    page = hold(client, slot).content.decode()
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)[1]
    first, second = re.search(r"Berapa (\w+) ditambah (\w+)", page).groups()
    words = ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan"]
    right = words.index(first) + words.index(second) + 2

    assert hold(client, slot, sealed=sealed, sum=right + 1).status_code == 422
    assert hold(client, slot, sealed=sealed, sum=right).status_code == 302
    assert hold(client, slot, sealed=sealed, sum=right).status_code == 422


def test_a_village_with_proof_is_not_shut_out(client, slot):
    use_up(client, slot)

    assert [hold(client, slot, altcha=solved()).status_code for _ in range(10)] == [302] * 10


def test_one_solution_opens_one_door(client, slot):
    use_up(client, slot)
    payload = solved()

    assert [hold(client, slot, altcha=payload).status_code for _ in range(2)] == [302, 422]


@pytest.mark.parametrize("payload", ["x", "", base64.b64encode(b"{}").decode(), base64.b64encode(b"[1]").decode()])
def test_nonsense_is_no_proof(client, slot, payload):
    use_up(client, slot)

    assert hold(client, slot, altcha=payload).status_code == 422


def test_a_program_fills_the_hidden_field(client, slot):
    token = hold(client, slot).url.split("/")[-2]
    fill(client, token)

    answer = client.post(reverse("consultations:check", args=[token]), {"consents": "on", "website": "http://uji.test"})

    assert "dikirim oleh program" in answer.content.decode()
    assert not Attendance.objects.filter(state="BOOKED").exists()


def test_switched_off_nothing_is_asked(client, slot, settings):
    settings.PROOF_OF_WORK = False
    use_up(client, slot)

    assert hold(client, slot).status_code == 302
    assert proof.create_challenge() is None
