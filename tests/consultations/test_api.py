"""The contract's booking API, and consultations for those who work with them."""

from datetime import timedelta

import pytest

from clinics.models import LedgerEntry
from consultations.booking.enums import SlotKind
from consultations.booking.models.seats import Attendance, Slot
from consultations.counter.models import Consultation
from krs_portal.kit.clock import day_of
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture
def slot(place):
    return consultations.slot(place)


@pytest.fixture(autouse=True)
def _situation():
    consultations.account()
    consultations.topic()


def send(client, path, body, **headers):
    return client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


def book(client, slot, key="satu", **changes):
    body = {"slot": slot.pk, "topic": "desain", "name": "Siti Aminah", "phone": "0812 3456 7890", "consent": True}
    return send(client, "bookings/", body | changes, **{"Idempotency-Key": key})


def test_slots_are_public_and_narrowed_by_place_day_and_topic(client, place):
    tomorrow = clinics.now() + timedelta(days=1)
    session = consultations.slot(place, seats=20, kind=SlotKind.GROUP, starts_at=tomorrow)
    consultations.slot(place, starts_at=clinics.now() + timedelta(days=9))
    consultations.attendance(session)

    day = day_of(tomorrow).isoformat()
    answer = client.get("/api/v1/slots/", {"place": place.pk, "from": day, "to": day, "topic": "desain"})

    (found,) = answer.json()["results"]
    assert (found["id"], found["kind"], found["seats"], found["seats_left"]) == (session.pk, "GROUP", 20, 19)
    assert (found["place"], set(found) >= {"starts_at", "ends_at"}) == (place.pk, True)


def test_a_wrong_day_is_told_at_its_field(client):
    answer = client.get("/api/v1/slots/", {"from": "besok"})

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["from"])


def test_booking_answers_the_reference_and_where_to_manage_it(client, slot):
    answer = book(client, slot)

    made = Attendance.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "reference": made.reference,
        "status": "BOOKED",
        "slot": slot.pk,
        "manage_url": f"http://127.0.0.1:8000/janji/{made.reference}/",
    }


def test_the_same_key_answers_the_same_body(client, slot):
    assert book(client, slot).json() == book(client, slot).json()
    assert Attendance.objects.count() == 1


def test_a_full_slot_is_a_conflict(client, slot):
    book(client, slot)

    answer = book(client, slot, key="dua", phone="0813 1111 2222")

    assert (answer.status_code, answer.json()["code"]) == (409, "full")
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"consent": False}, "consent"),
        ({"party_size": 11}, "party_size"),
        ({"topic": "tidak-ada"}, "topic"),
        ({"region": "99.99"}, "region"),
        ({"name": "\x00"}, "name"),
    ],
)
def test_what_is_wrong_is_told_by_field(client, slot, changes, field):
    answer = book(client, slot, **changes)

    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])


def test_cancelling_needs_the_phone(client, slot):
    reference = book(client, slot).json()["reference"]

    refused = send(client, f"bookings/{reference}/cancel/", {"phone": "0813 1111 2222"})
    cancelled = send(client, f"bookings/{reference}/cancel/", {"phone": "0812 3456 7890"})

    assert (refused.status_code, cancelled.json()["status"]) == (404, "CANCELLED")
    assert Slot.objects.get().seats_left == 1


def test_booking_is_throttled_by_address(client, place, settings):
    settings.THROTTLE = True
    session = consultations.slot(place, seats=50, kind=SlotKind.GROUP)

    answers = [
        book(client, session, key=str(number), phone=f"0812 3456 {number:04}").status_code for number in range(21)
    ]

    assert answers == [201] * 20 + [429]


def test_bookings_of_one_telephone_number_are_throttled_from_any_address(client, place, settings):
    settings.THROTTLE = True
    session = consultations.slot(place, seats=50, kind=SlotKind.GROUP)

    answers = [book(client, session, key=str(number)).status_code for number in range(9)]

    assert answers[-1] == 429
    assert 429 not in answers[:-1]


def test_a_key_that_is_too_long_is_refused_and_not_cut(client, slot):
    answer = book(client, slot, key="k" * 101)

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["Idempotency-Key"])
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("field", ["topic", "region"])
def test_a_code_that_the_database_cannot_compare_names_nothing(client, slot, field):
    answer = book(client, slot, **{field: "a\0b"})

    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])


def move(client, reference, to, phone="0812 3456 7890"):
    return send(client, f"bookings/{reference}/move/", {"phone": phone, "slot": to.pk})


def test_a_booking_moves_with_reference_and_phone(client, place, slot):
    other = consultations.slot(place)
    reference = book(client, slot).json()["reference"]

    moved = move(client, reference, other)

    assert (moved.status_code, moved.json()["reference"], moved.json()["slot"]) == (200, reference, other.pk)
    assert move(client, reference, slot, phone="0813 1111 2222").status_code == 404


def test_moving_to_a_full_slot_is_a_conflict(client, place, slot):
    full = consultations.slot(place)
    book(client, full, phone="0813 1111 2222")
    reference = book(client, slot, key="dua").json()["reference"]

    answer = move(client, reference, full)

    assert (answer.status_code, answer.json()["code"]) == (409, "full")


def test_a_slot_whose_registration_has_ended_is_not_listed(client, slot):
    slot.registration_ends_at = clinics.now()
    slot.save()

    assert client.get("/api/v1/slots/").json()["results"] == []


# Consultations


@pytest.fixture
def officer(place):
    return offices.officer(place.office)


def draft(client, **changes):
    body = {
        "office": "JAW3",
        "client_name": "Siti Aminah",
        "topics": ["desain"],
        "happened_on": "2022-12-05",
        "summary": "Menanyakan desain.",
    }
    return send(client, "consultations/", body | changes)


def test_a_draft_is_written_closed_corrected_and_reopened(signed_in, officer, place):
    client = signed_in(officer)
    key = draft(client).json()["id"]

    closed = send(client, f"consultations/{key}/close/", {"outcome": "ADVISED"}).json()
    corrected = send(client, f"consultations/{key}/correct/", {"head_count": 4, "reason": "Salah hitung"}).json()
    reopened = send(signed_in(offices.head(place.office)), f"consultations/{key}/reopen/", {"reason": "Salah orang"})

    assert (closed["state"], corrected["head_count"], reopened.json()["state"]) == ("CLOSED", 4, "OPEN")
    assert LedgerEntry.objects.total() == 0


def test_closing_without_an_outcome_names_the_field(signed_in, officer):
    client = signed_in(officer)
    key = draft(client).json()["id"]

    answer = send(client, f"consultations/{key}/close/", {"outcome": ""})

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["outcome"])


def test_a_day_in_the_future_names_the_field(signed_in, officer):
    answer = draft(signed_in(officer), happened_on=day_of(clinics.now() + timedelta(days=2)).isoformat())

    assert list(answer.json()["fields"]) == ["happened_on"]
    assert not Consultation.objects.exists()


def test_scope_and_policy_hold_in_the_api_as_well(signed_in, officer, place):
    made = consultations.consultation(place.office, officer)
    path = f"/api/v1/consultations/{made.pk}/"

    seen = signed_in(offices.evaluator()).get(path).json()
    refused = send(signed_in(offices.evaluator()), f"consultations/{made.pk}/close/", {"outcome": "ADVISED"})
    hidden = signed_in(offices.officer(offices.balai("JAW2"))).get(path)

    assert seen["client_name"] == "S. A."
    assert (refused.status_code, hidden.status_code) == (403, 404)
    assert "di unit ini" in refused.json()["title"]


def test_nobody_reads_consultations_without_signing_in(client):
    assert client.get("/api/v1/consultations/").status_code in (401, 403)


def test_the_list_asks_as_often_for_thirty_as_for_three(signed_in, officer, place, django_assert_max_num_queries):
    client = signed_in(officer)

    def queries(rows):
        for _ in range(rows):
            consultations.consultation(place.office, officer)
        with django_assert_max_num_queries(30) as asked:
            client.get("/api/v1/consultations/")
        return len(asked)

    client.get("/api/v1/consultations/")
    assert queries(3) == queries(27)
