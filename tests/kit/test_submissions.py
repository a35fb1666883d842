"""A form, and a request to the API, is done once for each key: whose it is, for what, and with which words."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.urls import resolve, reverse

from consultations.booking.models.seats import Attendance
from consultations.counter.models import Consultation
from krs_portal.kit import jobs
from krs_portal.kit.clock import now
from krs_portal.kit.middleware import build_answer, describe_answer, takes_keys
from krs_portal.kit.models import Submission
from krs_portal.kit.submissions import FIELD, KEPT
from tests.factories import clinics, consultations, offices
from tests.factories.booking import typed as typed_booking

pytestmark = pytest.mark.django_db
COUNTER = "/meja/"


@pytest.fixture
def balai():
    return offices.balai("JAW3")


@pytest.fixture(autouse=True)
def place(balai):
    return clinics.place(balai)


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


@pytest.fixture
def counter(signed_in, officer):
    return signed_in(officer)


def walk_in(client, key="satu", **changes):
    typed = {"name": "Dewi Lestari", "topic": consultations.topic().pk, "party_size": "1", FIELD: key}
    return client.post(COUNTER, typed | changes)


def draft(client, key="satu", **changes):
    body = {
        "office": "JAW3",
        "client_name": "Siti Aminah",
        "topics": [consultations.topic().code],
        "summary": "Desain.",
    }
    day = {"happened_on": "2022-12-05"}
    headers = {"Idempotency-Key": key} if key else {}
    return client.post("/api/v1/consultations/", body | day | changes, content_type="application/json", headers=headers)


def read_keys(page):
    return re.findall(rf'name="{FIELD}" value="([^"]+)"', page)


# A form


def test_a_form_has_a_key_and_each_showing_of_it_another(counter):
    keys = [read_keys(counter.get(COUNTER).text) for _ in range(2)]

    assert all(keys)
    assert not set(keys[0]) & set(keys[1])


def test_the_second_press_is_sent_where_the_first_was_and_told_the_same(counter):
    first, second = walk_in(counter), walk_in(counter)

    assert (second.status_code, second.url) == (302, first.url)
    assert Attendance.objects.get().queue_number == 1
    assert "Dewi Lestari terdaftar dengan nomor 1." in counter.get(second.url).text


def test_a_form_that_was_refused_keeps_its_key_and_is_done_with_it(counter):
    refused = walk_in(counter, name="")

    assert (refused.status_code, set(read_keys(refused.text))) == (422, {"satu"})
    assert walk_in(counter).status_code == 302
    assert not Submission.objects.filter(answer=None).exists()


def test_a_form_that_was_done_and_comes_with_other_words_is_shown_again_with_a_new_key(counter):
    walk_in(counter)

    answer = walk_in(counter, name="Budi Santoso")
    (key,) = set(read_keys(answer.text)[:1])

    assert answer.status_code == 422
    assert "sudah pernah dikirim dengan isian lain" in answer.text
    assert "Budi Santoso" in answer.text
    assert "satu" not in read_keys(answer.text)
    assert walk_in(counter, key=key, name="Budi Santoso").status_code == 302
    assert Attendance.objects.count() == 2


def test_another_callers_key_is_another_key(signed_in, balai, counter):
    walk_in(counter)

    answer = walk_in(signed_in(offices.officer(balai)), name="Budi Santoso")

    assert answer.status_code == 302
    assert Attendance.objects.count() == 2


def test_another_address_is_another_question(signed_in, officer):
    """The same key and words for another row are not what was sent before."""
    client = signed_in(officer)
    rows = [consultations.consultation(officer.memberships.get().office, officer) for _ in range(2)]
    typed = {"summary": "Isi.", "client_name": "Siti", "topics": consultations.topic().pk, FIELD: "satu"}

    answers = [client.post(reverse("consultations:consultation", args=[row.pk]), typed) for row in rows]

    assert answers[1].status_code == 422


def test_a_form_without_a_key_is_done_each_time(counter):
    for _ in range(2):
        walk_in(counter, key="")

    assert Attendance.objects.count() == 2


def test_pages_of_ours_take_keys_and_those_of_libraries_do_not():
    paths = ["/masuk/", "/admin/", COUNTER, "/api/v1/bookings/"]

    assert [takes_keys(resolve(path).func) for path in paths] == [False, False, True, False]


@pytest.mark.parametrize("key", ["k" * 101, "a\0b"])
def test_a_key_that_cannot_be_one_counts_as_none(counter, key):
    assert walk_in(counter, key=key).status_code == 302
    assert not Submission.objects.exists()


def test_a_button_is_pressed_once_and_tells_twice(counter, place):
    waiting = consultations.attendance(consultations.slot(place, starts_at=now()))
    counter.post(reverse("consultations:check_in", args=[waiting.pk]), {FIELD: "satu"})
    serve = reverse("consultations:serve", args=[waiting.pk])

    first, second = (counter.post(serve, {FIELD: "dua"}) for _ in range(2))

    assert first.url == second.url == reverse("consultations:consultation", args=[Consultation.objects.get().pk])


def test_who_books_is_let_to_the_ticket_by_the_second_answer_too(client, place):
    """The browser may never have received the cookie of the first."""
    consultations.topic()
    slot = consultations.slot(place)
    asked = typed_booking(topic="desain", consents="on", **{FIELD: "satu"})
    address = reverse("consultations:book_slot", args=[slot.pk])
    client.post(address, asked)
    del client.cookies["janji"]

    again = client.post(address, asked)

    assert client.get(again.url).status_code == 200
    assert Attendance.objects.count() == 1


def test_a_browser_without_an_account_is_known_by_its_cookie(client, place):
    consultations.topic()
    address = reverse("consultations:book_slot", args=[consultations.slot(place, seats=2).pk])
    for cookie, phone in (("a" * 32, "0812 3456 7890"), ("b" * 32, "0812 3456 7891")):
        client.cookies["csrftoken"] = cookie
        asked = typed_booking(topic="desain", consents="on", phone=phone, **{FIELD: "satu"})
        assert client.post(address, asked).status_code == 302

    assert Attendance.objects.count() == 2
    assert "a" * 32 not in str(list(Submission.objects.values_list("caller", flat=True)))


# The API


def test_a_program_is_answered_the_same_body_also_after_the_row_has_changed(counter):
    first = draft(counter)
    Consultation.objects.update(summary="Diubah.")

    second = draft(counter)

    assert (second.status_code, second.json()) == (201, first.json())
    assert Consultation.objects.count() == 1


def test_a_key_with_another_body_is_422(counter):
    draft(counter)

    answer = draft(counter, client_name="Budi Santoso")

    assert (answer.status_code, answer.json()["code"]) == (422, "key-used")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "Siti" not in answer.text
    assert Consultation.objects.count() == 1


def test_another_program_learns_nothing_of_a_key(signed_in, balai, counter):
    draft(counter)

    answer = draft(signed_in(offices.officer(balai)))

    assert answer.status_code == 201
    assert Consultation.objects.count() == 2


def test_a_key_of_one_operation_is_free_for_another(counter):
    key = draft(counter).json()["id"]

    answer = counter.post(
        f"/api/v1/consultations/{key}/close/", {"outcome": "ADVISED"}, content_type="application/json",
        headers={"Idempotency-Key": "satu"},
    )  # fmt: skip

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["happened_on"])  # its year has no rule


def test_a_refused_request_does_not_use_its_key_up(counter):
    refused = draft(counter, client_name="")

    assert refused.status_code == 400
    assert draft(counter).status_code == 201


def test_a_request_without_a_key_is_done_each_time(counter):
    for _ in range(2):
        draft(counter, key="")

    assert Consultation.objects.count() == 2


def test_a_citizens_key_is_that_of_the_telephone_number(client, place):
    session = consultations.slot(place, seats=5)
    body = {"slot": session.pk, "topic": consultations.topic().code, "name": "Siti", "consent": True}

    def book(phone, address):
        return client.post(
            "/api/v1/bookings/", body | {"phone": phone}, content_type="application/json", REMOTE_ADDR=address,
            headers={"Idempotency-Key": "satu"},
        )  # fmt: skip

    first, again = book("0812 3456 7890", "10.0.0.1"), book("0812 3456 7890", "10.0.0.2")
    other = book("0812 3456 7891", "10.0.0.1")

    assert again.json() == first.json()
    assert (other.status_code, other.json()["reference"] != first.json()["reference"]) == (201, True)


# What is kept


def test_an_answer_that_is_no_text_comes_back_byte_by_byte(rf):
    request = rf.post("/")
    request._messages = CookieStorage(request)
    first = HttpResponse(b"%PDF\xff\x00", content_type="application/pdf")

    again = build_answer(request, json.loads(json.dumps(describe_answer(request, first))))

    assert (again.content, again.headers["Content-Type"]) == (first.content, "application/pdf")


def test_what_was_asked_and_answered_cannot_be_read_in_the_database(counter):
    draft(counter)
    walk_in(counter)

    with_words = [str(row) for row in Submission.objects.extra(select={"raw": "answer"}).values_list("raw", "digest")]

    assert len(with_words) == 2
    assert not [row for row in with_words if re.search("Siti|Dewi|Desain", row)]


def test_keys_are_forgotten_in_time(counter):
    walk_in(counter)
    walk_in(counter, key="lama", name="Budi Santoso")
    Submission.objects.filter(key="lama").update(taken_at=now() - KEPT - timedelta(minutes=1))

    jobs.forget_submissions()

    assert list(Submission.objects.values_list("key", flat=True)) == ["satu"]
