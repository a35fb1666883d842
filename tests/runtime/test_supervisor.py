"""Programs that die are started again, sooner or later according to how they fared."""

import os
import signal
import sys
import time

import psutil
import pytest

from krs_portal.runtime.processes import Child
from krs_portal.runtime.supervisor import LONGEST, SHORTEST, Backoff, Supervisor


def test_the_wait_doubles_up_to_the_longest():
    backoff = Backoff()

    waits = [backoff.choose_wait(lived=1) for _ in range(8)]

    assert waits == [0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5]


@pytest.mark.parametrize(("lived", "wait"), [(29.9, 3.2), (30, SHORTEST), (86_400, SHORTEST)])
def test_half_a_minute_of_life_is_a_new_beginning(lived, wait):
    backoff = Backoff()
    for _ in range(4):
        backoff.choose_wait(lived=0)

    assert backoff.choose_wait(lived) == wait


def test_after_a_new_beginning_the_wait_grows_again():
    backoff = Backoff()
    for _ in range(9):
        backoff.choose_wait(lived=0)

    assert [backoff.choose_wait(lived=60), backoff.choose_wait(lived=0)] == [SHORTEST, 2 * SHORTEST]
    assert LONGEST == 5


class Kept:
    """A supervisor over one small program, looked after by hand at moments that the test chooses."""

    def __init__(self, folder, code):
        self.said, self.folder, self.code = [], folder, code
        self.supervisor = Supervisor(self.said.append)
        self.part = self.supervisor.keep_alive(self.launch(), self.launch)

    def launch(self):
        return Child(
            "sleeper", [sys.executable, "-c", self.code], log=self.folder / "log", env=os.environ, cwd=self.folder
        )

    def look(self, seconds):
        """As if so many seconds had gone by since the program began."""
        self.supervisor.look_after(self.part, self.part.began + seconds)

    def wait_dead(self):
        deadline = time.monotonic() + 20
        while self.part.child.is_running():
            assert time.monotonic() < deadline
            time.sleep(0.01)


@pytest.fixture
def keep(place):
    kept = []

    def begin(code="import time; time.sleep(600)"):
        kept.append(Kept(place, code))
        return kept[-1]

    yield begin
    for each in kept:
        each.part.child.stop()


def test_a_living_program_is_left_alone(keep):
    kept = keep()
    pid = kept.part.child.pid

    kept.look(0.1)
    kept.look(100)

    assert (kept.part.child.pid, kept.said) == (pid, [])


def test_a_killed_program_is_told_once_and_started_when_its_wait_is_over(keep):
    kept = keep()
    first = kept.part.child
    os.kill(first.pid, signal.SIGKILL)
    kept.wait_dead()

    kept.look(1)
    kept.look(1.1)
    assert not kept.part.child.is_running()
    kept.look(1.2)

    assert kept.part.child.is_running()
    assert kept.part.child.pid != first.pid
    assert kept.said == [f"sleeper was killed (SIGKILL); it is started again in 0.2 s ({first.log})"]


def test_a_program_that_ends_by_itself_is_started_too(keep):
    kept = keep("raise SystemExit(3)")
    kept.wait_dead()

    kept.look(1)

    assert "sleeper ended with status 3" in kept.said[0]


def test_children_of_a_dead_program_do_not_outlive_it(keep):
    kept = keep("import subprocess, time; subprocess.Popen(['sleep', '600']); print('up', flush=True); time.sleep(600)")
    deadline = time.monotonic() + 20
    while "up" not in kept.part.child.tail():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    (orphan,) = psutil.Process(kept.part.child.pid).children()

    os.kill(kept.part.child.pid, signal.SIGKILL)
    kept.wait_dead()
    kept.look(1)

    assert not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE


def test_a_start_that_fails_for_want_of_memory_is_tried_again_later(keep):
    kept = keep()
    os.kill(kept.part.child.pid, signal.SIGKILL)
    kept.wait_dead()
    kept.look(1)

    def fail():
        raise OSError(12, "Cannot allocate memory")

    kept.part.start_again = fail
    kept.look(2)
    kept.part.start_again = kept.launch
    kept.look(2.3)
    assert not kept.part.child.is_running()
    kept.look(2.4)

    assert kept.part.child.is_running()
    assert "sleeper did not start (Cannot allocate memory); it is started again in 0.4 s" in kept.said[1]


def test_a_start_that_cannot_be_done_without_is_raised(keep):
    kept = keep()
    os.kill(kept.part.child.pid, signal.SIGKILL)
    kept.wait_dead()
    kept.look(1)

    def refuse():
        raise RuntimeError("nothing goes on without it")

    kept.part.start_again = refuse

    with pytest.raises(RuntimeError):
        kept.look(9)
