"""Assigns participants to days, rooms and times. Pure functions, no database.

Days are filled evenly, the earlier ones first (23 participants on four days: 6, 6, 6, 5). A participant that cannot
come on a day is placed on another; if all its days are full, others are moved (augmenting paths of a bipartite
matching). Participants for whom there is no day at all are listed in `unplaced`.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Generic, TypeVar

Guest = TypeVar("Guest", bound=Hashable)
TurnKey = tuple[date, time, int]  # day, beginning and number of the room of a turn


@dataclass(frozen=True)
class DeskHours:
    """The turns of a desk day: from `opens` to `closes`, `minutes` each, none across the break."""

    opens: time = time(8, 30)
    closes: time = time(15, 30)
    break_from: time = time(12)
    break_until: time = time(13)
    minutes: int = 60

    def turns(self) -> list[time]:
        found, at = [], _count_minutes(self.opens)
        while at + self.minutes <= _count_minutes(self.closes):
            if at < _count_minutes(self.break_until) and at + self.minutes > _count_minutes(self.break_from):
                at = _count_minutes(self.break_until)
                continue
            found.append(time(at // 60, at % 60))
            at += self.minutes
        return found


@dataclass(frozen=True)
class PlannedTurn(Generic[Guest]):
    guest: Guest
    day: date
    starts: time
    room: int  # 0, 1, …


@dataclass(frozen=True)
class Timetable(Generic[Guest]):
    turns: list[PlannedTurn[Guest]] = field(default_factory=list)
    unplaced: list[Guest] = field(default_factory=list)

    def per_day(self) -> dict[date, int]:
        loads: dict[date, int] = {}
        for turn in self.turns:
            loads[turn.day] = loads.get(turn.day, 0) + 1
        return loads


def plan_timetable(
    guests: Sequence[Guest],
    days: Sequence[date],
    *,
    rooms: int,
    hours: DeskHours,
    unavailable: Mapping[Guest, Collection[date]],
    taken: Collection[TurnKey] = (),
) -> Timetable[Guest]:
    """A timetable over `days` (working days only, in order) that leaves out the turns in `taken`."""
    every = [(starts, room) for starts in hours.turns() for room in range(rooms)]
    free = {day: [turn for turn in every if (day, *turn) not in taken] for day in days}
    room_on = [len(free[day]) for day in days]
    even = _spread_evenly(len(guests), room_on, [len(every) - left for left in room_on])
    placed = _match_guests(guests, days, even, unavailable)
    if len(placed) < len(guests):  # the even spread left somebody out: now fill the days up to the rooms' capacity
        placed = _match_guests(guests, days, room_on, unavailable, placed)
    return Timetable(
        turns=[
            PlannedTurn(guest, day, starts, room)
            for day in days
            for guest, (starts, room) in zip(
                [each for each in guests if placed.get(each) == day], free[day], strict=False
            )
        ],
        unplaced=[guest for guest in guests if guest not in placed],
    )


def _spread_evenly(count: int, room_on: Sequence[int], loads: Sequence[int]) -> list[int]:
    """Spread `count` over the days: the emptiest day first, of equal ones the earliest. 23 over 4 is 6, 6, 6, 5."""
    given = [0] * len(room_on)
    for _guest in range(min(count, sum(room_on))):
        open_days = [n for n, room in enumerate(room_on) if given[n] < room]
        given[min(open_days, key=lambda n: loads[n] + given[n])] += 1
    return given


def _match_guests(
    guests: Sequence[Guest],
    days: Sequence[date],
    capacity: Sequence[int],
    unavailable: Mapping[Guest, Collection[date]],
    begun: Mapping[Guest, date] | None = None,
) -> dict[Guest, date]:
    placed: dict[Guest, date] = dict(begun or {})
    room_on = dict(zip(days, capacity, strict=True))

    def on(day: date) -> list[Guest]:
        return [guest for guest, its_day in placed.items() if its_day == day]

    def place(guest: Guest, tried: set[date]) -> bool:
        possible = [day for day in days if day not in tried and day not in unavailable.get(guest, ())]
        free = next((day for day in possible if len(on(day)) < room_on[day]), None)
        if free is not None:
            placed[guest] = free
            return True
        for day in possible:  # only when every possible day is full do others move to another day (augmenting path)
            if day not in tried:
                tried.add(day)
                if any(place(other, tried) for other in reversed(on(day))):
                    placed[guest] = day
                    return True
        return False

    for guest in guests:
        if guest not in placed:
            place(guest, set())
    return placed


def _count_minutes(at: time) -> int:
    return int(timedelta(hours=at.hour, minutes=at.minute).total_seconds() // 60)
