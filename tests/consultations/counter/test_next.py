"""“Tutup dan panggil berikutnya”: one press closes the record and calls whoever is next to the same window."""

from datetime import timedelta

import pytest
from django.urls import reverse

from clinics.models import LedgerEntry
from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Attendance
from consultations.counter import services
from consultations.counter.enums import ConsultationState
from consultations.counter.models import Window
from krs_portal.kit.clock import now
from tests.factories import clinics, consultations, offices
from tests.house.pages import fill_form, find_form, read_page

pytestmark = pytest.mark.django_db
CLOSING = {"summary": "Bertanya tentang RAB", "outcome": "ADVISED", "close": "next"}


@pytest.fixture
def place():
    consultations.account()
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture
def officer(place):
    return offices.officer(place.office)


@pytest.fixture
def counter(client, officer):
    client.force_login(officer)
    return client


def walk_in(place, by, name):
    return services.register_walk_in(place=place, topic=consultations.topic(), name=name, by=by, at=now())


def serve(place, by, name):
    return services.serve_person(attendance=walk_in(place, by, name), by=by, at=now())


def send(counter, consultation, **values):
    url = reverse("consultations:consultation", args=[consultation.pk])
    page = counter.get(url)
    assert 'value="next"' in page.content.decode()
    return counter.post(url, fill_form(find_form(read_page(page), url, url)) | CLOSING | values, follow=True)


def test_one_press_closes_and_calls_the_next_to_the_same_window(counter, place, officer):
    Window.objects.create(place=place, officer=officer, name="2")
    served, waiting = serve(place, officer, "Dewi"), walk_in(place, officer, "Budi")

    answer = send(counter, served)

    served.refresh_from_db()
    waiting.refresh_from_db()
    assert served.state == ConsultationState.CLOSED
    assert (waiting.state, waiting.window, waiting.officer) == (AttendanceState.CALLED, "2", officer)
    assert Attendance.objects.get(name="Dewi").state == AttendanceState.DONE
    page = answer.content.decode()
    assert answer.request["PATH_INFO"] == "/meja/"
    assert "Konsultasi ditutup" in page
    assert "Budi, dipanggil ke loket 2" in page


def test_nobody_is_called_when_it_cannot_be_closed(counter, place, officer):
    served, waiting = serve(place, officer, "Dewi"), walk_in(place, officer, "Budi")

    answer = send(counter, served, outcome="")

    waiting.refresh_from_db()
    assert (answer.status_code, waiting.state) == (422, AttendanceState.WAITING)


def test_whoever_is_still_served_is_asked_about_after_closing(counter, place, officer):
    other, served = serve(place, officer, "Ani"), serve(place, officer, "Dewi")
    waiting = walk_in(place, officer, "Budi")

    answer = send(counter, served)

    served.refresh_from_db()
    assert served.state == ConsultationState.CLOSED
    assert answer.status_code == 409
    assert "Anda masih melayani Ani. Selesaikan dahulu?" in answer.content.decode()
    counter.post(reverse("consultations:call_next", args=[place.pk]), {"finish": "1"})
    waiting.refresh_from_db()
    other.attendance.refresh_from_db()
    assert (waiting.state, other.attendance.state) == (AttendanceState.CALLED, AttendanceState.DONE)


def test_it_is_closed_although_nobody_waits(counter, place, officer):
    served = serve(place, officer, "Dewi")

    page = send(counter, served).content.decode()

    assert "Tidak ada yang menunggu untuk dipanggil." in page
    assert LedgerEntry.objects.filter(source_key=served.pk).exists()


def test_a_record_outside_the_queue_or_of_another_day_offers_no_next(counter, place, officer):
    outside = consultations.consultation(place.office, officer)
    past = serve(place, officer, "Dewi")
    type(past).objects.filter(pk=past.pk).update(happened_on=past.happened_on - timedelta(days=1))

    for consultation in (outside, past):
        page = counter.get(reverse("consultations:consultation", args=[consultation.pk])).content.decode()
        assert 'value="next"' not in page
