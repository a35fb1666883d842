"""Connections that the database has closed, and a database that was started anew, are no trouble of a visitor's."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from django.conf import settings

from krs_portal.runtime.postgres import Postgres

KILL = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
# As a process of the web server does: before each request it lets go of a connection that died.
ASKING = """
import sys, django
django.setup()
from django.db import OperationalError, close_old_connections, connection
for _ in sys.stdin:
    close_old_connections()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        print("answered", flush=True)
    except OperationalError:
        print("refused", flush=True)
"""


def test_killed_connections_cost_no_request(portal):
    page = f"/janji/jadwal/{portal.slot}/"
    for _ in range(3):
        for _ in range(4):
            portal.visit().get(page)
        assert portal.ask_database(KILL), "no connection was there to be killed"

        assert [portal.visit().get(page).status for _ in range(6)] == [200] * 6


@pytest.fixture
def postgres():
    folder = Path(tempfile.mkdtemp(prefix="krs-postgres-"))
    folder.chmod(0o755)
    (folder / "logs").mkdir()
    server = Postgres(folder, "rahasia-untuk-uji", fsync=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def ask(portal, postgres):
    env = portal.env | {"DATABASE_URL": postgres.url}
    command = [sys.executable, "-c", ASKING]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, **pipes) as process:

        def once():
            process.stdin.write("\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        yield once


@pytest.mark.parametrize("seconds", [0, 3])
def test_a_database_that_was_started_anew_is_asked_again_at_once(ask, postgres, seconds):
    assert ask() == "answered"

    postgres.stop()
    until = time.monotonic() + seconds
    refused = [ask()]
    while time.monotonic() < until:
        refused.append(ask())
        time.sleep(0.1)
    postgres.start_again()

    assert set(refused) == {"refused"}
    assert ask() == "answered"
