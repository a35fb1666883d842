"""The counter's day."""

from datetime import timedelta

import pytest
from django.urls import reverse

from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Attendance
from consultations.counter import services
from consultations.counter.models import Consultation
from krs_portal.offices.enums import OfficeKind, RegionKind, Role
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db
COUNTER = "/meja/"


@pytest.fixture
def balai():
    return offices.balai("JAW3")


@pytest.fixture
def place(balai):
    return clinics.place(balai)


@pytest.fixture
def officer(balai, place):
    return offices.officer(balai)


@pytest.fixture
def counter(signed_in, officer):
    return signed_in(officer)


@pytest.fixture(autouse=True)
def topic():
    return consultations.topic()


def typed(**changes):
    return {"name": "Dewi Lestari", "topic": consultations.topic().pk, "party_size": "1"} | changes


def walk_in(place, by, name="Dewi Lestari"):
    return services.register_walk_in(place=place, topic=consultations.topic(), name=name, by=by, at=clinics.now())


def booked_today(place):
    """Somebody expected later today; the day of the clinic may be about to end."""
    return consultations.attendance(consultations.slot(place, starts_at=clinics.now()))


def test_a_walk_in_gets_the_next_number_of_the_day(counter, place):
    for name in ("Dewi Lestari", "Budi Santoso"):
        answer = counter.post(COUNTER, typed(name=name), follow=True)

    assert list(Attendance.objects.order_by("pk").values_list("queue_number", flat=True)) == [1, 2]
    assert "Budi Santoso terdaftar dengan nomor 2" in answer.content.decode()


def test_a_nik_of_fifteen_digits_is_refused_and_what_was_typed_stays(counter):
    answer = counter.post(COUNTER, typed(nik="123456789012345", phone="0812 3456 7890"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "yang Anda tulis 15 angka" in page
    assert all(value in page for value in ("Dewi Lestari", "123456789012345", "0812 3456 7890"))
    assert not Attendance.objects.exists()


def test_an_unknown_region_in_a_nik_is_a_warning(counter):
    answer = counter.post(COUNTER, typed(nik="9901015508900001"), follow=True)

    assert "Kode wilayah di dalam NIK 9901********0001 tidak dikenal" in answer.content.decode()
    assert Attendance.objects.get().nik_masked == "9901********0001"


def test_a_known_region_in_a_nik_is_no_warning(counter):
    province = offices.region("33")
    kota = offices.region("33.74", RegionKind.KOTA, province)
    offices.region("33.74.01", RegionKind.KECAMATAN, kota)

    answer = counter.post(COUNTER, typed(nik="3374015508900001"), follow=True)

    assert "tidak dikenal" not in answer.content.decode()


def test_serving_opens_the_consultation_with_what_is_known(counter, place, officer):
    waiting = walk_in(place, officer)

    answer = counter.post(reverse("consultations:serve", args=[waiting.pk]))

    made = Consultation.objects.get()
    assert answer.url == reverse("consultations:consultation", args=[made.pk])
    assert (made.client_name, made.officer, list(made.topics.all())) == (waiting.name, officer, [waiting.topic])


def test_somebody_who_booked_is_checked_in_and_joins_the_queue(counter, place, officer):
    walk_in(place, officer)
    coming = booked_today(place)

    counter.post(reverse("consultations:check_in", args=[coming.pk]))

    coming.refresh_from_db()
    assert (coming.state, coming.queue_number) == (AttendanceState.WAITING, 2)


def test_a_booking_of_another_day_is_not_checked_in(counter, place):
    later = consultations.attendance(consultations.slot(place, starts_at=clinics.now() + timedelta(days=2)))

    answer = counter.post(reverse("consultations:check_in", args=[later.pk]), follow=True)

    assert "untuk hari lain" in answer.content.decode()


def test_who_did_not_come_is_done_and_may_still_come_late(counter, place):
    coming = booked_today(place)

    counter.post(reverse("consultations:no_show", args=[coming.pk]))
    assert "tidak hadir" in counter.get(COUNTER).content.decode()
    counter.post(reverse("consultations:check_in", args=[coming.pk]))

    coming.refresh_from_db()
    assert coming.state == AttendanceState.WAITING


def test_htmx_gets_only_the_board(counter, place, officer):
    walk_in(place, officer)

    answer = counter.get(COUNTER, headers={"HX-Request": "true"})

    assert "<html" not in answer.content.decode()
    assert "Dewi Lestari" in answer.content.decode()
    assert "HX-Request" in answer.headers["Vary"]


def test_an_auditor_looks_and_meets_initials(client, signed_in, place, officer):
    walk_in(place, officer)
    auditor = signed_in(offices.member(Role.AUDITOR, offices.directorate()))

    page = auditor.get(COUNTER).content.decode()

    assert "D. L." in page
    assert "Dewi Lestari" not in page
    assert "Panggil" not in page
    assert auditor.post(COUNTER, typed()).status_code == 403


@pytest.mark.parametrize("kind", [OfficeKind.DIRECTORATE, OfficeKind.LOCAL_AGENCY])
def test_others_are_told_whose_counter_it_is(signed_in, kind):
    answer = signed_in(offices.member(Role.EVALUATOR, offices.office(kind=kind))).get(COUNTER)

    assert answer.status_code == 403
    assert "hanya untuk petugas dan kepala klinik" in answer.content.decode()


def test_people_of_another_office_are_not_there(signed_in, place, officer):
    waiting = walk_in(place, officer)
    stranger = signed_in(offices.officer(offices.balai("JAW2")))

    assert stranger.post(reverse("consultations:call", args=[waiting.pk])).status_code == 404


@pytest.mark.parametrize("state", [AttendanceState.WAITING, AttendanceState.DONE])
def test_the_board_asks_as_often_for_thirty_as_for_three(counter, place, officer, state, django_assert_max_num_queries):
    def queries(people):
        for _ in range(people):
            walk_in(place, officer)
        Attendance.objects.update(state=state)
        with django_assert_max_num_queries(40) as asked:
            counter.get(COUNTER)
        return len(asked)

    counter.get(COUNTER)
    assert queries(3) == queries(27)
