"""The board in lines: what is found, sessions as one line, and a poll that answers 304."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from consultations.booking.enums import AttendanceState, Priority, SlotKind
from consultations.booking.models.seats import Attendance
from consultations.counter import services
from krs_portal.kit.clock import today
from tests.consultations.counter.test_calling import (
    COUNTER,
    balai,
    colleague,
    counter,
    noon,
    officer,
    place,
    topic,
    walk_in,
)  # fmt: skip
from tests.factories import consultations, offices

__all__ = ["balai", "colleague", "counter", "officer", "place", "topic"]
NIK = "9999990101900001"
POLL = {"HX-Request": "true"}


def find(browser, place, text, **headers):
    answer = browser.post(reverse("consultations:counter_find", args=[place.pk]), {"q": text}, headers=headers)
    assert answer.status_code == 200
    return answer


def list_found(answer):
    return [line.name for line in answer.context["found"]]


@pytest.fixture
def people(place, officer):
    walk_in(place, officer, "Dewi Lestari", phone="0812 3333 4444", nik=NIK)
    walk_in(place, officer, "Budi Santoso", phone="0812 5555 6666")
    return consultations.attendance(consultations.slot(place, starts_at=noon(place)), name="Wahyu Hidayat")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lestari", ["Dewi Lestari"]),
        ("0812 5555 6666", ["Budi Santoso"]),
        ("+62812 5555", ["Budi Santoso"]),
        (NIK, ["Dewi Lestari"]),
        ("9999 9901 0190 0001", ["Dewi Lestari"]),
        ("2", ["Budi Santoso"]),
        ("Zulkifli", []),
    ],
)
def test_people_are_found_by_name_telephone_nik_and_number(counter, place, people, text, found):
    assert list_found(find(counter, place, text)) == found


@pytest.mark.parametrize("shape", ["{}", "https://klinik.example/janji/{}/", "janji {}", "{} "])
def test_a_booking_is_found_by_its_reference_typed_or_scanned(counter, place, people, shape):
    Attendance.objects.filter(pk=people.pk).update(reference="KRS-7F3KQ2P")

    answer = find(counter, place, shape.format("krs-7f3kq2p"))

    assert list_found(answer) == ["Wahyu Hidayat"]
    assert reverse("consultations:check_in", args=[people.pk]) in answer.content.decode()


def test_a_scanned_booking_of_another_day_is_told(counter, place, people):
    later = consultations.slot(place, starts_at=noon(place) + timedelta(days=3))
    consultations.attendance(later, reference="KRS-9F3KQ2P", phone="+6281299990000")

    answer = find(counter, place, "KRS-9F3KQ2P")

    assert list_found(answer) == []
    assert "Terdaftar: " in answer.content.decode()


def test_a_stranger_learns_nothing_of_a_reference(signed_in, place, people):
    elsewhere = offices.balai("JAW2")
    browser = signed_in(offices.officer(elsewhere))

    answer = browser.post(reverse("consultations:counter_find", args=[place.pk]), {"q": people.reference})

    assert answer.status_code == 404


def test_what_is_typed_stands_in_no_address(counter, place, people):
    answer = find(counter, place, NIK, **POLL)

    page = answer.content.decode()
    assert "<html" not in page
    assert NIK not in page


def test_a_session_is_one_line_that_leads_to_its_people(counter, place, officer):
    slot = consultations.slot(place, 9, noon(place), SlotKind.GROUP)
    members = [
        consultations.attendance(slot, name=f"Peserta {number}", phone=f"+62812000000{number}", party_size=number + 1)
        for number in range(3)
    ]

    page = counter.get(COUNTER).content.decode()
    assert "0 dari 6 orang sudah datang" in page
    assert "Peserta 1" not in page
    counter.post(reverse("consultations:check_in", args=[members[1].pk]))

    assert "2 dari 6 orang sudah datang" in counter.get(COUNTER).content.decode()
    session = reverse("consultations:session_list", args=[slot.pk])
    assert f'href="{session}"' in counter.get(COUNTER).content.decode()
    assert "Peserta 0" in counter.get(session).content.decode()


def poll(browser, etag=None):
    return browser.get(COUNTER, headers=POLL | ({"If-None-Match": etag} if etag else {}))


def test_a_board_on_which_nothing_changed_is_not_sent_again(counter, place, people):
    first = poll(counter)

    again = poll(counter, first["ETag"])

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


CHANGES = {
    "somebody comes": lambda place, by, visit: walk_in(place, by, "Orang Baru"),
    "somebody is called": lambda place, by, visit: services.call_person(attendance=visit, by=by, at=noon(place)),
    "somebody is served": lambda place, by, visit: services.serve_person(attendance=visit, by=by, at=noon(place)),
    "a name is mended": lambda place, by, visit: Attendance.objects.filter(pk=visit.pk).update(name="Dewi Lestarii"),
    "a priority is given": lambda place, by, visit: services.set_priority(
        attendance=visit, priority=Priority.PREGNANT, by=by, at=noon(place)
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_sent(counter, place, officer, people, change):
    visit = Attendance.objects.get(name="Dewi Lestari")
    first = poll(counter)

    CHANGES[change](place, officer, visit)

    assert poll(counter, first["ETag"]).status_code == 200


def test_an_order_that_time_changes_is_sent(counter, place, officer, monkeypatch):
    """A wait with priority overtakes a longer one while nobody presses anything."""
    at = noon(place)
    walk_in(place, officer, "Lama", at=at - timedelta(minutes=30))
    walk_in(place, officer, "Lansia", at=at - timedelta(minutes=10), priority=Priority.ELDERLY)
    monkeypatch.setattr("consultations.counter.views.day.now", lambda: at)
    first = poll(counter)

    monkeypatch.setattr("consultations.counter.views.day.now", lambda: at + timedelta(minutes=5))
    assert poll(counter, first["ETag"]).status_code == 304
    monkeypatch.setattr("consultations.counter.views.day.now", lambda: at + timedelta(minutes=11))
    later = poll(counter, first["ETag"])

    assert later.status_code == 200
    page = later.content.decode()
    assert page.index("Lansia</a>") < page.index("Lama</a>")


def test_the_page_tells_the_board_what_to_compare(counter, place, people):
    page = counter.get(COUNTER)

    assert json.loads(page.context["poll_headers"]) == {"If-None-Match": poll(counter)["ETag"]}


def test_who_is_done_is_folded_behind_a_link(counter, place, officer):
    visit = walk_in(place, officer, "Sudah Selesai")
    services.mark_left(attendance=visit, by=officer, at=noon(place))

    assert "Sudah Selesai" not in counter.get(COUNTER).content.decode()
    assert "Sudah Selesai" in counter.get(COUNTER, {"show": "over"}).content.decode()


def test_three_hundred_people_are_one_light_page(counter, place, officer):
    door = walk_in(place, officer).slot
    states = [AttendanceState.WAITING] * 120 + [AttendanceState.DONE] * 170 + [AttendanceState.IN_SERVICE] * 9
    Attendance.objects.bulk_create(
        Attendance(
            slot=door, reference=f"KRS-T{number:06}", name=f"Orang Nomor {number}", topic=consultations.topic(),
            state=state, queue_number=number + 2, arrived_at=noon(place), created_at=noon(place),
        )
        for number, state in enumerate(states)
    )  # fmt: skip

    page = counter.get(COUNTER)

    assert len(page.context["board"].waiting) == 121
    assert len(page.content) <= 80_000


def test_a_day_that_is_over_is_shown_and_what_lies_ahead_is_not(counter, place, officer):
    day = today(place.office.time_zone)
    yesterday = consultations.slot(place, starts_at=noon(place) - timedelta(days=1))
    consultations.attendance(yesterday, name="Kemarin Terdaftar")

    page = counter.get(COUNTER, {"day": day - timedelta(days=1)}).content.decode()

    assert "Kemarin Terdaftar" in page
    assert "Daftarkan yang datang langsung" not in page
    assert counter.get(COUNTER, {"day": day + timedelta(days=1)}).status_code == 400
    assert counter.get(COUNTER, {"day": "kemarin"}).status_code == 400
