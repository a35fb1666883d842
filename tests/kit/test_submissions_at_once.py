"""Two at once, on real threads and connections: the second waits for the first and is answered what that was."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from clinics.models import LedgerEntry
from consultations.booking.models.seats import Attendance
from consultations.counter.models import Consultation
from krs_portal.kit.models import Submission
from krs_portal.kit.submissions import FIELD
from tests.factories import clinics, consultations, offices
from tests.house.doors import BACKEND

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


@pytest.fixture
def balai():
    return offices.balai("JAW3")


@pytest.fixture
def officer(balai):
    clinics.place(balai)
    consultations.account()
    return offices.officer(balai)


def send_at_once(user, address, *bodies, **options):
    """These at the same moment, as one person's browser sends them; a single one several times."""
    bodies = bodies if len(bodies) > 1 else bodies * AT_ONCE
    barrier, clients = Barrier(len(bodies)), [Client() for _ in bodies]
    for client in clients:
        client.force_login(user, backend=BACKEND)

    def send(client, body):
        barrier.wait()
        try:
            return client.post(address, body, **options)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(bodies)) as pool:
        return list(pool.map(send, clients, bodies))


def test_a_walk_in_registered_by_a_double_press_has_one_number(officer):
    typed = {"name": "Dewi", "topic": consultations.topic().pk, "party_size": "1", FIELD: "satu"}

    answers = send_at_once(officer, "/meja/", typed)

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, answers[0].url)}
    assert [row.queue_number for row in Attendance.objects.all()] == [1]


def test_a_consultation_written_and_closed_by_a_double_press_counts_once(officer):
    typed = {
        "client_name": "Siti", "kind": "INDIVIDUAL", "channel": "OFFICE", "head_count": "1", "summary": "Bertanya",
        "happened_on": timezone.localdate().isoformat(), "topics": consultations.topic().pk, "outcome": "ADVISED",
        "officer": officer.pk, "close": "1", FIELD: "satu",
    }  # fmt: skip

    answers = send_at_once(officer, "/konsultasi/baru/", typed)

    made = Consultation.objects.get()
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, f"/konsultasi/{made.pk}/")}
    assert made.state == "CLOSED"
    assert LedgerEntry.objects.filter(rule__measure="CONSULTATION").total() == 1


def test_a_program_that_sends_twice_at_once_writes_one_consultation(officer):
    body = {
        "office": "JAW3", "client_name": "Siti", "topics": [consultations.topic().code], "summary": "Bertanya",
        "happened_on": "2022-12-05",
    }  # fmt: skip

    answers = send_at_once(
        officer, "/api/v1/consultations/", body, content_type="application/json", headers={"Idempotency-Key": "satu"}
    )

    assert [answer.status_code for answer in answers] == [201] * AT_ONCE
    assert len({answer.content for answer in answers}) == 1
    assert Consultation.objects.count() == 1


def test_of_two_at_once_with_other_words_one_is_refused(officer):
    """Save and close pressed one after the other: one of them is done, the other says so."""
    typed = {"name": "Dewi", "topic": consultations.topic().pk, "party_size": "1", FIELD: "satu"}

    answers = send_at_once(officer, "/meja/", typed, typed | {"name": "Budi"})

    assert sorted(answer.status_code for answer in answers) == [302, 422]
    assert Attendance.objects.count() == 1


def test_who_waited_for_a_sending_that_was_refused_is_done(officer):
    """A key that was given back is taken by the one that waited for it."""
    typed = {"name": "", "topic": consultations.topic().pk, "party_size": "1", FIELD: "satu"}

    refused = send_at_once(officer, "/meja/", typed)
    done = send_at_once(officer, "/meja/", typed | {"name": "Dewi"})

    assert {answer.status_code for answer in refused} == {422}
    assert {answer.status_code for answer in done} == {302}
    assert Attendance.objects.count() == Submission.objects.count() == 1
