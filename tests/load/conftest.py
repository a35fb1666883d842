"""The whole portal under load, with a real mail server and HTTP gateway; the database tells what stood."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from krs_portal.runtime import home
from tests.journeys.portal import ROOT, Portal, free_port
from tests.journeys.post import addresses, http_gateway, mail_server

TOOK = 0.03  # seconds that mail server and gateway need for a message


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/load" in item.nodeid:
            item.add_marker(pytest.mark.load)
            item.add_marker(pytest.mark.xdist_group("load"))


@pytest.fixture(scope="session")
def mailbox():
    with mail_server(TOOK) as box:
        yield box


@pytest.fixture(scope="session")
def gateway():
    with http_gateway(TOOK) as server:
        yield server


PRODUCTION = {
    "DEBUG": "0",
    "ALLOWED_HOSTS": "127.0.0.1",
    "SECRET_KEY": "s" * 40,
    "KRS_FIELD_KEY": "f" * 40,
    "KRS_LOOKUP_KEY": "l" * 40,
}
PLACE_AND_TOPIC = (
    "from tests.factories import clinics, consultations, offices;"
    "clinics.place(offices.balai('JAW3')); consultations.topic('DESAIN')"
)


class Asked:
    """Questions to the database of a portal whose environment is `env`."""

    env: dict[str, str]

    def ask(self, query, *values):
        with psycopg.connect(self.env["DATABASE_URL"], autocommit=True) as connection:
            found = connection.execute(query, values)
            return found.fetchall() if found.description else []

    def slots(self, number, seats):
        """New group slots of tomorrow."""
        rows = self.ask(
            "INSERT INTO consultations_slot"
            " (place_id, kind, channel, title, speaker, link, starts_at, ends_at, seats, seats_taken, state)"
            " SELECT (SELECT min(id) FROM clinics_place), 'GROUP', 'OFFICE', '', '', '',"
            " t, t + interval '1h', %s, 0, 'OPEN'"
            " FROM generate_series(now() + interval '1 day', now() + interval '2 days', interval '1 min') t LIMIT %s"
            " RETURNING id",
            seats,
            number,
        )
        return [row[0] for row in rows]


class Loaded(Asked, Portal):
    """The portal as in production but for its throttle, with one place."""

    BROKERS = range(10, 16)
    WEB_OPTIONS = ("--preload",)  # a worker that was killed is back at once: more kills meet a request

    def __init__(self, mailbox, gateway):
        super().__init__("load", KRS_THROTTLE="off", KRS_LOAD_TEST="on", **PRODUCTION, **addresses(mailbox, gateway))

    def fill(self):
        self.manage("shell", "--no-imports", "-c", PLACE_AND_TOPIC)

    @property
    def web(self):
        return self.processes[0]


@pytest.fixture(scope="session")
def portal(mailbox, gateway):
    with Loaded(mailbox, gateway) as running:
        yield running


class Served(Asked):
    """`make run` after its set-up: the supervisor with the database, broker and programs that it keeps alive."""

    PARTS = {
        "web": "gunicorn",
        "worker": "worker",
        "scheduler": "beat",
        "broker": "valkey-server",
        "database": "postgres",
    }
    OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "KRS_FIELD_KEY", "KRS_LOOKUP_KEY", "DJANGO_SETTINGS_MODULE")

    def __init__(self, folder, mailbox, gateway):
        self.folder, self.port = folder, free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        inherited = {key: value for key, value in os.environ.items() if key not in self.OURS}
        own = {"KRS_DATA_DIR": str(folder), "PORT": str(self.port), "DEBUG": "1", "KRS_THROTTLE": "off"}
        self.env = inherited | own | addresses(mailbox, gateway)

    def __enter__(self):
        with (self.folder / "screen").open("wb") as screen:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "krs_portal.runtime", "serve"],
                cwd=ROOT, env=self.env, stdout=screen, stderr=screen, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + 240
        while "is open" not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.2)
        running = json.loads((self.folder / "running.json").read_text())
        self.env |= {name: running[name] for name in ("DATABASE_URL", "REDIS_URL")}
        return self

    @property
    def said(self):
        return (self.folder / "screen").read_text()

    @property
    def told(self):
        """What it said, and the last lines of each of its logs."""
        logs = sorted((self.folder / "logs").glob("*.log"))
        return "\n".join([self.said, *(f"== {log.name}\n{log.read_text(errors='replace')[-4000:]}" for log in logs)])

    def find_part(self, name):
        """The process of a part; None while it is dead."""
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess):
                if any(word.endswith(self.PARTS[name]) for word in child.cmdline()):
                    return child
        return None

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(60)


@pytest.fixture
def served(mailbox, gateway):
    """A folder that the database's account may enter: pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="krs-load-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with Served(folder, mailbox, gateway) as running:
            yield running
        home.remove_data_folder(folder)
