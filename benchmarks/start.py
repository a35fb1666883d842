"""A clean clone: the first `make run` with every package downloaded, the second, and one file of tests by hand."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.databases import ROOT
from benchmarks.measure import Result, emit
from benchmarks.memory import ask, free_port

OURS = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG", "PORT", "ALLOWED_HOSTS", "MAKEFLAGS", "MFLAGS", "MAKELEVEL"}
PATIENCE = 900
TEST_FILE = "tests/clinics/test_ledger.py"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="krs-start-") as folder:
        Path(folder).chmod(0o755)
        clone = Path(folder) / "krs"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        env = {key: value for key, value in os.environ.items() if key not in OURS and not key.startswith("KRS_")}
        caches = {"UV_CACHE_DIR": f"{folder}/uv", "PIP_CACHE_DIR": f"{folder}/pip", "npm_config_cache": f"{folder}/npm"}
        port = free_port()
        first = seconds(clone, {**env, **caches, "PORT": str(port)}, port)
        emit(Result("start", "first `make run`, nothing cached, to the first page", first, unit="s", limit=75))
        second = seconds(clone, {**env, **caches, "PORT": str(port)}, port)
        emit(Result("start", "second `make run`, to the first page", second, unit="s", limit=6))
        run(["python3", "krs_portal/runtime/setup.py", "test"], clone, {**env, **caches})
        for what, limit in (("the structure is made", 15), ("the structure is kept", 5)):
            took = run(["make", "test", f"ARGS={TEST_FILE}"], clone, {**env, **caches})
            emit(Result("start", f"one file of database tests by hand, {what}", took, unit="s", limit=limit))


def run(command: list[str], clone: Path, env: dict[str, str]) -> float:
    """Seconds that a command takes, which has to end well."""
    began = time.monotonic()
    done = subprocess.run(command, cwd=clone, env=env, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}:\n{(done.stdout + done.stderr)[-3000:]}")
    return time.monotonic() - began


def seconds(clone: Path, env: dict[str, str], port: int) -> float:
    """From typing `make run` until the home page answers; then stopped with Ctrl-C."""
    began = time.monotonic()
    with Path(clone.parent / "run.log").open("a") as log:
        portal = subprocess.Popen(["make", "run"], cwd=clone, env=env, stdout=log, stderr=log, start_new_session=True)
        try:
            while not opens(port):
                if portal.poll() is not None or time.monotonic() - began > PATIENCE:
                    raise SystemExit("make run did not open:\n" + (clone.parent / "run.log").read_text()[-3000:])
                time.sleep(0.1)
            return time.monotonic() - began
        finally:
            if portal.poll() is None:
                os.killpg(portal.pid, signal.SIGINT)
            portal.wait(60)


def opens(port: int) -> bool:
    try:
        return ask(port, "/", "") == 200
    except OSError:
        return False


if __name__ == "__main__":
    main()
