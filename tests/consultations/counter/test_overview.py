"""The head sees what waits, what lies too long and what was promised; each number opens what it counts."""

import re
from datetime import timedelta

import lxml.html
import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.booking.enums import AttendanceState, Priority, SlotKind
from consultations.counter import services
from consultations.counter.enums import Outcome
from consultations.counter.promises.models import Promise
from consultations.counter.services.calling import count_priorities_in_a_row
from krs_portal.kit.clock import today
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db
PAGE = reverse("consultations:overview")
NUMBER = re.compile(r"^(?:dari )?([\d.]+)")


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


def read_figures(client, url):
    """Every number of a page that is a link: what it says, and where it leads."""
    page = lxml.html.fromstring(client.get(url).content.decode())
    links = [(link.text_content().strip(), link.get("href")) for link in page.xpath("//main//a[@href]")]
    return [(int(found[1].replace(".", "")), url) for text, url in links if (found := NUMBER.search(text))]


def count_rows(client, url):
    """How many rows stand behind a link, on all of its pages; on the board, those below its heading."""
    path, _hash, section = url.partition("#")
    answer = client.get(path)
    if section:
        board = answer.context["board"]
        return len({"menunggu": board.waiting, "dilayani": board.serving}[section])
    rows, page = len(answer.context["rows"]), answer.context["page"]
    while page.next:
        answer = client.get(f"{path}&cursor={page.next}")
        rows, page = rows + len(answer.context["rows"]), answer.context["page"]
    return rows


def test_every_figure_opens_exactly_its_rows(head, balai, place, officer):
    """Two officers, one whose name is a part of the other's; old drafts, late promises, and what nobody has."""
    colleague, day = offices.officer(balai), today(balai.time_zone)
    officer.name, colleague.name = "Rina", "Rina Marlina"
    for user in (officer, colleague):
        user.save()
    long_ago = timezone.now() - timedelta(days=9)
    for by, days in ((officer, 3), (officer, 5), (colleague, 4), (officer, 2)):
        draft = consultations.consultation(balai, by, happened_on=day - timedelta(days=days))
    for by, days in ((officer, 2), (officer, 3), (colleague, 4), (colleague, 9), (None, 3), (None, 20)):
        made = consultations.promise(draft, officer, days=days, at=long_ago)
        Promise.objects.filter(pk=made.pk).update(officer=by, acknowledged_at=None, acknowledged_by=None)
    for name in ("Ayu", "Budi", "Citra"):
        services.serve_person(attendance=walk_in(place, officer, name), by=officer, at=timezone.now())
    services.serve_person(attendance=walk_in(place, colleague, "Dedi"), by=colleague, at=timezone.now())
    walk_in(place, officer, "Eka")
    slot = consultations.slot(place, seats=99, starts_at=timezone.now() - timedelta(days=3))
    for number in range(35):
        state = AttendanceState.NO_SHOW if number % 2 else AttendanceState.DONE
        consultations.attendance(slot, state, phone=f"+6281200000{number:02}", booked_on=slot.day)
    other = offices.balai("JAW4")
    stranger = offices.officer(other)
    consultations.promise(consultations.consultation(other, stranger), stranger, days=1, at=long_ago)

    found = head.get(PAGE).context["overview"]
    figures = read_figures(head, PAGE)

    assert (found.drafts, found.late, found.in_basket, found.missed.missed, found.missed.booked) == (3, 4, 2, 17, 35)
    assert [(each.served, each.drafts, each.late) for each in found.officers] == [(3, 2, 2), (1, 1, 1), (0, 0, 1)]
    assert (sum(each.drafts for each in found.officers), sum(each.late for each in found.officers)) == (3, 4)
    # cards, two of houses, the visits of thirty days, the place, three lines of the table
    assert len(figures) == 3 + 2 + 2 + 2 + 3 * 3
    for figure, url in figures:
        assert count_rows(head, url) == figure, url


def test_an_officer_who_is_not_is_refused_in_the_address(head):
    visits = reverse("consultations:overview_visits")

    assert head.get(visits, {"officer": "0"}).status_code == 400
    assert head.get(reverse("consultations:promises"), {"officer": "999999"}).status_code == 400
    assert head.get(reverse("consultations:list"), {"officer_id": "x"}).status_code == 400


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


def close_class(place, officer, days):
    """Of two who booked, closed now."""
    consultations.account()
    starts_at = timezone.now() - timedelta(days=days)
    session = consultations.slot(place, seats=9, starts_at=starts_at, kind=SlotKind.GROUP)
    for number in range(2):
        phone = f"+62812000{days}00{number}"
        consultations.attendance(session, AttendanceState.WAITING, phone=phone, booked_on=session.day)
    record = services.open_session_record(slot=session, by=officer, at=timezone.now())
    told = {"summary": "Kelas RAB."}
    services.close_consultation(
        consultation=record, outcome=Outcome.INFORMED, values=told, by=officer, at=timezone.now()
    )


def test_a_class_was_served_on_its_day_by_whoever_held_it(head, place, officer):
    close_class(place, officer, days=0)
    close_class(place, officer, days=3)

    found = head.get(PAGE).context["overview"]

    assert [(each.officer, each.served) for each in found.officers] == [(officer, 2)]
    assert (found.missed.missed, found.missed.booked) == (0, 4)


def test_a_class_that_is_closed_is_no_call(place, officer):
    """Two priority calls in a row stay two, so that who waits longest comes next."""
    for name in ("Ayu", "Budi"):
        called = walk_in(place, officer, name, minutes=2)
        services.set_priority(attendance=called, priority=Priority.ELDERLY, by=officer, at=timezone.now())
        services.call_person(attendance=called, by=officer, at=timezone.now() - timedelta(minutes=1))
    close_class(place, officer, days=0)

    assert count_priorities_in_a_row(place, today(place.office.time_zone)) == 2
