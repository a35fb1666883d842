"""A PostgreSQL cluster with the structure in it, kept between runs of the tests.

The original never runs after it was made. Each run borrows a copy, so any number of them go on beside one another and
beside a portal. Copies are kept too, and laid back where the last run changed them: making and deleting five thousand
files anew takes up to five seconds (ext4 is slow to give out the numbers of files that were deleted just before).
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TextIO

from krs_portal.runtime import home, servers
from krs_portal.runtime.mirror import mirror_folder
from krs_portal.runtime.postgres import Postgres, find_programs
from krs_portal.runtime.setup import report_step
from krs_portal.runtime.templates import ensure_template, make_fresh_copy, name_template

MADE = (
    "made"  # a file that only a finished cluster has; it names the boot in which it was made, its time is the last use
)
BOOT = Path("/proc/sys/kernel/random/boot_id")
KEPT = 2  # this code's and the one before it: work goes to and fro between two branches


@contextmanager
def borrow_cluster(data: Path) -> Iterator[None]:
    """As long as this lasts, a structured cluster stands in the empty data folder, ready to start."""
    store = home.ensure_data_folder() / "structured"
    store.mkdir(exist_ok=True)
    with (store / "lock").open("w") as making:
        if not home.lock_at_once(making):
            print("  waiting for another run that has the structure of the tests in hand", flush=True)
            fcntl.flock(making, fcntl.LOCK_EX)
        kept = ensure_cluster(store)
        original = home.find_cluster_folder(kept, home.find_server_account())
        copy, held = take_copy(original.parent)
    with held:
        (data / "postgres").symlink_to(copy / "postgres")
        shutil.copy2(kept / "secrets.json", data)
        try:
            Postgres(data, password="").clear_stale()  # of a run that was killed
            mirror_folder(original, copy / "postgres")
            yield
        finally:
            (data / "postgres").unlink(missing_ok=True)


def ensure_cluster(store: Path) -> Path:
    """The data folder with the original, made where there is none for this code; older ones are dropped."""
    kept = store / name_cluster()
    if not is_whole(kept):
        home.remove_data_folder(kept)
        with report_step("database structure of the tests, kept until it changes"):
            make_cluster(kept)
        (kept / MADE).write_text(BOOT.read_text())
    (kept / MADE).touch()
    drop_others(store, kept)
    return kept


def is_whole(kept: Path) -> bool:
    """Made to its end, and since this boot: it was written without fsync, so no crash can have torn it."""
    made = kept / MADE
    return made.exists() and made.read_text() == BOOT.read_text()


def name_cluster() -> str:
    """Another name for every structure of the code and every version of PostgreSQL."""
    return f"{name_template()}-{find_programs()[1]}"


def make_cluster(kept: Path) -> None:
    (kept / "logs").mkdir(parents=True)
    with servers.run_servers(kept, fsync=False) as env:
        make_fresh_copy(env["DATABASE_URL"], ensure_template(env))


def take_copy(folder: Path) -> tuple[Path, TextIO]:
    """The first copy that nobody holds, and the open file that holds it for us; a run that dies lets go of it."""
    for number in count():
        copy = folder / f"copy-{number}"
        copy.mkdir(mode=0o711, exist_ok=True)
        held = (copy / "lock").open("w")
        if home.lock_at_once(held):
            return copy, held
        held.close()
    raise AssertionError("there is always a next number")


def drop_others(store: Path, kept: Path) -> None:
    """Drop all but the youngest few that nobody borrows; one that was never finished goes at once."""
    others = [folder for folder in store.iterdir() if folder.is_dir() and folder != kept]
    others.sort(key=read_last_use, reverse=True)
    for place, folder in enumerate(others, start=1):
        if (place >= KEPT or not read_last_use(folder)) and not is_borrowed(folder):
            home.remove_data_folder(folder)


def read_last_use(folder: Path) -> float:
    made = folder / MADE
    return made.stat().st_mtime if made.exists() else 0.0


def is_borrowed(folder: Path) -> bool:
    cluster = folder / "postgres"
    place = cluster.readlink().parent if cluster.is_symlink() else folder
    for lock in place.glob("copy-*/lock"):
        with lock.open() as file:
            if not home.lock_at_once(file):
                return True
    return False
