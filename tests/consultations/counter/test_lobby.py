"""Those who wait see numbers and never a name: on the screen in the room, and their own place under their reference."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Attendance
from consultations.counter import lobby, services
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db
PHONE = "0812 3456 7890"


@pytest.fixture
def balai():
    return offices.balai("JAW3")


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


@pytest.fixture
def place(balai):
    return clinics.place(balai)


@pytest.fixture
def waiting(place, officer):
    """Five people who walked in, with the numbers 1 to 5."""
    at = timezone.now()
    return [
        services.register_walk_in(
            place=place, topic=consultations.topic(), name=name, by=officer, at=at, phone=PHONE if name == "Eko" else ""
        )
        for name in ("Ayu", "Budi", "Citra", "Dewi", "Eko")
    ]


def call(attendance, officer, after=0):
    at = timezone.now() + timedelta(seconds=after)
    return services.call_person(attendance=attendance, by=officer, at=at)


def look(client, place, **headers):
    return client.get(lobby.build_screen_path(place), headers={"HX-Request": "true", **headers})


def test_the_screen_shows_the_last_four_numbers_and_no_name(client, place, officer, waiting):
    for second, attendance in enumerate(waiting):
        call(attendance, officer, second)

    answer = client.get(lobby.build_screen_path(place))

    assert [each.number for each in answer.context["calls"]] == [5, 4, 3, 2]
    page = answer.content.decode()
    assert not any(name in page for name in ("Ayu", "Budi", "Citra", "Dewi", "Eko", waiting[0].reference))


def test_the_screen_is_told_only_what_changed(client, place, officer, waiting):
    call(waiting[0], officer)
    first = look(client, place)

    again = look(client, place, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

    call(waiting[1], officer, 1)
    assert look(client, place, **{"If-None-Match": first["ETag"]}).status_code == 200


def test_whoever_was_put_back_was_not_called(client, place, officer, waiting):
    services.put_back(attendance=call(waiting[0], officer), by=officer, at=timezone.now())

    assert client.get(lobby.build_screen_path(place)).context["calls"] == []


def test_a_screen_with_a_made_up_address_is_a_sentence(client):
    answer = client.get(reverse("consultations:lobby", args=["MQ~tipu"]))

    assert answer.status_code == 404
    assert "tidak ditemukan" in answer.content.decode()


def test_the_screen_costs_the_same_for_many(client, place, officer, waiting, django_assert_num_queries):
    for second, attendance in enumerate(waiting):
        call(attendance, officer, second)
    look(client, place)
    with django_assert_num_queries(3):
        look(client, place)


def look_up(client, attendance):
    typed = {"reference": attendance.reference, "phone": PHONE}
    return client.post(reverse("consultations:look_up"), typed, follow=True).content.decode()


def test_a_citizen_sees_their_place_in_line(client, officer, waiting):
    call(waiting[0], officer)
    page = look_up(client, waiting[4])

    assert "3 orang sebelum Anda" in page
    assert "Terakhir dipanggil: nomor 1" in page
    assert "Perkiraan menunggu" not in page  # nobody was served today: nothing is guessed
    call(waiting[4], officer, 1)
    assert "Anda dipanggil" in look_up(client, waiting[4])
    services.serve_person(attendance=waiting[4], by=officer, at=timezone.now())
    assert "Antrean Anda" not in look_up(client, waiting[4])


def test_a_wait_is_a_range_from_how_long_today_took(place, officer, waiting):
    at = timezone.now()
    Attendance.objects.filter(pk__in=[each.pk for each in waiting[:3]]).update(
        state=AttendanceState.DONE, officer=officer, called_at=at - timedelta(minutes=20),
        served_at=at - timedelta(minutes=20), finished_at=at,
    )  # fmt: skip
    last = Attendance.objects.select_related("slot__place__office").get(pk=waiting[4].pk)

    found = lobby.find_queue_place(last, at)
    assert (found.before, found.shortest, found.longest) == (1, 20, 65)

    Attendance.objects.filter(pk=waiting[0].pk).update(officer=offices.officer(place.office))
    halved = lobby.find_queue_place(last, at)
    assert (halved.shortest, halved.longest) == (10, 35)
    assert (halved.newcomer_shortest, halved.newcomer_longest) == (15, 50)  # behind both who wait
