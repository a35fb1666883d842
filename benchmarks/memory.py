"""The most memory a web worker ever had, started as `make run` starts it, after a round through the pages."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import urlencode

import psutil

from benchmarks.databases import ROOT
from benchmarks.measure import Result, emit
from krs_portal import demo
from krs_portal.web import compose_command

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
        cookie = signed_in(port)
        answered = sum(ask(port, page, cookie) < 400 for _ in range(ROUNDS) for page in PAGES)
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


def signed_in(port: int) -> str:
    """The session cookie of the counter officer's head, by the sign-in form as a browser sends it."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/masuk/")
    page = connection.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
    assert token, "the sign-in page has no form"
    form = urlencode({"login": f"admin@{demo.DOMAIN}", "password": demo.PASSWORD, "csrfmiddlewaretoken": token[1]})
    headers = {"Cookie": cookies(page), "Content-Type": "application/x-www-form-urlencoded"}
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("POST", "/masuk/", form, headers)
    entered = connection.getresponse()
    assert entered.status == 302, f"signing in answered {entered.status}"
    return cookies(entered)


def cookies(answer: http.client.HTTPResponse) -> str:
    return "; ".join(value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie", []))


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
