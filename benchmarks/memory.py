"""The most memory a web worker ever had, started as `make run` starts it, after a round through the pages."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import time
from pathlib import Path

import django
import psutil

django.setup()

from django.conf import settings  # noqa: E402

from benchmarks.browsers import enter  # noqa: E402
from benchmarks.databases import ROOT  # noqa: E402
from benchmarks.measure import Result, emit  # noqa: E402
from krs_portal import demo  # noqa: E402
from krs_portal.accounts.models import User  # noqa: E402
from krs_portal.web import compose_command  # noqa: E402

ROUNDS = 40
PAGES = [
    "/", "/capaian/", "/janji/", "/meja/", "/dasbor/", "/dasbor/?indicator=rumah-dibantu", "/dasbor/baris/",
    "/konsultasi/", "/evaluasi/", "/laporan/", "/monitoring/", "/monitoring/putaran/", "/monitoring/masalah/",
    "/monitoring/penghuni/", "/monitoring/kesiapan/", "/monitoring/serah-terima/", "/dasbor/baris/csv/",
    "/api/v1/achievements/?year=2022", "/api/v1/ledger/", "/api/v1/estates/", "/api/schema/", "/api/docs/",
]  # fmt: skip


def main() -> None:
    port = free_port()
    server = subprocess.Popen(compose_command(f"127.0.0.1:{port}"), cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        wait(port)
        cookie = sign_in()
        answered = sum(ask(port, page, cookie) == 200 for _ in range(ROUNDS) for page in PAGES)
        workers = psutil.Process(server.pid).children()
        peak = max(peak_mb(worker.pid) for worker in workers)
        own = max(worker.memory_full_info().uss for worker in workers) / 2**20
        emit(Result("memory", f"peak of a web worker after {answered} pages answered", peak, unit="MB", limit=140))
        emit(Result("memory", "of it its own, shared with no other process of the server", own, unit="MB"))
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            if ask(port, "/healthz", "") == 200:
                return
        except OSError:
            if time.monotonic() > until:
                raise
        time.sleep(0.2)


def sign_in() -> str:
    """The session cookie of the demo's administrator."""
    client = enter(User.objects.get(email=f"admin@{demo.DOMAIN}"))
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def ask(port: int, page: str, cookie: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", page, headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def peak_mb(pid: int) -> float:
    """The high-water mark that the kernel keeps; where it keeps none, what the process has now."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else psutil.Process(pid).memory_info().rss / 2**20


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
