"""Who is asked: whoever was served lately and left an address, once a visit, and once in 90 days."""

from datetime import UTC, datetime, timedelta

import pytest

from consultations.booking.enums import AttendanceState, SlotKind
from consultations.counter.enums import Outcome
from consultations.counter.services.record import close_consultation
from consultations.satisfaction import jobs
from consultations.satisfaction.enums import LinkState
from consultations.satisfaction.models import SurveyLink
from consultations.satisfaction.services import ask_visitors, end_survey_links
from krs_portal.kit.clock import get_midnight, now, today
from krs_portal.outbox.models import Message
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def place():
    consultations.account()
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture
def officer(place):
    return offices.officer(place.office)


def serve(place, officer, *, at=None, **visitor):
    """Somebody comes, is served, and the consultation is closed."""
    at = at or now()
    came = consultations.attendance(
        consultations.slot(place, starts_at=at), AttendanceState.IN_SERVICE, arrived_at=at, **visitor
    )
    consultation = consultations.consultation(
        place.office, officer, attendance=came, happened_on=came.slot.day, recorded_at=at
    )
    close_consultation(consultation=consultation, outcome=Outcome.ADVISED, by=officer, at=at)
    return came


def test_who_was_served_gets_one_link_by_one_channel(place, officer):
    came = serve(place, officer, email="siti@uji.krs.test")

    jobs.ask_visitors()
    jobs.ask_visitors()

    link = SurveyLink.objects.get()
    message = Message.objects.get(kind="survey")
    assert (link.attendance, link.asked_on, link.ends_on - link.asked_on) == (came, today(), timedelta(days=14))
    assert (message.channel, message.about_key) == ("WHATSAPP", came.reference)
    assert "/survei/" in message.body
    assert message.expires_at == get_midnight(link.ends_on + DAY, place.office.time_zone)


def test_who_is_not_served_yet_is_not_asked(place, officer):
    came = consultations.attendance(consultations.slot(place, starts_at=now()), AttendanceState.IN_SERVICE)
    consultations.consultation(place.office, officer, attendance=came)

    assert ask_visitors(at=now()) == 0


def test_who_left_no_address_is_not_asked(place, officer):
    serve(place, officer, phone="", email="")
    serve(place, officer, phone="+622741234567", email="")  # a landline takes no message

    assert ask_visitors(at=now()) == 0


@pytest.mark.parametrize("sign", ["phone", "email", "person"])
def test_the_same_person_is_asked_once_in_90_days(place, officer, sign):
    person = consultations.person(place.office)
    first = {"phone": "+6281200000001", "email": "satu@uji.krs.test"}
    again = {"phone": "+6281200000002", "email": "dua@uji.krs.test"}
    both = {"person": person} if sign == "person" else {sign: first[sign]}
    before = serve(place, officer, **first | both)
    at = now()
    assert ask_visitors(at=at) == 1
    SurveyLink.objects.filter(attendance=before).update(asked_on=today() - 89 * DAY)
    serve(place, officer, **again | both)

    assert ask_visitors(at=now()) == 0
    SurveyLink.objects.filter(attendance=before).update(asked_on=today() - 90 * DAY)
    assert ask_visitors(at=now()) == 1


def test_two_visits_of_a_day_are_asked_about_once(place, officer):
    for _visit in range(2):
        serve(place, officer)

    assert ask_visitors(at=now()) == 1


def test_what_was_closed_long_ago_is_not_asked_about(place, officer):
    at = now()
    serve(place, officer, at=at)

    assert ask_visitors(at=at + 8 * DAY) == 0
    assert ask_visitors(at=at + DAY) == 1


def test_everybody_of_a_group_session_is_asked(place, officer):
    session = consultations.slot(place, 9, now(), SlotKind.GROUP)
    for number in (1, 2):
        consultations.attendance(session, AttendanceState.WAITING, phone=f"+628120000000{number}", arrived_at=now())
    record = consultations.consultation(place.office, officer, session=session, happened_on=session.day, head_count=2)
    close_consultation(consultation=record, outcome=Outcome.INFORMED, by=officer, at=now())

    assert ask_visitors(at=now()) == 2


def test_asking_costs_as_many_queries_for_many(place, officer, django_assert_max_num_queries):
    for number in range(12):
        serve(place, officer, phone=f"+6281200001{number:03}")

    with django_assert_max_num_queries(20):
        assert ask_visitors(at=now()) == 12


def test_a_link_is_closed_when_its_last_day_is_over_where_its_office_is():
    """At half past eleven in the evening of Jakarta it is tomorrow in Jayapura."""
    last = datetime(2027, 5, 5, tzinfo=UTC).date()
    late = datetime(2027, 5, 5, 16, 30, tzinfo=UTC)
    links = {}
    for zone in ("Asia/Jakarta", "Asia/Jayapura"):
        office = offices.balai(zone=zone)
        visitor = consultations.attendance(consultations.slot(clinics.place(office)))
        links[zone] = consultations.survey_link(visitor, asked_on=last - 14 * DAY, ends_on=last).pk

    assert end_survey_links(at=late) == 1

    states = dict(SurveyLink.objects.values_list("pk", "state"))
    assert states == {links["Asia/Jakarta"]: LinkState.OPEN, links["Asia/Jayapura"]: LinkState.ENDED}


def test_the_job_closes_links_and_leaves_used_ones(place):
    old = {"asked_on": today() - 20 * DAY, "ends_on": today() - 6 * DAY}
    made = [
        consultations.survey_link(consultations.attendance(consultations.slot(place), phone=f"+62812000020{n}"), **old)
        for n in (1, 2)
    ]
    SurveyLink.objects.filter(pk=made[1].pk).update(state=LinkState.USED)

    jobs.end_survey_links()

    assert [SurveyLink.objects.get(pk=link.pk).state for link in made] == [LinkState.ENDED, LinkState.USED]
