"""The processes of the web server: replaced when they die, stopped when their work is done."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection

from krs_portal.web import config
from tests.web.conftest import serve


def test_there_are_as_many_processes_as_asked_for():
    with serve(WEB_CONCURRENCY="3") as server:
        server.wait_for(lambda: len(server.workers()) == 3)


def test_a_killed_process_is_replaced_and_the_others_go_on():
    with serve() as server:
        server.wait_for(lambda: len(server.workers()) == 2)
        killed, kept = server.workers()
        killed.kill()

        assert server.ask("/")[0] == 200
        server.wait_for(lambda: len({worker.pid for worker in server.workers()} - {killed.pid}) == 2)
        assert kept in server.workers()


def test_stopping_waits_for_what_was_begun():
    with serve() as server, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(server.ask, "/slow")
        time.sleep(0.4)

        assert server.stop() == 0

        assert asked.result()[0] == 200


def test_stopping_does_not_wait_for_idle_connections():
    """Of one process, which has answered: gunicorn's supervisor loses the signal of one that is still starting."""
    with serve(WEB_CONCURRENCY="1") as server, closing(HTTPConnection("127.0.0.1", server.port)) as kept:
        kept.request("GET", "/")
        kept.getresponse().read()
        began = time.monotonic()

        server.process.send_signal(signal.SIGTERM)

        assert server.process.wait(30) == 0
        assert time.monotonic() - began < config.graceful_timeout


def test_a_request_is_not_kept_waiting_by_one_that_takes_long():
    """Of two processes one is at work: the other takes whoever comes."""
    with serve() as server, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(server.ask, "/slow")
        time.sleep(0.2)

        taken = [server.ask("/")[2] for _ in range(5)]

        assert max(taken) < 0.5
        assert asked.result()[0] == 200
