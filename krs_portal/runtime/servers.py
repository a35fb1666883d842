"""The servers of a data folder together, and the environment in which programs find them."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path

from krs_portal.runtime import home
from krs_portal.runtime.postgres import Postgres
from krs_portal.runtime.processes import Child
from krs_portal.runtime.valkey import Valkey

THROWAWAY = "throwaway-"


class Servers:
    """What DATABASE_URL and REDIS_URL do not name already is started here."""

    def __init__(self, data: Path, *, fsync: bool = True) -> None:
        self.data = data
        self.secrets = home.load_secrets(data)
        self.postgres = Postgres(data, self.secrets["DATABASE_PASSWORD"], fsync=fsync)
        self.valkey = Valkey(data, self.secrets["REDIS_PASSWORD"], fsync=fsync)
        self.has_own_database = not os.environ.get("DATABASE_URL")
        self.has_own_broker = not os.environ.get("REDIS_URL")

    def start_postgres(self) -> None:
        if self.has_own_database:
            self.postgres.start()

    def start_valkey(self) -> None:
        if self.has_own_broker:
            self.valkey.start()
        self.publish()

    def stop(self) -> None:
        """Valkey first, the database last."""
        (self.data / "running.json").unlink(missing_ok=True)
        self.valkey.stop()
        self.postgres.stop()

    @property
    def started(self) -> list[tuple[Postgres | Valkey, Child]]:
        """Those that run here, the database first: the others lean on it."""
        return [(server, server.child) for server in (self.postgres, self.valkey) if server.child]

    @property
    def urls(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.postgres.url if self.has_own_database else os.environ["DATABASE_URL"],
            "REDIS_URL": self.valkey.url if self.has_own_broker else os.environ["REDIS_URL"],
        }

    def publish(self) -> None:
        """Let `exec` beside us find these servers."""
        file = self.data / "running.json"
        file.unlink(missing_ok=True)
        with open(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as output:
            json.dump({"pid": os.getpid(), **self.urls}, output)


def build_environment(data: Path, urls: dict[str, str]) -> dict[str, str]:
    """What every program of the portal is started with; what the caller has set stays."""
    known = home.load_secrets(data)
    own = {"DEBUG": "1", **{name: known[name] for name in home.KEYS}}
    return {**own, **os.environ, **urls, "KRS_DATA_DIR": str(data)}


@contextmanager
def run_servers(data: Path, *, fsync: bool = True) -> Iterator[dict[str, str]]:
    """The environment of this folder's servers: those of a portal that runs, else started and stopped here."""
    with suppress(OSError, ValueError, KeyError):
        published = json.loads((data / "running.json").read_text())
        os.kill(published.pop("pid"), 0)
        yield build_environment(data, published)
        return
    with home.claim_data_folder(data):
        servers = Servers(data, fsync=fsync)
        try:
            servers.start_postgres()
            servers.start_valkey()
            yield build_environment(data, servers.urls)
        finally:
            servers.stop()


@contextmanager
def run_throwaway_servers(
    *, fsync: bool, lend: Callable[[Path], AbstractContextManager[None]] | None = None
) -> Iterator[dict[str, str]]:
    """Servers that are gone afterwards, empty but for a cluster that `lend` lends their folder. Many run at a time."""
    home.remove_abandoned_folders(THROWAWAY)
    data = Path(tempfile.mkdtemp(prefix=THROWAWAY, dir=home.ensure_data_folder()))
    account = home.find_server_account()
    if account:  # mkdtemp is 0700; the cluster below has its own 0700
        data.chmod(0o711)
    try:
        with lend(data) if lend else nullcontext(), run_servers(data, fsync=fsync) as found:
            yield found
    finally:
        home.remove_data_folder(data)
