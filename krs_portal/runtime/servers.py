"""The servers of a data folder together, and the environment in which programs find them."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from krs_portal.runtime import home
from krs_portal.runtime.postgres import Postgres
from krs_portal.runtime.processes import Child
from krs_portal.runtime.valkey import Valkey


class Servers:
    """What DATABASE_URL and REDIS_URL do not name already is started here."""

    def __init__(self, data: Path, *, fsync: bool = True) -> None:
        self.data = data
        self.secrets = home.remembered_secrets(data)
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
    def children(self) -> list[Child]:
        return [child for child in (self.postgres.child, self.valkey.child) if child]

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


def environment(data: Path, urls: dict[str, str]) -> dict[str, str]:
    """What every program of the portal is started with; what the caller has set stays."""
    known = home.remembered_secrets(data)
    own = {"DEBUG": "1", "SECRET_KEY": known["SECRET_KEY"], "KRS_FIELD_KEY": known["KRS_FIELD_KEY"]}
    return {**own, **os.environ, **urls, "KRS_DATA_DIR": str(data)}


@contextmanager
def running(data: Path, *, fsync: bool = True) -> Iterator[dict[str, str]]:
    """The environment of this folder's servers: those of a portal that runs, else started and stopped here."""
    with suppress(OSError, ValueError, KeyError):
        published = json.loads((data / "running.json").read_text())
        os.kill(published.pop("pid"), 0)
        yield environment(data, published)
        return
    with home.claim(data):
        servers = Servers(data, fsync=fsync)
        try:
            servers.start_postgres()
            servers.start_valkey()
            yield environment(data, servers.urls)
        finally:
            servers.stop()


@contextmanager
def throwaway(*, fsync: bool) -> Iterator[dict[str, str]]:
    """Servers with nothing in them, gone afterwards: many may run at a time in one clone."""
    data = Path(tempfile.mkdtemp(prefix="throwaway-", dir=home.data_folder()))
    account = home.server_account()
    if account:  # mkdtemp is 0700; the cluster below has its own 0700
        data.chmod(0o711)
    try:
        with running(data, fsync=fsync) as found:
            yield found
    finally:
        cluster = data / "postgres"
        if cluster.is_symlink():
            shutil.rmtree(cluster.readlink().parent, ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)
