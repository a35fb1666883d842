"""The portal as in production, throttles and all, with a Valkey of its own that a test may stop or let hang."""

import os
import signal
import socket
import tempfile
import time
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

from benchmarks.crowd import FIELD, Browser, ask
from krs_portal.kit.valkey import PAUSE
from krs_portal.runtime.processes import wait_until
from krs_portal.runtime.valkey import Valkey
from tests.factories.offices import PASSWORD
from tests.journeys.portal import Portal

PRODUCTION = {
    "DEBUG": "0",
    "ALLOWED_HOSTS": "127.0.0.1",
    "SECRET_KEY": "s" * 40,
    "KRS_FIELD_KEY": "f" * 40,
    "KRS_LOOKUP_KEY": "l" * 40,
    "EMAIL_URL": "smtp://127.0.0.1:9",
}
OFFICER = "petugas@uji.krs.test"
FILLED = f"""
from krs_portal.offices.enums import Role
from tests.factories import clinics, consultations, offices
office = offices.balai("JAW3")
offices.member(Role.OFFICER, office, "{OFFICER}")
consultations.topic("DESAIN")
consultations.slot(clinics.place(office), seats=500, kind="GROUP")
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/alive" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("alive"))


class Visitor(Browser):
    """A browser at an address of its own, so that no test uses up the tries of another."""

    numbers = count(1)

    def __init__(self, base):
        super().__init__(base)
        self.address = f"203.0.{next(self.numbers) // 250}.{next(self.numbers) % 250}"

    def go(self, method, path, body=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers["X-Forwarded-For"] = self.address
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = ask(self.base, method, path, body, headers)
        self.cookies |= answer.cookies
        if answer.status == 200:
            self.hidden = dict(FIELD.findall(answer.body))
        return answer

    def sign_in(self, email=OFFICER, password=PASSWORD):
        self.get("/masuk/")
        return self.post("/masuk/", login=email, password=password)


class Alive(Portal):
    def __init__(self, valkey):
        super().__init__(
            "alive", **PRODUCTION, KRS_PROOF_OF_WORK="off", KRS_LOAD_TEST="on", KRS_TRUSTED_PROXIES="1",
            REDIS_URL=valkey.url,
        )  # fmt: skip

    def fill(self):
        self.manage("collectstatic", "--noinput")
        self.manage("shell", "--no-imports", "-c", FILLED)

    def start_worker(self):
        """Nobody works here: what is left for the scheduled jobs stays to be seen."""

    def ask_database(self, query, *values):
        with psycopg.connect(self.env["DATABASE_URL"], autocommit=True) as connection:
            return connection.execute(query, values).fetchall()

    @property
    def slot(self):
        return self.ask_database("SELECT max(id) FROM consultations_slot")[0][0]

    def visit(self):
        return Visitor(self.base)


@pytest.fixture(scope="session")
def valkey():
    folder = Path(tempfile.mkdtemp(prefix="krs-valkey-"))
    (folder / "logs").mkdir()
    server = Valkey(folder, "rahasia-untuk-uji", fsync=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def portal(valkey):
    with Alive(valkey) as running:
        yield running


@contextmanager
def stopped(valkey):
    """Nothing listens at its address."""
    valkey.stop()
    try:
        yield
    finally:
        start_again(valkey)


@contextmanager
def replaced_by_silence(valkey):
    """At its address something takes connections and never answers."""
    valkey.stop()
    with closing(socket.create_server(("127.0.0.1", valkey.port), backlog=200)):
        yield
    start_again(valkey)


@contextmanager
def frozen(valkey):
    """It holds the connections it has and says nothing more."""
    os.kill(valkey.child.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(valkey.child.pid, signal.SIGCONT)


def start_again(valkey):
    assert wait_until(valkey.is_ready, valkey.start_again(), 30)


@pytest.fixture(scope="module", params=[stopped, replaced_by_silence, frozen], ids=lambda way: way.__name__)
def away(request, portal, valkey):
    """Valkey is away; afterwards it is back, and every process of the portal has noticed."""
    portal.visit().get("/")
    with request.param(valkey):
        yield
    time.sleep(PAUSE)
