"""The desk planner: who comes on which day, in which room, at what time. Pure: it reads and writes no table.

Days are filled evenly, the earlier ones first (23 participants on four days: 6, 6, 6, 5). Who cannot come on a day is
placed on another; others move aside for them (augmenting paths of a bipartite matching), and who fits on no day is
named instead of being squeezed in.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Generic, TypeVar

Guest = TypeVar("Guest", bound=Hashable)
Place = tuple[date, time, int]  # a day, when a turn begins, and its room


@dataclass(frozen=True)
class Hours:
    """The turns of a desk day: from `opens` to `closes`, `minutes` each, none across the break."""

    opens: time = time(8, 30)
    closes: time = time(15, 30)
    break_from: time = time(12)
    break_until: time = time(13)
    minutes: int = 60

    def turns(self) -> list[time]:
        found, at = [], _minutes(self.opens)
        while at + self.minutes <= _minutes(self.closes):
            if at < _minutes(self.break_until) and at + self.minutes > _minutes(self.break_from):
                at = _minutes(self.break_until)
                continue
            found.append(time(at // 60, at % 60))
            at += self.minutes
        return found


@dataclass(frozen=True)
class Turn(Generic[Guest]):
    guest: Guest
    day: date
    starts: time
    room: int  # 0, 1, …


@dataclass(frozen=True)
class Timetable(Generic[Guest]):
    turns: list[Turn[Guest]] = field(default_factory=list)
    unplaced: list[Guest] = field(default_factory=list)

    def per_day(self) -> dict[date, int]:
        loads: dict[date, int] = {}
        for turn in self.turns:
            loads[turn.day] = loads.get(turn.day, 0) + 1
        return loads


def plan(
    guests: Sequence[Guest],
    days: Sequence[date],
    *,
    rooms: int,
    hours: Hours,
    unavailable: Mapping[Guest, Collection[date]],
    taken: Collection[Place] = (),
) -> Timetable[Guest]:
    """A timetable over working `days` that are already free of weekends and holidays, around what is `taken`."""
    every = [(starts, room) for starts in hours.turns() for room in range(rooms)]
    free = {day: [turn for turn in every if (day, *turn) not in taken] for day in days}
    room_on = [len(free[day]) for day in days]
    even = _even(len(guests), room_on, [len(every) - left for left in room_on])
    placed = _match(guests, days, even, unavailable)
    if len(placed) < len(guests):  # an even spread leaves somebody out: let days fill up to what the rooms hold
        placed = _match(guests, days, room_on, unavailable, placed)
    return Timetable(
        turns=[
            Turn(guest, day, starts, room)
            for day in days
            for guest, (starts, room) in zip(
                [each for each in guests if placed.get(each) == day], free[day], strict=False
            )
        ],
        unplaced=[guest for guest in guests if guest not in placed],
    )


def _even(count: int, room_on: Sequence[int], loads: Sequence[int]) -> list[int]:
    """`count` over days, to the emptiest first and of those to the earliest: 23 over 4 is 6, 6, 6, 5."""
    given = [0] * len(room_on)
    for _guest in range(min(count, sum(room_on))):
        open_days = [n for n, room in enumerate(room_on) if given[n] < room]
        given[min(open_days, key=lambda n: loads[n] + given[n])] += 1
    return given


def _match(
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
        for day in possible:  # nobody moves aside where there is room
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


def _minutes(at: time) -> int:
    return int(timedelta(hours=at.hour, minutes=at.minute).total_seconds() // 60)
