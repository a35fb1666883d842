"""In which order those who wait are called, and the sentence that says why. It reckons; `services.calling` calls."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile

from django.utils.translation import gettext as _

from consultations.booking.enums import AccessNeed, Priority
from consultations.people.enums import Need
from krs_portal.kit.clock import count_years_between
from krs_portal.kit.formats import format_clock
from krs_portal.kit.numbers import LARGEST_KEY

# Each minute of theirs counts double. More would let a short wait beat a long one; the law asks for ease, not for
# an empty room.
WEIGHTS = dict.fromkeys(Priority, 1)
OLD_AGE = 60  # UU 13/1998, article 1
DISABLING = {AccessNeed.WHEELCHAIR, AccessNeed.SIGN, AccessNeed.HEARING, AccessNeed.SEEING}
DISABLING_NEEDS = {Need.WHEELCHAIR, Need.SIGN_LANGUAGE}
# Two are helped before one of the others; with three, somebody who came first would wait for most of a morning.
PRIORITY_CALLS_IN_A_ROW = 2
# Whoever booked and comes so late still waits since the booked time; later, the time is given to others.
GRACE = timedelta(minutes=15)


def suggest_priority(
    day: date, *, booked: Collection[str] = (), known: Collection[str] = (), born_on: date | None = None
) -> str:
    """The priority that follows from the needs that were booked, and from what is known of the person."""
    if DISABLING & set(booked) or DISABLING_NEEDS & set(known):
        return Priority.DISABLED
    if born_on and count_years_between(born_on, day) >= OLD_AGE:
        return Priority.ELDERLY
    return Priority.SHORT_WAIT if Need.SHORT_WAIT in known else ""


@dataclass(frozen=True)
class Waiter:
    """Somebody who waits to be called."""

    key: int
    arrived_at: datetime
    number: int | None = None
    booked_at: datetime | None = None
    priority: str = ""
    kept_for: int | None = None  # the officer whom a colleague handed them to

    @property
    def is_late(self) -> bool:
        return self.booked_at is not None and self.arrived_at > self.booked_at + GRACE

    @property
    def since(self) -> datetime:
        """From when on the wait counts: the booked time, so that coming early wins nothing; once too late, arrival."""
        return self.arrived_at if self.booked_at is None or self.is_late else self.booked_at

    def weigh_wait(self, at: datetime) -> float:
        weight = WEIGHTS[Priority(self.priority)] if self.priority else 0
        return max((at - self.since).total_seconds(), 0.0) * (weight + 1)

    def rank(self, at: datetime) -> tuple[float, datetime, int, int]:
        """The longest weighed wait first, then who waits since earlier, then the number."""
        return -self.weigh_wait(at), self.since, self.number or LARGEST_KEY, self.key


@dataclass(frozen=True)
class Turn:
    """One place in the order."""

    waiter: Waiter
    is_relief: bool = False  # called before a priority that weighs more, since enough of those were called in a row


def arrange_turns(
    waiters: Collection[Waiter], at: datetime, *, in_a_row: int = 0, most: int = PRIORITY_CALLS_IN_A_ROW
) -> list[Turn]:
    """Everybody in the order in which they would be called from now on, if nobody else came.

    `in_a_row` says how many priorities were called last, one after another. After `most` of them the longest wait of
    the others is over, whoever else has priority. Whose booked time is still ahead is not meant by that.
    """
    favoured = sorted((each for each in waiters if each.priority), key=lambda each: each.rank(at), reverse=True)
    others = sorted((each for each in waiters if not each.priority), key=lambda each: each.rank(at), reverse=True)
    turns: list[Turn] = []
    while favoured or others:
        is_favoured = bool(favoured) and (not others or favoured[-1].rank(at) < others[-1].rank(at))
        is_relief = is_favoured and in_a_row >= most and bool(others) and others[-1].since <= at
        if is_favoured and not is_relief:
            turns.append(Turn(favoured.pop()))
            in_a_row += 1
        else:
            turns.append(Turn(others.pop(), is_relief))
            in_a_row = 0
    return turns


def count_in_a_row(called: Iterable[str]) -> int:
    """How many priorities were called one after another, given the priorities of those called, the last one first."""
    return sum(1 for _each in takewhile(bool, called))


def choose_turns(waiters: Collection[Waiter], officer: int, at: datetime, *, in_a_row: int = 0) -> list[Turn]:
    """The order for one officer: who was handed to them, then who is kept for nobody."""
    own = [each for each in waiters if each.kept_for == officer]
    free = [each for each in waiters if each.kept_for is None]
    return [*arrange_turns(own, at), *arrange_turns(free, at, in_a_row=in_a_row)]


def explain_turn(turn: Turn, zone: str, *, kept_for: str = "") -> str:
    """Why somebody stands where they stand; it names moments and no minutes, so that it stays true."""
    waiter = turn.waiter
    since = {"since": format_clock(waiter.since, zone)}
    if kept_for:
        return _("dititipkan kepada %(officer)s, sejak %(since)s") % {"officer": kept_for, **since}
    if turn.is_relief:
        said = _("sejak %(since)s; gilirannya sesudah %(most)d orang yang didahulukan")
        return said % {"most": PRIORITY_CALLS_IN_A_ROW, **since}
    if waiter.priority:
        label = str(Priority(waiter.priority).label)
        return _("%(priority)s: menunggu sejak %(since)s, dihitung dua kali") % {"priority": label, **since}
    if waiter.is_late:
        booked = format_clock(waiter.booked_at, zone)
        return _("janji %(booked)s terlewat; dihitung sejak datang, %(since)s") % {"booked": booked, **since}
    if waiter.booked_at:
        return _("janji %(since)s, dihitung sejak jam itu") % since
    return _("menunggu sejak %(since)s") % since
