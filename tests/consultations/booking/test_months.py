"""Days as a month, and the earliest times over clinics."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from clinics.models import Closure
from consultations.booking import months, offers
from consultations.booking.enums import ServiceChannel
from consultations.booking.models.seats import Slot
from krs_portal.kit.clock import today
from krs_portal.offices.models import Holiday
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture
def at():
    return clinics.now()


def offer(place, at, days, **values):
    slot = consultations.slot(place, starts_at=at + timedelta(days=days))
    Slot.objects.filter(pk=slot.pk).update(**values)
    return slot


def test_a_month_tells_free_full_and_closed_days_with_the_reason(place, at):
    free, full = offer(place, at, 3), offer(place, at, 4)
    consultations.attendance(full)
    closed, feast = free.day + timedelta(days=4), free.day + timedelta(days=5)
    Closure.objects.create(place=place, starts_on=closed, ends_on=closed, reason="Loket dipindah")
    Holiday.objects.create(day_on=feast, name="Hari Raya")
    offer(place, at, 12)

    shown = months.list_offered_months(place, offers.list_offered_days(place, None, at), today())

    weeks = [week for month in shown for week in month.weeks]
    told = {day.on: (day.free, day.is_full, day.closed) for week in weeks for day in week if day}
    assert told[free.day] == (1, False, "")
    assert told[full.day] == (0, True, "")
    assert told[closed] == (0, False, "Loket dipindah")
    assert told[feast] == (0, False, "Hari Raya")
    assert {len(week) for week in weeks} == {7}


def test_weeks_begin_on_monday_and_those_that_are_over_are_left_out(place):
    offered = [offers.OfferedDay(date(2031, 4, 2), [])]

    march, april = months.list_offered_months(place, offered, date(2031, 3, 12))

    assert next(day.on for day in march.weeks[0] if day) == date(2031, 3, 10)
    assert next(day.on for day in april.weeks[0] if day) == date(2031, 4, 1)
    assert [day.isoweekday() for day in april.weekdays] == [1, 2, 3, 4, 5, 6, 7]
    assert months.list_offered_months(place, [], date(2031, 3, 12)) == []


def test_the_earliest_time_is_told_for_each_place_and_manner(place, at):
    other = clinics.place(offices.balai("NTG1"))
    taken, talk = offer(place, at, 1), offer(place, at, 3, channel="PHONE")
    consultations.attendance(taken)
    desk, far = offer(place, at, 5), offer(other, at, 2)
    offer(place, at, 6)

    found = offers.list_earliest_times([place, other], None, at)

    assert [(time.place, time.channel, time.starts_at) for time in found] == [
        (other, ServiceChannel.OFFICE, far.starts_at),
        (place, ServiceChannel.PHONE, talk.starts_at),
        (place, ServiceChannel.OFFICE, desk.starts_at),
    ]


def test_a_time_that_is_kept_for_a_topic_is_told_to_whoever_asks_about_it(place, at):
    topic = consultations.topic("rab")
    offer(place, at, 2, topic=topic)

    assert offers.list_earliest_times([place], None, at) == []
    assert len(offers.list_earliest_times([place], topic, at)) == 1


def test_the_pages_lead_from_the_earliest_time_to_its_day_and_to_the_month(client, place, at):
    consultations.topic()
    slot = offer(place, at, 50)  # further than six weeks
    there = f"place={place.pk}&amp;channel=OFFICE&amp;day={slot.day.isoformat()}#jam"

    assert there in client.get(reverse("consultations:home")).content.decode()
    book = reverse("consultations:book")
    assert there in client.get(book, {"topic": "desain"}).content.decode()
    asked = {"topic": "desain", "place": place.pk, "channel": "OFFICE", "day": slot.day.isoformat()}
    assert "view=month" in client.get(book, asked).content.decode()
    month = client.get(book, asked | {"view": "month"}).content.decode()
    assert 'class="month"' in month
    assert f"day={slot.day.isoformat()}#jam" in month
