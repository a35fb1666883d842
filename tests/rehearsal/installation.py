"""A portal in production on this machine: the image as a folder, its programs with the environment of compose."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

from krs_portal.runtime.setup import LOWEST
from tests.journeys.portal import free_port
from tests.rehearsal.compose import Service, read_example, read_services
from tests.rehearsal.image import build_image

BROKER = 3  # a database of the suite's Valkey that no other portal of the suite takes
UID = 10001  # `useradd` in the Dockerfile
PATIENCE = 60


class Installation:
    """What `docker compose up` starts; PostgreSQL, Valkey and the mail server are those of the suite."""

    def __init__(self, folder: Path, mail: str) -> None:
        self.known = read_example()
        self.services = read_services(self.known)
        python, self.account = find_interpreter()
        self.image = build_image(folder, python)
        assert self.image.user == "krs"
        self.logs = folder / "logs"
        self.logs.mkdir()
        self.port = free_port()
        self.mail = mail
        self.data = self.make_folder(*self.image.volumes)
        self.temporary = self.make_folder("/tmp")
        self.database = f"rehearsal_{os.getpid()}"
        self.server = urlsplit(os.environ["DATABASE_URL"])
        self.broker = urlunsplit(urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{BROKER}"))
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def make_folder(self, path: str) -> Path:
        """What is mounted into the container: a volume, or memory; the only places it may write to."""
        folder = self.image.at(path)
        folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(folder, UID, UID)
        return folder

    def ask_server(self, command: str) -> None:
        with psycopg.connect(urlunsplit(self.server._replace(path="/postgres")), autocommit=True) as server:
            server.execute(command)

    def __enter__(self) -> "Installation":
        self.ask_server(f'CREATE DATABASE "{self.database}"')
        with closing(redis.Redis.from_url(self.broker)) as broker:
            broker.flushdb()
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.running.values():
            process.terminate()
        for name in [*self.running]:
            self.stop(name)
        self.ask_server(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    # --- where things lie on this machine ---

    def place(self, text: str) -> str:
        """A word of a command or of the environment, with the container's paths and port as they are here."""
        here = {
            self.image.volumes[0]: str(self.data),
            "/tmp": str(self.temporary),
            "127.0.0.1:8000": f"127.0.0.1:{self.port}",
            "0.0.0.0:8000": f"127.0.0.1:{self.port}",  # in the container the port is its own
        }
        return re.sub("|".join(map(re.escape, here)), lambda found: here[found[0]], text)

    def environment_of(self, service: Service) -> dict[str, str]:
        """Nothing of our own: the image's, then compose's, with the addresses of the suite's servers."""
        asked = self.image.env | service.env
        assert asked["DATABASE_URL"].startswith("postgres://krs:")
        assert asked["REDIS_URL"].startswith("redis://:")
        assert urlsplit(asked["EMAIL_URL"]).scheme == "smtp+tls"
        servers = {
            "DATABASE_URL": urlunsplit(self.server._replace(path=f"/{self.database}")),
            "REDIS_URL": self.broker,
            "EMAIL_URL": self.mail,
        }
        path = f"{self.image.programs}:/usr/bin:/bin"
        placed = {name: self.place(value) for name, value in asked.items()}
        return {"PATH": path, "TMPDIR": str(self.temporary), "HOME": str(self.image.at("")), **placed, **servers}

    # --- running ---

    def run(
        self, name: str, *command: str, given: str = "", patience: int = 600, **env: str
    ) -> subprocess.CompletedProcess[str]:
        """A command in a container of the service, to its end; without one, the service's own."""
        service = self.services[name]
        asked = list(command) or service.command or self.image.command
        return subprocess.run(
            [self.place(word) for word in asked], cwd=self.image.at(""), env=self.environment_of(service) | env,
            input=given, capture_output=True, text=True, timeout=patience, **self.account,
        )  # fmt: skip

    def start(self, name: str) -> None:
        service = self.services[name]
        command = [self.place(word) for word in service.command or self.image.command]
        with (self.logs / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command, cwd=self.image.at(""), env=self.environment_of(service), stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True, **self.account,
            )  # fmt: skip

    def stop(self, name: str, how: signal.Signals = signal.SIGTERM) -> None:
        process = self.running.pop(name)
        process.send_signal(how)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def wait_healthy(self, name: str) -> None:
        """Until the container's own health check passes."""
        check = self.services[name].health or self.image.health
        deadline = time.monotonic() + PATIENCE
        while (done := self.run(name, *check, patience=60)).returncode:
            assert self.running[name].poll() is None, f"{name} ended by itself:\n{self.said(name)}"
            assert time.monotonic() < deadline, f"{name} is not healthy: {done.stderr}\n{self.said(name)}"
            time.sleep(1)

    def said(self, name: str) -> str:
        return (self.logs / f"{name}.log").read_text(errors="replace")[-4000:]

    def status_inside(self, path: str) -> int:
        """What the web server answers to somebody who asks it without the proxy, and without TLS."""
        host = self.known["ALLOWED_HOSTS"]
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=30)) as asked:
            asked.sendall(f"GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
            return int(asked.makefile("rb").readline().split()[1])


def find_interpreter() -> tuple[str, dict[str, object]]:
    """A Python, and the account that programs run under: as root the image's own, if it can start a Python here."""
    own = os.path.realpath(sys.executable)
    if os.geteuid() != 0:
        return own, {}
    account: dict[str, object] = {"user": UID, "group": UID, "extra_groups": []}
    for python in (own, "/usr/local/bin/python3", "/usr/bin/python3"):
        with suppress(OSError):
            recent = f"import sys; sys.exit(sys.version_info < {LOWEST})"
            if subprocess.run([python, "-c", recent], cwd="/", stderr=subprocess.DEVNULL, **account).returncode == 0:
                return python, account
    return own, {}
