"""The whole portal on a database of its own: web server, worker and scheduler, as `make run` starts them."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import closing
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings

from krs_portal.web import compose_command
from tests.template import ensure_template

ROOT = Path(settings.BASE_DIR)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Portal:
    """Start with `with Portal("name") as portal`; `portal.url("/")` is its address."""

    BROKERS = range(4, 10)  # databases of the Valkey; below are those of the parallel workers
    started = count()  # portals of this process: no two share a broker, or one would take the other's tasks

    def __init__(self, name: str, **env: str) -> None:
        self.name = f"{name}_{os.getpid()}"
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.logs = Path(tempfile.mkdtemp(prefix=f"krs-{name}-"))
        whole = urlsplit(os.environ["DATABASE_URL"])
        self.server = urlunsplit(whole._replace(path="/postgres"))
        broker = urlsplit(os.environ["REDIS_URL"])
        parallel = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % 2
        database = self.BROKERS[(2 * next(self.started) + parallel) % len(self.BROKERS)]
        self.env = os.environ | {
            "DATABASE_URL": urlunsplit(whole._replace(path=f"/{self.name}")),
            "REDIS_URL": urlunsplit(broker._replace(path=f"/{database}")),
            "KRS_BASE_URL": self.base,
            "PORT": str(self.port),
            "DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "krs_portal.settings",
            **env,
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Portal":
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{ensure_template(self.server)}"')
        self.fill()
        self.start(*compose_command(f"127.0.0.1:{self.port}")[1:])
        self.start_worker()
        self.start(
            "-m", "celery", "-A", "krs_portal.celery", "beat", "--pidfile=", "--schedule", str(self.logs / "schedule")
        )
        self.wait_for("/healthz")
        return self

    def fill(self) -> None:
        self.manage("load_regions", "--without-villages")
        self.manage("load_demo")

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self.start("-m", "celery", "-A", "krs_portal.celery", "worker", "--concurrency", "1", "-n", self.name)

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.logs / f"{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )
        self.processes.append(process)
        return process

    def wait_for(self, path: str) -> None:
        deadline = time.monotonic() + 40
        while True:
            try:
                with urllib.request.urlopen(self.url(path), timeout=5) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def url(self, path: str) -> str:
        return f"{self.base}{path}"

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')
