"""The desk planner: even days, no weekend, everybody who can be placed is placed."""

from datetime import date, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krs_portal.offices import calendar
from monitoring.desk.planner import DeskHours, plan_timetable

DAYS = [date(2021, 8, 19), date(2021, 8, 20), date(2021, 8, 23), date(2021, 8, 24)]
GUESTS = [f"kab-{n}" for n in range(23)]


@pytest.mark.django_db
def test_the_days_of_2021_are_thursday_friday_monday_tuesday():
    assert calendar.list_working_days(None, date(2021, 8, 19), date(2021, 8, 24)) == DAYS


def test_twenty_three_on_four_days_are_6_6_6_5():
    table = plan_timetable(GUESTS, DAYS, rooms=2, hours=DeskHours(), unavailable={})

    assert list(table.per_day().values()) == [6, 6, 6, 5]
    assert table.unplaced == []


def test_no_turn_crosses_the_break():
    turns = DeskHours(opens=time(8, 30), closes=time(15, 30), minutes=60).turns()

    assert turns == [time(8, 30), time(9, 30), time(10, 30), time(13), time(14)]


def test_who_cannot_come_is_placed_on_another_day():
    unavailable = {"kab-0": DAYS[:3], "kab-22": DAYS[1:]}

    days = {
        turn.guest: turn.day
        for turn in plan_timetable(GUESTS, DAYS, rooms=2, hours=DeskHours(), unavailable=unavailable).turns
    }

    assert days["kab-0"] == DAYS[3]
    assert days["kab-22"] == DAYS[0]
    assert len(days) == 23


def test_who_can_never_come_is_named():
    table = plan_timetable(GUESTS, DAYS, rooms=2, hours=DeskHours(), unavailable={"kab-7": DAYS})

    assert table.unplaced == ["kab-7"]
    assert len(table.turns) == 22


def test_no_working_day_places_nobody():
    assert plan_timetable(GUESTS, [], rooms=1, hours=DeskHours(), unavailable={}).unplaced == GUESTS


@given(
    count=st.integers(0, 30),
    rooms=st.integers(1, 3),
    absent=st.dictionaries(st.integers(0, 29), st.sets(st.sampled_from(DAYS)), max_size=12),
)
def test_nobody_meets_twice_and_no_room_is_shared(count, rooms, absent):
    table = plan_timetable(range(count), DAYS, rooms=rooms, hours=DeskHours(), unavailable=absent)

    places = [(turn.day, turn.starts, turn.room) for turn in table.turns]
    assert len(set(places)) == len(places)
    assert len({turn.guest for turn in table.turns}) + len(table.unplaced) == count
    assert all(turn.day not in absent.get(turn.guest, ()) for turn in table.turns)
    assert all(a <= b for a, b in pairwise(turn.day for turn in table.turns))
