"""`make run` in a clean clone: the first start with every package downloaded, and the second."""

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


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="krs-start-") as folder:
        Path(folder).chmod(0o755)
        clone = Path(folder) / "krs"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        env = {key: value for key, value in os.environ.items() if key not in OURS and not key.startswith("KRS_")}
        caches = {"UV_CACHE_DIR": f"{folder}/uv", "PIP_CACHE_DIR": f"{folder}/pip", "npm_config_cache": f"{folder}/npm"}
        port = free_port()
        first = seconds(clone, {**env, **caches, "PORT": str(port)}, port)
        emit(Result("start", "first `make run`, nothing cached, to the first page", first, unit="s", limit=120))
        second = seconds(clone, {**env, **caches, "PORT": str(port)}, port)
        emit(Result("start", "second `make run`, to the first page", second, unit="s", limit=10))


def seconds(clone: Path, env: dict[str, str], port: int) -> float:
    """From typing `make run` until the home page answers; then stopped with Ctrl-C."""
    began = time.monotonic()
    with Path(clone.parent / "run.log").open("a") as log:
        run = subprocess.Popen(["make", "run"], cwd=clone, env=env, stdout=log, stderr=log, start_new_session=True)
        try:
            while not opens(port):
                if run.poll() is not None or time.monotonic() - began > PATIENCE:
                    raise SystemExit("make run did not open:\n" + (clone.parent / "run.log").read_text()[-3000:])
                time.sleep(0.1)
            return time.monotonic() - began
        finally:
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGINT)
            run.wait(60)


def opens(port: int) -> bool:
    try:
        return ask(port, "/", "") == 200
    except OSError:
        return False


if __name__ == "__main__":
    main()
