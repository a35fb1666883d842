"""`make dev`: the stand-in with a web server in the terminal; and what the toolbar adds to the portal's own pages."""

import os
import signal
import subprocess
import sys
import urllib.request

import psutil
import pytest
from django.conf import settings
from django.db import connection

from krs_portal.runtime import home
from tests.runtime.conftest import left_of

ASK = """
import django
django.setup()
from django.test import Client
answer = Client().get("/masuk/", headers={"accept-encoding": "gzip"})
print(answer.status_code, "djDebug" in __import__("gzip").decompress(answer.content).decode())
print(answer["Content-Security-Policy"])
"""


@pytest.fixture
def develop(start):
    return lambda **options: start(word="develop", **options).wait_open()


def children(copy):
    return {" ".join(child.cmdline()): child for child in psutil.Process(copy.process.pid).children()}


def child(copy, word):
    return next((found for command, found in children(copy).items() if word in command), None)


def test_it_opens_and_ctrl_c_puts_everything_away(develop, place):
    copy = develop()
    with urllib.request.urlopen(f"http://127.0.0.1:{copy.port}/") as answer:
        page = answer.read()
    copy.wait_saying('"GET / HTTP/1.1" 200')  # what the web server says is read in the terminal

    status = copy.stop(signal.SIGINT)

    assert int(page) > 1
    assert status == 0, copy.told
    assert "put away" in copy.said
    assert left_of(place) == []


def test_web_and_worker_are_those_that_reload(develop):
    copy = develop().wait_working()

    assert child(copy, "manage.py runserver")
    assert child(copy, "krs_portal.development.worker")


def test_the_end_of_the_web_server_is_the_end_of_all(develop, place):
    copy = develop()
    child(copy, "manage.py runserver").kill()

    assert copy.process.wait(60) == 128 + signal.SIGKILL
    assert left_of(place) == []


def run_python(code, **env):
    known = {**os.environ, "DJANGO_SETTINGS_MODULE": "krs_portal.development.settings", **env}
    return subprocess.run([sys.executable, "-c", code], cwd=home.PROJECT, env=known, capture_output=True, text=True)


@pytest.fixture
def servers(db, clean_environment):
    """The suite's servers, with the database of this test process."""
    base = settings.DATABASE_URL.rpartition("/")[0]
    return {
        "DATABASE_URL": f"{base}/{connection.settings_dict['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "SECRET_KEY": settings.SECRET_KEY,
        "KRS_FIELD_KEY": settings.FIELD_KEY,
        "KRS_LOOKUP_KEY": settings.LOOKUP_KEY,
    }


def test_the_toolbar_stands_on_a_page_and_the_policy_of_contents_stays_as_it_is(servers):
    answer = run_python(ASK, DEBUG="on", **servers)

    assert answer.stdout.splitlines()[0] == "200 True", answer.stderr
    policy = dict(part.strip().split(" ", 1) for part in answer.stdout.splitlines()[1].split(";"))
    assert policy["script-src"] == policy["style-src"] == "'self'"


def test_the_toolbar_refuses_to_run_with_debug_off(servers):
    answer = run_python(
        "import django; django.setup()", DEBUG="off", ALLOWED_HOSTS="x", EMAIL_URL="smtp://x", **servers
    )

    assert answer.returncode == 2
    assert answer.stderr.startswith("krs-portal: DEBUG is off")


def test_the_portals_own_settings_know_no_toolbar(servers):
    code = "import django, sys; django.setup(); print('debug_toolbar' in sys.modules)"

    answer = run_python(code, DEBUG="on", DJANGO_SETTINGS_MODULE="krs_portal.settings", **servers)

    assert answer.stdout.strip() == "False", answer.stderr
