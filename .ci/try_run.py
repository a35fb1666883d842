"""Starts `make run` as a new user would, asks its pages, stops it by each signal, and looks for what is left."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PAGES = {"/": 200, "/healthz": 200, "/masuk/": 200, "/janji/": 200, "/api/schema/": 200, "/dasbor/": (200, 302)}
PATIENCE = 240


class KeepRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def status_of(url):
    opener = urllib.request.build_opener(KeepRedirect)
    try:
        with opener.open(url, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def left_of(folder):
    """Processes whose command, environment or working folder names the data folder."""
    left = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
            told += os.fsencode((process / "cwd").readlink())
        except OSError:
            continue
        if os.fsencode(folder) in told:
            left.append(f"{process.name} {told[:100]!r}")
    return left


def free_port():
    """Below the ports that the system hands out to servers beside us."""
    for port in range(8100, 8200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise SystemExit("no free port from 8100 to 8199")


def run_once(data, how):
    port, log = free_port(), Path(f"{data}.log")
    env = {**os.environ, "PORT": str(port), "KRS_DATA_DIR": data}
    began = time.monotonic()
    with log.open("w") as output:
        make = subprocess.Popen(
            ["make", "--no-print-directory", "run"], env=env, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        while "The portal is open" not in log.read_text():
            if make.poll() is not None or time.monotonic() > began + PATIENCE:
                return [f"make run did not open:\n{log.read_text()}"]
            time.sleep(0.2)
        took = time.monotonic() - began
        found = {path: status_of(f"http://127.0.0.1:{port}{path}") for path in PAGES}
    finally:
        if how is signal.SIGINT:  # what Ctrl-C does: the whole foreground group gets it
            os.killpg(make.pid, how)
        else:
            make.send_signal(how)
        try:
            make.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(make.pid, signal.SIGKILL)
    print(f"opened after {took:.1f} s; {found}; stopped by {how.name}", flush=True)
    wrong = [f"{path} answered {status}" for path, status in found.items() if status not in as_tuple(PAGES[path])]
    deadline = time.monotonic() + 10
    while left_of(data) and time.monotonic() < deadline:
        time.sleep(0.2)
    return wrong + [f"left behind: {process}" for process in left_of(data)]


def as_tuple(wanted):
    return wanted if isinstance(wanted, tuple) else (wanted,)


def main():
    with tempfile.TemporaryDirectory(prefix="krs-run-") as folder:
        Path(folder).chmod(0o755)  # so that the cluster, too, stands below the folder we look for
        for how in (signal.SIGINT, signal.SIGTERM):
            if wrong := run_once(f"{folder}/data", how):
                print("\n".join(wrong), file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
