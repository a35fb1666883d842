"""`make run`: everything in the foreground, from an empty folder to the open page, and all of it gone afterwards."""

import http.client
import sys
import time
from pathlib import Path

from krs_portal import demo
from krs_portal.runtime import Refused, home
from krs_portal.runtime.ports import LOOPBACK, wanted_port
from krs_portal.runtime.processes import Child, wait_until
from krs_portal.runtime.servers import Servers, environment
from krs_portal.runtime.setup import step

ON = {"1", "on", "true", "yes"}


class Portal:
    """Web, worker and scheduler over the servers of one data folder."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self.address = f"http://{LOOPBACK}:{port}"
        self.servers = Servers(data)
        self.programs: list[Child] = []
        self.env: dict[str, str] = {}

    def start(self) -> None:
        with step("PostgreSQL" if self.servers.has_own_database else "PostgreSQL of DATABASE_URL"):
            self.servers.start_postgres()
        with step("Valkey" if self.servers.has_own_broker else "Valkey of REDIS_URL"):
            self.servers.start_valkey()
        self.env = {"KRS_BASE_URL": self.address, **environment(self.data, self.servers.urls), "PORT": str(self.port)}
        with step("database structure"):
            self.manage("migrate", "--noinput")
        if self.env["DEBUG"].lower() in ON:
            self.load_once()
        else:
            with step("static files"):
                self.manage("collectstatic", "--noinput")
        with step("web, worker and scheduler"):
            self.start_programs()

    def load_once(self) -> None:
        """Regions and demo data on the first run; a marker in our own cluster says that it was not the first."""
        marker = self.servers.postgres.folder / "krs-loaded"
        if self.servers.has_own_database and marker.exists():
            return
        with step("regions of Indonesia"):
            self.manage("load_regions")
        with step("demo data"):
            self.manage("load_demo", "--if-empty")
        if self.servers.has_own_database:
            marker.touch()

    def manage(self, *arguments: str) -> None:
        """A management command, to its end; what it said is shown only when it fails."""
        child = self.launch(arguments[0], [sys.executable, "manage.py", *arguments])
        child.process.wait()
        self.programs.remove(child)
        if child.process.returncode:
            raise Refused(f"manage.py {' '.join(arguments)} failed:\n{child.tail(25)}")

    def launch(self, name: str, command: list[str]) -> Child:
        child = Child(name, command, log=self.data / "logs" / f"{name}.log", env=self.env, cwd=home.PROJECT)
        self.programs.append(child)
        return child

    def start_programs(self) -> None:
        celery = [sys.executable, "-m", "celery", "-A", "krs_portal.celery"]
        web = self.launch("web", [
            sys.executable, "-m", "gunicorn", "krs_portal.wsgi", "--bind", f"{LOOPBACK}:{self.port}",
            "--max-requests", "0", "--workers", self.env.get("WEB_CONCURRENCY", "2"), "--graceful-timeout", "5",
            "--no-control-socket",
        ])  # fmt: skip
        self.launch("worker", [
            *celery, "worker", "--pool", "prefork", "--concurrency", "1", "--hostname", f"krs-{self.port}@%h",
            "--loglevel", "INFO", "--without-gossip", "--without-mingle",
        ])  # fmt: skip
        schedule = self.data / "beat-schedule"
        self.launch("scheduler", [*celery, "beat", "--schedule", str(schedule), "--pidfile=", "--loglevel", "INFO"])
        if not wait_until(self.answers, web, 60):
            raise Refused(f"The web server did not answer at {self.address}/healthz:\n{web.tail()}")

    def answers(self) -> bool:
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def watch(self) -> None:
        """Wait for ever; a program that ends by itself ends us all."""
        while all(child.is_running() for child in self.programs + self.servers.children):
            time.sleep(0.3)
        for child in self.programs + self.servers.children:
            if not child.is_running():
                raise Refused(
                    f"{child.name} ended by itself (status {child.process.returncode}); its log is {child.log}, "
                    f"the last lines:\n{child.tail()}"
                )

    def stop(self) -> None:
        """Web, worker and scheduler together, then Valkey, the database last."""
        for child in self.programs:
            child.ask_to_stop()
        for child in self.programs:
            child.wait_stopped(10)
        self.servers.stop()


def welcome(portal: Portal, seconds: float) -> str:
    accounts = "\n".join(f"    {name}@{demo.DOMAIN}".ljust(34) + role for name, role in demo.ACCOUNTS.items())
    return f"""
  The portal is open:  {portal.address}     (after {seconds:.1f} s)

  Booking needs no account. Sign in at {portal.address}/masuk/ with one of

{accounts}

    password of all: {demo.PASSWORD}

  Data and logs are in {portal.data}. Ctrl-C stops everything; the data stays.
"""


def serve(began: float) -> None:
    port = wanted_port()
    data = home.data_folder()
    print(f"KRS portal on port {port}, data in {data}", flush=True)
    with home.claim(data):
        portal = Portal(data, port)
        try:
            portal.start()
            print(welcome(portal, time.monotonic() - began), flush=True)
            portal.watch()
        finally:
            portal.stop()
