"""`make run`: everything in the foreground, from an empty folder to the open page, and all of it gone afterwards."""

import http.client
import math
import sys
import time
from contextlib import suppress
from pathlib import Path

from krs_portal import demo
from krs_portal.runtime import Refused, home
from krs_portal.runtime.ports import LOOPBACK, read_wanted_port
from krs_portal.runtime.processes import Child, ignore_stopping, wait_until
from krs_portal.runtime.servers import Servers, build_environment
from krs_portal.runtime.setup import report_step
from krs_portal.runtime.structure import Structure
from krs_portal.runtime.supervisor import Part, Supervisor
from krs_portal.web import compose_command

CELERY = [sys.executable, "-m", "celery", "-A", "krs_portal.celery"]
ON = {"1", "on", "true", "yes"}
COMMAND_REFUSES = "CommandError: "  # a management command that says in one sentence why it does nothing


class Portal:
    """Web, worker and scheduler over the servers of one data folder."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self.address = f"http://{LOOPBACK}:{port}"
        self.servers = Servers(data)
        self.structure = Structure(data)
        self.supervisor = Supervisor(say_death)
        self.programs: list[Part] = []
        self.env: dict[str, str] = {}

    def start(self) -> None:
        with report_step("PostgreSQL" if self.servers.has_own_database else "PostgreSQL of DATABASE_URL"):
            self.servers.start_postgres()
        with report_step("Valkey" if self.servers.has_own_broker else "Valkey of REDIS_URL"):
            self.servers.start_valkey()
        for server, child in self.servers.started:
            self.supervisor.keep_alive(child, server.start_again)
        self.env = {
            "KRS_BASE_URL": self.address,
            **build_environment(self.data, self.servers.urls),
            "PORT": str(self.port),
        }
        with report_step("database structure"):
            self.bring_structure()
        if self.env["DEBUG"].lower() in ON:
            self.load_once()
        else:
            with report_step("static files"):
                self.manage("collectstatic", "--noinput")
        self.start_programs()

    def start_programs(self) -> None:
        """The web first: worker and scheduler would take its processors while the reader waits."""
        with report_step("web"):
            self.open_web()
        with report_step("worker and scheduler"):
            self.keep("worker", build_worker_command(self.port))
            self.keep("scheduler", build_scheduler_command(self.data))

    def bring_structure(self) -> None:
        url = self.env["DATABASE_URL"]
        if not self.structure.is_current(url):
            self.manage("migrate", "--noinput")
            self.structure.note(url)

    def load_once(self) -> None:
        """Regions and demo data on the first run; a marker in our own cluster says that it was not the first."""
        marker = self.servers.postgres.folder / "krs-loaded"
        if self.servers.has_own_database and marker.exists():
            return
        with report_step("regions of Indonesia, demo data"):
            self.manage("load_demo", "--if-empty")  # where there are no regions it loads them, in one process
        if self.servers.has_own_database:
            marker.touch()

    def manage(self, *arguments: str) -> None:
        """A management command, to its end; what it said is shown only when it fails."""
        child = self.launch(arguments[0], [sys.executable, "manage.py", *arguments])
        try:
            child.wait_ended(math.inf)
        finally:
            child.stop()
        if child.process.returncode:
            said = child.tail(25)
            refusal = said.rpartition("\n")[2]
            if refusal.startswith(COMMAND_REFUSES):
                raise Refused(refusal.removeprefix(COMMAND_REFUSES))
            raise Refused(f"manage.py {' '.join(arguments)} failed:\n{said}")

    def open_web(self) -> None:
        web = self.keep("web", compose_command(f"{LOOPBACK}:{self.port}"))
        if not wait_until(self.answers, web, 60):
            raise Refused(f"The web server did not answer at {self.address}/healthz:\n{web.tail()}")

    def keep(self, name: str, command: list[str]) -> Child:
        """Start a program that is to run as long as we do."""
        child = self.launch(name, command)
        self.programs.append(self.supervisor.keep_alive(child, lambda: self.launch(name, command)))
        return child

    def launch(self, name: str, command: list[str]) -> Child:
        return Child(name, command, log=self.data / "logs" / f"{name}.log", env=self.env, cwd=home.PROJECT)

    def answers(self) -> bool:
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def stop(self) -> None:
        """Web, worker and scheduler together, then Valkey, the database last."""
        children = [part.child for part in self.programs]
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.wait_stopped(10)
        self.servers.stop()


def build_worker_command(port: int) -> list[str]:
    return [
        *CELERY, "worker", "--pool", "prefork", "--concurrency", "1", "--hostname", f"krs-{port}@%h",
        "--loglevel", "INFO", "--without-gossip", "--without-mingle",
    ]  # fmt: skip


def build_scheduler_command(data: Path) -> list[str]:
    return [*CELERY, "beat", "--schedule", str(data / "beat-schedule"), "--pidfile=", "--loglevel", "INFO"]


def say_death(sentence: str) -> None:
    """On the screen, with the time; where the screen is gone, the portal goes on."""
    with suppress(OSError):
        print(f"  ! {time.strftime('%H:%M:%S')} {sentence}", flush=True)


def build_welcome_text(portal: Portal, seconds: float) -> str:
    accounts = "\n".join(f"    {name}@{demo.DOMAIN}".ljust(34) + role for name, role in demo.ACCOUNTS.items())
    return f"""
  The portal is open:  {portal.address}     (after {seconds:.1f} s)

  Booking needs no account. Sign in at {portal.address}/masuk/ with one of

{accounts}

    password of all: {demo.PASSWORD}

  Data and logs are in {portal.data}. Ctrl-C stops everything; the data stays.
"""


def serve_portal(began: float) -> None:
    port = read_wanted_port()
    data = home.ensure_data_folder()
    print(f"KRS portal on port {port}, data in {data}", flush=True)
    with home.claim_data_folder(data):
        portal = Portal(data, port)
        try:
            portal.start()
            print(build_welcome_text(portal, time.monotonic() - began), flush=True)
            portal.supervisor.watch()
        finally:
            ignore_stopping()
            portal.stop()
