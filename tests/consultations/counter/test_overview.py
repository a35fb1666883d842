"""The head sees what waits, what lies too long and what was promised; each number opens what it counts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.booking.enums import AttendanceState
from consultations.counter import services
from krs_portal.kit.clock import today
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db
PAGE = reverse("consultations:overview")


@pytest.fixture
def balai():
    return offices.balai("JAW3")


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


@pytest.fixture
def head(signed_in, balai):
    return signed_in(offices.head(balai))


@pytest.fixture
def place(balai):
    return clinics.place(balai)


def walk_in(place, by, name, minutes=0):
    at = timezone.now() - timedelta(minutes=minutes)
    return services.register_walk_in(place=place, topic=consultations.topic(), name=name, by=by, at=at)


def test_who_waits_now_and_since_when(head, place, officer):
    first = walk_in(place, officer, "Ayu")
    walk_in(place, officer, "Budi")
    served = walk_in(place, officer, "Citra")
    services.serve_person(attendance=served, by=officer, at=timezone.now())

    found = head.get(PAGE).context["overview"]

    [now] = found.places
    assert (now.waiting, now.since, now.serving) == (2, first.arrived_at, 1)
    assert [(each.officer, each.served) for each in found.officers] == [(officer, 1)]


def test_what_lies_and_what_is_late_is_counted_and_opened(head, balai, officer):
    day = today(balai.time_zone)
    old = consultations.consultation(balai, officer, happened_on=day - timedelta(days=3))
    consultations.consultation(balai, officer, happened_on=day - timedelta(days=2))
    for days in (2, 3):  # due yesterday, and today
        consultations.promise(old, officer, days=days, at=timezone.now() - timedelta(days=3))

    answer = head.get(PAGE)

    found = answer.context["overview"]
    assert (found.drafts, found.late) == (1, 1)
    assert [(each.drafts, each.late) for each in found.officers] == [(1, 1)]
    for url, count in ((answer.context["drafts_url"], 1), (answer.context["late_url"], 1)):
        assert len(head.get(url).context["rows"]) == count
    assert len(head.get(answer.context["officers"][0][1]).context["rows"]) == 1


def test_of_those_who_booked_how_many_did_not_come(head, place):
    slot = consultations.slot(place, seats=9, starts_at=timezone.now() - timedelta(days=3))
    states = [AttendanceState.NO_SHOW, AttendanceState.DONE, AttendanceState.DONE, AttendanceState.CANCELLED]
    for number, state in enumerate(states):
        consultations.attendance(slot, state, phone=f"+62812000000{number}", booked_on=slot.day)

    missed = head.get(PAGE).context["overview"].missed
    assert (missed.missed, missed.booked) == (1, 3)


def test_it_is_the_heads_page_and_of_their_own_office(signed_in, head, officer):
    offices.balai("JAW4")

    assert head.get(PAGE, {"office": "JAW4"}).status_code == 400
    assert signed_in(officer).get(PAGE).status_code == 403


def test_it_asks_as_often_for_many_as_for_few(head, balai, place, officer, django_assert_max_num_queries):
    def count_queries(people):
        for number in range(people):
            walk_in(place, offices.officer(balai), f"Orang {number}")
        with django_assert_max_num_queries(40) as asked:
            head.get(PAGE)
        return len(asked)

    head.get(PAGE)
    assert count_queries(2) == count_queries(9)
