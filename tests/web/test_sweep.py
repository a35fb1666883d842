"""Once a second a process parts with clients that take too long to send, or for whom it holds too much."""

from types import SimpleNamespace

import pytest

from krs_portal.web import worker


class Request:
    def __init__(self, size):
        self.body_bytes_received = size


class Client(worker.HTTPChannel):
    """A channel without a socket, with as much of it as the sweep looks at."""

    def __init__(self, size=0, untaken=0):
        self.request, self.total_outbufs_len, self.will_close = Request(size), untaken, False


@pytest.fixture
def process(monkeypatch):
    made = worker.BufferingWorker.__new__(worker.BufferingWorker)
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(worker.time, "monotonic", lambda: clock.now)
    made.began, made.swept_at, made.clients, made.clock = worker.WeakKeyDictionary(), 0.0, {}, clock
    return made


def sweep_after(process, seconds):
    process.clock.now += seconds
    process.sweep()


def test_a_request_that_takes_too_long_to_arrive_ends(process):
    process.clients = {1: Client(), 2: Client()}
    sweep_after(process, 0)
    process.clients[2].request = Request(0)  # the first was complete, this is the next one

    sweep_after(process, worker.PATIENCE - 1)
    assert not process.clients[1].will_close
    sweep_after(process, 2)

    assert process.clients[1].will_close
    assert not process.clients[2].will_close


def test_the_greediest_goes_when_too_much_is_held_for_all_together(process):
    third = worker.MOST_HELD // 3
    process.clients = {1: Client(third), 2: Client(2, third), 3: Client(0, third + 1), 4: object()}

    sweep_after(process, 0)

    assert [process.clients[number].will_close for number in (1, 2, 3)] == [False, True, False]


def test_nobody_goes_who_sends_within_bounds(process):
    process.clients = {number: Client(worker.LARGEST_BODY) for number in range(6)}

    sweep_after(process, 0)
    sweep_after(process, worker.PATIENCE - 1)

    assert not any(client.will_close for client in process.clients.values())
