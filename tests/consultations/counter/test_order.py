"""The order in which people are called. Only reckoning: no database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.booking.enums import AccessNeed, Priority
from consultations.counter.order import (
    GRACE,
    PRIORITY_CALLS_IN_A_ROW,
    Waiter,
    arrange_turns,
    choose_turns,
    explain_turn,
    suggest_priority,
)
from consultations.people.enums import Need
from krs_portal.kit.clock import TimeZone
from krs_portal.kit.formats import NBSP

NINE = datetime(2026, 3, 2, 2, tzinfo=UTC)  # 09.00 WIB


def minutes(number):
    return timedelta(minutes=number)


def waiter(key, since=0, **fields):
    return Waiter(key, NINE + minutes(since), number=key, **fields)


def keys(turns):
    return [turn.waiter.key for turn in turns]


def test_who_came_first_is_called_first():
    assert keys(arrange_turns([waiter(2, 5), waiter(1, 0), waiter(3, 9)], NINE + minutes(30))) == [1, 2, 3]


def test_a_wait_with_priority_counts_double():
    came_first, elderly = waiter(1, 0), waiter(2, 20, priority=Priority.ELDERLY)

    assert keys(arrange_turns([came_first, elderly], NINE + minutes(30))) == [1, 2]  # 30 against 20
    assert keys(arrange_turns([came_first, elderly], NINE + minutes(50))) == [2, 1]  # 50 against 60


def test_after_two_priorities_it_is_the_turn_of_who_waits_longest():
    favoured = [waiter(key, 0, priority=Priority.DISABLED) for key in range(10, 15)]
    turns = arrange_turns([waiter(1, 20), waiter(2, 25), *favoured], NINE + minutes(30))

    assert keys(turns) == [10, 11, 1, 12, 13, 2, 14]
    assert [turn.is_relief for turn in turns] == [False, False, True, False, False, True, False]


def test_what_was_called_before_counts_in_the_row():
    turns = arrange_turns([waiter(1, 20), waiter(10, 0, priority=Priority.DISABLED)], NINE + minutes(30), in_a_row=2)

    assert keys(turns) == [1, 10]


@given(
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["", *Priority])), min_size=1, max_size=40),
    st.integers(0, 3),
)
def test_nobody_is_starved_whoever_comes_with_priority(people, in_a_row):
    """Each is called once, and between two priorities too many stands one who has none, as long as one waits."""
    waiters = [waiter(key, since, priority=priority) for key, (since, priority) in enumerate(people, 1)]

    turns = arrange_turns(waiters, NINE + minutes(61), in_a_row=in_a_row)

    assert sorted(keys(turns)) == sorted(each.key for each in waiters)
    left, run = sum(1 for each in waiters if not each.priority), in_a_row
    for turn in turns:
        if turn.waiter.priority:
            assert run < PRIORITY_CALLS_IN_A_ROW or not left
            run += 1
        else:
            left, run = left - 1, 0


@given(st.integers(0, 30), st.lists(st.integers(0, 3), min_size=30, max_size=30))
def test_thirty_priorities_who_keep_coming_do_not_starve_one_other(first, arrivals):
    """However many come while the others are called, the one who has no priority is the third at the latest."""
    other, called, in_a_row, at, key = waiter(1, 0), [], 0, NINE + minutes(1), 100
    here = [other]
    here += [waiter(2 + number, 0, priority=Priority.PREGNANT) for number in range(first)]
    for come in arrivals:
        for _each in range(come):
            key += 1
            here.append(Waiter(key, at, number=key, priority=Priority.ELDERLY))
        turn = arrange_turns(here, at, in_a_row=in_a_row)[0]
        here.remove(turn.waiter)
        called.append(turn.waiter.key)
        in_a_row = in_a_row + 1 if turn.waiter.priority else 0
        if turn.waiter is other:
            break
        at += minutes(10)

    assert len(called) <= PRIORITY_CALLS_IN_A_ROW + 1
    assert called[-1] == other.key


def test_who_booked_waits_since_the_booked_time_and_wins_nothing_by_coming_early():
    early = waiter(1, -60, booked_at=NINE + minutes(30))
    walked_in = waiter(2, 20)

    assert keys(arrange_turns([early, walked_in], NINE + minutes(29))) == [2, 1]
    assert keys(arrange_turns([early, walked_in], NINE + minutes(40))) == [2, 1]
    assert keys(arrange_turns([early, waiter(3, 35)], NINE + minutes(40))) == [1, 3]


def test_coming_early_does_not_win_by_the_priority_of_others():
    early = waiter(1, -60, booked_at=NINE + minutes(30))
    favoured = [waiter(key, 0, priority=Priority.DISABLED) for key in (2, 3, 4)]

    assert keys(arrange_turns([early, *favoured], NINE + minutes(10))) == [2, 3, 4, 1]


@pytest.mark.parametrize(("late", "counts_since"), [(GRACE, 0), (GRACE + timedelta(seconds=1), 15)])
def test_who_comes_too_late_is_in_the_ordinary_queue_and_not_lost(late, counts_since):
    booked = Waiter(1, NINE + late, booked_at=NINE)

    assert (booked.since - NINE) // minutes(1) == counts_since
    assert keys(arrange_turns([booked], NINE + minutes(20))) == [1]


def test_an_officer_calls_first_whom_a_colleague_handed_over_and_nobody_whom_another_was_handed():
    people = [waiter(1), waiter(2, 5, kept_for=7), waiter(3, 1, kept_for=8)]

    assert keys(choose_turns(people, 7, NINE + minutes(30))) == [2, 1]
    assert keys(choose_turns(people, 9, NINE + minutes(30))) == [1]


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([waiter(1, 12)], "menunggu sejak 09.12 WIB"),
        ([waiter(1, 12, priority=Priority.PREGNANT)], "Ibu hamil: menunggu sejak 09.12 WIB, dihitung dua kali"),
        ([waiter(1, -5, booked_at=NINE)], "janji 09.00 WIB, dihitung sejak jam itu"),
        ([waiter(1, 40, booked_at=NINE)], "janji 09.00 WIB terlewat; dihitung sejak datang, 09.40 WIB"),
    ],
)
def test_each_says_why_it_stands_there(people, said):
    [turn] = arrange_turns(people, NINE + minutes(60))

    assert explain_turn(turn, TimeZone.WIB).replace(NBSP, " ") == said


def test_the_turn_of_an_ordinary_wait_is_explained():
    turns = arrange_turns(
        [waiter(1, 20), waiter(2, 0, priority=Priority.ELDERLY)], NINE + minutes(30), in_a_row=PRIORITY_CALLS_IN_A_ROW
    )

    assert "sesudah 2 orang yang didahulukan" in explain_turn(turns[0], TimeZone.WIB)


def test_who_was_handed_over_is_explained():
    [turn] = arrange_turns([waiter(1, kept_for=3)], NINE)

    assert (
        explain_turn(turn, TimeZone.WIB, kept_for="Budi").replace(NBSP, " ")
        == "dititipkan kepada Budi, sejak 09.00 WIB"
    )


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({}, ""),
        ({"known": [Need.COMPANION]}, ""),
        ({"known": [Need.SHORT_WAIT]}, Priority.SHORT_WAIT),
        ({"known": [Need.WHEELCHAIR, Need.SHORT_WAIT]}, Priority.DISABLED),
        ({"booked": [AccessNeed.SEEING]}, Priority.DISABLED),
        ({"booked": [AccessNeed.READING]}, ""),
        ({"born_on": date(1966, 3, 2)}, Priority.ELDERLY),
        ({"born_on": date(1966, 3, 3)}, ""),
    ],
)
def test_priority_follows_from_what_is_known(known, said):
    assert suggest_priority(date(2026, 3, 2), **known) == said
