"""Programs we start: each in its own session, its output in a file, and never outliving us."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from krs_portal.runtime.home import Account

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOG_LIMIT = 5_000_000
PR_SET_PDEATHSIG = 1
# Where somebody moved our clock (krs_portal.development.clocks), every program that we start has the same.
CLOCK = {name: os.environ[name] for name in ("LD_PRELOAD", "CLOCK_OFFSET") if "CLOCK_OFFSET" in os.environ}
libc = ctypes.CDLL(None)


class Child:
    """A running program with its name, its log and the signal that stops it cleanly."""

    def __init__(
        self, name: str, command: Sequence[str | Path], *, log: Path, env: Mapping[str, str], cwd: Path,
        account: Account | None = None, stop_with: signal.Signals = signal.SIGTERM, stdin: str = "",
    ) -> None:  # fmt: skip
        self.name, self.log, self.stop_with = name, log, stop_with
        self.is_cleared = False
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as output:
            self.began_at = output.tell()
            self.process = subprocess.Popen(
                [str(part) for part in command], cwd=cwd, env={**env, **CLOCK}, start_new_session=True,
                stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent(stop_with), **build_account_options(account),
            )  # fmt: skip
        with suppress(BrokenPipeError), self.process.stdin as pipe:  # type: ignore[union-attr]
            pipe.write(stdin.encode())

    @property
    def pid(self) -> int:
        return self.process.pid

    def is_running(self) -> bool:
        """Whether it runs. A dead one is not reaped here: its number stays taken until `clear_session` has used it."""
        if self.process.returncode is not None:
            return False
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None

    @property
    def ending(self) -> str:
        """How a program ended that is not running any more."""
        status = self.process.wait()
        return f"ended with status {status}" if status >= 0 else f"was killed ({signal.Signals(-status).name})"

    def tail(self, lines: int = 12) -> str:
        """The last lines this run wrote."""
        with self.log.open("rb") as file:
            file.seek(self.began_at)
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])

    def ask_to_stop(self) -> None:
        if self.is_running():
            os.kill(self.pid, self.stop_with)

    def wait_ended(self, patience: float) -> bool:
        """Whether it has ended within so many seconds. Like `is_running` it does not reap."""
        deadline = time.monotonic() + patience
        while self.is_running():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    def wait_stopped(self, patience: float) -> None:
        """Wait, then insist: with SIGQUIT, at last with SIGKILL to the whole session."""
        if not self.wait_ended(patience):
            os.kill(self.pid, signal.SIGQUIT)
            self.wait_ended(5)
        self.clear_session()

    def clear_session(self) -> None:
        """Kill whatever of its session is left, and wait until it is gone."""
        if self.is_cleared:  # its number may be another program's by now
            return
        self.is_cleared = True
        deadline = time.monotonic() + 5
        with suppress(ProcessLookupError, PermissionError):
            while time.monotonic() < deadline:
                os.killpg(self.pid, signal.SIGKILL)
                self.process.poll()
                time.sleep(0.02)

    def stop(self, patience: float = 20) -> None:
        self.ask_to_stop()
        self.wait_stopped(patience)


def ignore_stopping() -> None:
    """Stopping is under way: whoever asks again waits for it."""
    for name in STOPPING:
        signal.signal(name, signal.SIG_IGN)


def die_with_parent(how: signal.Signals) -> Callable[[], None]:
    """For preexec_fn: the kernel sends `how` when we die, however we die. It also undoes blocked or ignored signals."""

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(how))
        for name in STOPPING:
            signal.signal(name, signal.SIG_DFL)

    return prepare


def build_account_options(account: Account | None) -> dict:
    """What subprocess needs to run something as another account."""
    return {} if account is None else {"user": account.uid, "group": account.gid, "extra_groups": []}


def list_pids() -> Iterator[int]:
    """Every process of the machine."""
    return (int(name) for name in os.listdir("/proc") if name.isdecimal())


def wait_until(ready: Callable[[], bool], child: Child, seconds: float) -> bool:
    """Ask `ready` until it says so; False once the child is gone or the time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ready():
            return True
        if not child.is_running():
            return False
        time.sleep(0.05)
    return False
