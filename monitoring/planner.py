"""The desk planner: who comes on which day, in which room, at what time. Pure: it reads and writes no table.

Days are filled evenly, the earlier ones first (23 participants on four days: 6, 6, 6, 5). Who cannot come on a day is
placed on another; others move aside for them (augmenting paths of a bipartite matching), and who fits on no day is
named instead of being squeezed in.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from math import ceil
from typing import Generic, TypeVar

Guest = TypeVar("Guest", bound=Hashable)


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
) -> Timetable[Guest]:
    """A timetable over working `days` that are already free of weekends and holidays."""
    if not days or rooms < 1:
        return Timetable(unplaced=list(guests))
    turns = hours.turns()
    most = len(turns) * rooms
    placed = _match(guests, days, _even(len(guests), len(days), most), unavailable)
    if len(placed) < len(guests):  # an even spread leaves somebody out: let days fill up to what the rooms hold
        placed = _match(guests, days, [most] * len(days), unavailable, placed)
    return Timetable(
        turns=[
            Turn(guest, day, turns[n // rooms], n % rooms)
            for day in days
            for n, guest in enumerate(guest for guest in guests if placed.get(guest) == day)
        ],
        unplaced=[guest for guest in guests if guest not in placed],
    )


def _even(count: int, days: int, most: int) -> list[int]:
    """`count` over `days`, the earlier ones first: 23 over 4 is 6, 6, 6, 5."""
    left, loads = count, []
    for n in range(days):
        loads.append(min(most, ceil(left / (days - n))))
        left -= loads[-1]
    return loads


def _match(
    guests: Sequence[Guest],
    days: Sequence[date],
    capacity: Sequence[int],
    unavailable: Mapping[Guest, Collection[date]],
    begun: Mapping[Guest, date] | None = None,
) -> dict[Guest, date]:
    placed: dict[Guest, date] = dict(begun or {})
    room_on = dict(zip(days, capacity, strict=True))

    def place(guest: Guest, tried: set[date]) -> bool:
        for day in days:
            if day in tried or day in unavailable.get(guest, ()):
                continue
            tried.add(day)
            there = [other for other, its_day in placed.items() if its_day == day]
            if len(there) < room_on[day] or any(place(other, tried) for other in reversed(there)):
                placed[guest] = day
                return True
        return False

    for guest in guests:
        if guest not in placed:
            place(guest, set())
    return placed


def _minutes(at: time) -> int:
    return int(timedelta(hours=at.hour, minutes=at.minute).total_seconds() // 60)
