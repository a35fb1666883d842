"""`make run` as a person meets it: it opens, says what it does, and leaves nothing behind."""

import os
import pwd
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress

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


def test_structure_regions_and_demo_data_are_made_by_the_first_run_only(start):
    start().wait_open().stop()
    second = start().wait_open()
    second.stop()

    assert second.asked() == ["migrate", "load_demo"]


def test_a_new_migration_is_applied_by_the_next_run(start, project):
    start().wait_open().stop()
    migrations = project / "krs_portal" / "migrations"
    migrations.mkdir()
    (migrations / "0002_more.py").write_text("")
    second = start().wait_open()
    second.stop()

    assert second.asked() == ["migrate", "load_demo", "migrate"]


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


def test_a_command_that_refuses_is_told_in_its_own_sentence_alone(start):
    copy = start(FAIL="migrate", SAID="a warning before\nCommandError: This database was made by another version.")

    assert copy.process.wait(60) == 1
    assert "\nkrs-portal: This database was made by another version.\n" in copy.said
    assert "a warning before" not in copy.said


NAMES = {
    "web": "gunicorn",
    "worker": "worker",
    "scheduler": "beat",
    "Valkey": "valkey-server",
    "PostgreSQL": "postgres",
}


def part(copy, name):
    """The process that the supervisor started under a name; None while it is dead."""
    for child in psutil.Process(copy.process.pid).children():
        with suppress(psutil.NoSuchProcess):
            if any(word.endswith(NAMES[name]) for word in child.cmdline()):
                return child
    return None


def test_every_part_that_is_killed_comes_back_and_is_told(start, place):
    copy = start().wait_open().wait_working()
    first = {name: part(copy, name).pid for name in NAMES}

    for name, pid in first.items():
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda name=name, pid=pid: (found := part(copy, name)) and found.pid != pid)
    wait_until(lambda: answers(copy))
    again = {name: part(copy, name).pid for name in NAMES}
    status = copy.stop()

    assert all(again[name] != first[name] for name in NAMES)
    assert [line.split()[2] for line in copy.said.splitlines() if "is started again" in line] == list(NAMES)
    assert status == 0, copy.told
    assert left_of(place) == []


def test_a_part_that_goes_on_dying_is_started_ever_later(start):
    copy = start().wait_open()

    for wait in ("0.2", "0.4", "0.8"):
        wait_until(lambda: part(copy, "scheduler"))
        part(copy, "scheduler").kill()
        wait_until(lambda wait=wait: f"scheduler was killed (SIGKILL); it is started again in {wait} s" in copy.said)

    assert answers(copy)


def test_a_database_that_cannot_start_again_ends_everything(start, place):
    copy = start().wait_open()
    (copy.data / "postgres" / "global" / "pg_control").unlink()
    part(copy, "PostgreSQL").kill()

    assert copy.process.wait(60) == 1
    assert "PostgreSQL did not start" in copy.said
    assert "Traceback" not in copy.said
    assert left_of(place) == []


def answers(copy):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{copy.port}/") as answer:
            return answer.status == 200
    except OSError:
        return False


def wait_until(is_so, seconds=60):
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


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
