"""`make run` as a person meets it: it opens, says what it does, and leaves nothing behind."""

import os
import pwd
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import psutil
import pytest

from krs_portal import demo
from krs_portal.runtime import home
from tests.runtime.conftest import left_of


def page(copy):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{copy.port}/") as answer:
            return answer.read()
    except OSError as error:
        pytest.fail(f"{error}\nstatus {copy.process.poll()}\n{copy.told}", pytrace=False)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_opens_and_a_signal_puts_everything_away(start, place, how):
    copy = start().wait_open()
    answer = page(copy)

    status = copy.stop(how)

    assert int(answer) > 1
    assert status == 0, copy.said
    assert demo.PASSWORD in copy.said
    assert f"http://127.0.0.1:{copy.port}" in copy.said
    assert "put away" in copy.said
    assert left_of(place) == []


def test_regions_and_demo_data_are_loaded_by_the_first_run_only(start):
    start().wait_open().stop()
    second = start().wait_open()
    second.stop()

    assert second.asked() == ["migrate", "load_regions", "load_demo", "migrate"]


def test_two_copies_run_side_by_side(start, place):
    first, second = start(place / "one"), start(place / "two")
    first.wait_open().wait_working()
    second.wait_open().wait_working()

    assert page(first) != page(second)


def test_a_second_start_in_the_same_data_is_one_sentence(start):
    start().wait_open()

    second = start()

    assert second.process.wait(60) == 1
    assert "already running (pid" in second.said
    assert "Traceback" not in second.said


def test_a_taken_port_is_one_sentence_with_the_way_out(start):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        copy = start(port=port)
        status = copy.process.wait(60)

    assert status == 1
    assert f"Port {port} is taken" in copy.said
    assert "PORT=" in copy.said
    assert "Traceback" not in copy.said


def test_a_wrong_port_is_one_sentence(start):
    copy = start(port="eighty")

    assert copy.process.wait(60) == 1
    assert "PORT must be a whole number" in copy.said


def test_a_failing_step_is_told_and_stops_everything(start, place):
    copy = start(FAIL="migrate")

    assert copy.process.wait(60) == 1
    assert "a sentence of its own" in copy.said
    assert left_of(place) == []


def test_a_program_that_dies_is_named_and_takes_the_rest_along(start, place):
    copy = start().wait_open()
    worker = next(child for child in psutil.Process(copy.process.pid).children() if "worker" in child.cmdline())
    worker.kill()

    assert copy.process.wait(60) == 1
    assert "worker ended by itself" in copy.said
    assert left_of(place) == []


def test_even_a_killed_supervisor_leaves_nothing(start, place):
    copy = start().wait_open()
    copy.stop(signal.SIGKILL)

    deadline = time.monotonic() + 30
    while left_of(place) and time.monotonic() < deadline:
        time.sleep(0.2)

    assert left_of(place) == []
    start().wait_open()


def python_of(account):
    """A Python that the account can run (ours may stand below root's home)."""
    for python in (sys.executable, "/usr/bin/python3"):
        who = {"user": account.uid, "group": account.gid, "extra_groups": []}
        try:
            code = "import sys; sys.exit(sys.version_info[:2] != %r)" % (sys.version_info[:2],)  # noqa: UP031
            if subprocess.run([python, "-c", code], cwd="/", check=False, **who).returncode == 0:
                return python
        except OSError:
            continue
    return None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try as another user")
def test_a_plain_user_needs_nobody(start, place):
    entry = pwd.getpwnam("nobody")
    account = home.Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    python = python_of(account)
    if python is None:
        pytest.skip("no Python of this version that a plain user can run")
    data = place / "plain"
    data.mkdir()
    os.chown(data, account.uid, account.gid)

    copy = start(data, account=account, python=python).wait_open()
    owners = {psutil.Process(pid).username() for pid, _ in left_of(data)}
    copy.stop()

    assert owners == {"nobody"}
    assert (data / "postgres" / "PG_VERSION").exists()
