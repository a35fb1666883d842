"""Folders the database's account can enter, a small stand-in for the portal, and what is left of a data folder."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from krs_portal.runtime import home, ports
from krs_portal.runtime.postgres import Postgres

HERE = Path(__file__).parent
OURS = (
    "DATABASE_URL",
    "REDIS_URL",
    "KRS_DATA_DIR",
    "KRS_BASE_URL",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "KRS_FIELD_KEY",
    "KRS_FIELD_KEY_FALLBACKS",
    "KRS_LOOKUP_KEY",
    "PORT",
    "FAIL",
    "SAID",
    "DEBUG",
    "DJANGO_SETTINGS_MODULE",  # pytest's own; the stand-in has no settings, so Celery would die looking for them
)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    for name in OURS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def place(monkeypatch):
    """A folder anybody may enter (pytest's own are 0700), which is also our /var/lib."""
    folder = Path(tempfile.mkdtemp(prefix="krs-test-"))
    folder.chmod(0o755)
    monkeypatch.setattr(home, "ELSEWHERE", folder / "elsewhere")
    yield folder
    assert left_of(folder) == []
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def postgres():
    """A PostgreSQL for the tests of a module, which clean up after themselves."""
    folder = Path(tempfile.mkdtemp(prefix="krs-test-"))
    folder.chmod(0o755)
    (folder / "logs").mkdir()
    server = Postgres(folder, "secret", fsync=False)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        home.remove_data_folder(folder)


@pytest.fixture
def data(place):
    folder = place / "data"
    (folder / "logs").mkdir(parents=True)
    return folder


def left_of(folder):
    """Processes that still have to do with a folder."""
    left = []
    for process in psutil.process_iter():
        try:
            told = " ".join([*process.cmdline(), process.cwd(), *process.environ().values()])
        except psutil.Error:
            continue
        if str(folder) in told and process.pid != os.getpid():
            left.append((process.pid, process.name()))
    return left


def web_port():
    """A free port below those that the system hands out, so that no server beside us is given it meanwhile."""
    return next(port for port in iter(lambda: random.randrange(20000, 30000), None) if ports.is_free(port))


class Copy:
    """`serve` of the stand-in, or another word of the runtime, in a folder of its own."""

    def __init__(self, project, data, *, word="serve", port=None, account=None, python=sys.executable, **env):
        self.data, self.port, self.output = data, port or web_port(), project / f"output-{time.monotonic_ns()}"
        who = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
        packages = next(path for path in sys.path if path.endswith("site-packages"))
        known = {"KRS_DATA_DIR": str(data), "PORT": str(self.port), "PYTHONPATH": packages, "WEB_CONCURRENCY": "1"}
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [python, "-m", "krs_portal.runtime", word], cwd=project, env={**os.environ, **known, **env},
                stdout=output, stderr=subprocess.STDOUT, start_new_session=True, **who,
            )  # fmt: skip

    @property
    def said(self):
        return self.output.read_text()

    @property
    def told(self):
        """What it said, and the last lines of each of its logs."""
        logs = sorted((self.data / "logs").glob("*.log"))
        return "\n".join([self.said, *(f"== {log.name}\n{log.read_text(errors='replace')[-2000:]}" for log in logs)])

    def wait_open(self):
        return self.wait_saying("The portal is open")

    def wait_saying(self, text):
        deadline = time.monotonic() + 90
        while text not in self.said:
            assert self.process.poll() is None, self.told
            assert time.monotonic() < deadline, self.told
            time.sleep(0.1)
        return self

    def wait_working(self):
        """Worker and scheduler are slower to start than the web server that opens the portal."""
        marks = {"worker": "ready.", "scheduler": "beat: Starting"}
        deadline = time.monotonic() + 90
        while not all(mark in (self.data / "logs" / f"{name}.log").read_text() for name, mark in marks.items()):
            assert self.process.poll() is None, self.told
            assert time.monotonic() < deadline, self.told
            time.sleep(0.1)
        return self

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        return self.process.wait(60)

    def asked(self):
        return (self.data / "asked").read_text().split()


@pytest.fixture
def project(place):
    return build_project(place / "project")


def build_project(folder):
    """The stand-in with our real runtime in it."""
    shutil.copytree(HERE / "standin", folder, ignore=shutil.ignore_patterns("__pycache__"))
    real = home.PROJECT / "krs_portal"
    for part in ("runtime", "web", "development"):
        shutil.copytree(real / part, folder / "krs_portal" / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(real / "demo.py", folder / "krs_portal")
    return folder


@pytest.fixture
def start(project, place):
    """Start copies; whatever is still running at the end is killed."""
    copies = []

    def begin(data=place / "data", **options):
        copies.append(Copy(project, data, **options))
        return copies[-1]

    yield begin
    for copy in copies:
        if copy.process.poll() is None:
            copy.stop()
