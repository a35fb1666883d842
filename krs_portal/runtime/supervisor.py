"""Keeps programs alive: one that died is started again, after a wait that grows while it goes on dying."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from krs_portal.runtime.processes import Child

SHORTEST, LONGEST = 0.2, 5.0  # seconds between a death and the next start
LONG_ALIVE = 30.0  # seconds after which a program counts as healthy again
LOOK_EVERY = 0.1


class Backoff:
    """How long to wait before the next start. It reads no clock: it is told how long the program lived."""

    def __init__(self) -> None:
        self.next = SHORTEST

    def choose_wait(self, lived: float) -> float:
        """The wait after a death: twice the last one, the shortest again after a long life."""
        wait = SHORTEST if lived >= LONG_ALIVE else self.next
        self.next = min(2 * wait, LONGEST)
        return wait


@dataclass
class Part:
    """One program that has to run as long as we do, and how it is started again."""

    child: Child
    start_again: Callable[[], Child]
    began: float
    due: float | None = None  # when a dead one is started again
    backoff: Backoff = field(default_factory=Backoff)


class Supervisor:
    """Watches parts in the order in which they were given: what others lean on comes first."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.parts: list[Part] = []

    def keep_alive(self, child: Child, start_again: Callable[[], Child]) -> Part:
        """Take a running program into care; `start_again` raises only when nothing can go on without it."""
        self.parts.append(Part(child, start_again, time.monotonic()))
        return self.parts[-1]

    def watch(self) -> NoReturn:
        """Look after every part, for ever."""
        while True:
            self.look_around()
            time.sleep(LOOK_EVERY)

    def look_around(self) -> None:
        """Look after every part once."""
        for part in self.parts:
            self.look_after(part, time.monotonic())

    def look_after(self, part: Part, moment: float) -> None:
        if part.due is not None:
            if moment >= part.due:
                self.start_again(part, moment)
        elif not part.child.is_running():
            part.child.clear_session()  # its children still hold its port and its tasks
            self.put_off(part, moment, moment - part.began, part.child.ending)

    def start_again(self, part: Part, moment: float) -> None:
        try:
            part.child = part.start_again()
        except OSError as error:  # no memory, no disk: perhaps later
            self.put_off(part, moment, 0, f"did not start ({error.strerror})")
        else:
            part.began, part.due = time.monotonic(), None

    def put_off(self, part: Part, moment: float, lived: float, what: str) -> None:
        wait = part.backoff.choose_wait(lived)
        part.due = moment + wait
        self.say(f"{part.child.name} {what}; it is started again in {wait:.1f} s ({part.child.log})")
