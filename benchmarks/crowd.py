"""Many people at the portal at once, from one process: browsers with cookies, and programs at the API."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import count
from threading import Barrier
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

HALF_HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: sent"
HALF_BODY = b"POST /api/v1/bookings/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\nhalf"
FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
# Parts measure in processes of their own, on one database: the telephones of one never meet those of another.
numbers = count(os.getpid() % 9_000 * 10_000)
T = TypeVar("T")


class Answer(NamedTuple):
    status: int
    body: str
    location: str
    cookies: dict[str, str]
    seconds: float

    @property
    def said(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


def ask(base: str, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Answer:
    """One request over a connection of its own. A connection that breaks raises OSError or HTTPException."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=60)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
    finally:
        connection.close()
    set_now = [line.partition(";")[0].partition("=") for line in answer.headers.get_all("Set-Cookie", [])]
    location = answer.headers.get("Location", "").removeprefix(base)
    return Answer(answer.status, text, location, {k: v for k, _, v in set_now}, time.perf_counter() - began)


class Browser:
    """Keeps cookies and sends back the hidden fields of the page it stands on."""

    def __init__(self, base: str) -> None:
        self.base, self.cookies, self.hidden = base, {}, {}  # type: str, dict[str, str], dict[str, str]

    def get(self, path: str) -> Answer:
        return self.go("GET", path)

    def post(self, path: str, **fields: str) -> Answer:
        return self.go("POST", path, urlencode(self.hidden | fields))

    def go(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = ask(self.base, method, path, body, headers)
        self.cookies |= answer.cookies
        if answer.status == 200:
            self.hidden = dict(FIELD.findall(answer.body))
        return answer


def citizen() -> dict[str, Any]:
    number = next(numbers)
    return {
        "name": f"Siti Aminah {number}",
        "phone": f"+62812{number:08}",
        "email": f"siti{number}@uji.krs.test",
        "topic": "DESAIN",
        "consent": True,
    }


def book(base: str, slot: int, who: dict[str, Any] | None = None, key: str = "") -> Answer:
    """A booking by the API, under a key of its own unless one is given."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": key or str(uuid4())}
    return ask(base, "POST", "/api/v1/bookings/", json.dumps((who or citizen()) | {"slot": slot}), headers)


@contextmanager
def stalling(base: str, sent: bytes, clients: int) -> Iterator[None]:
    """Meanwhile so many clients have connected, sent this much and say nothing more."""
    place = urlsplit(base)
    with ExitStack() as connected:
        for _ in range(clients):
            client = socket.create_connection((place.hostname or "", place.port or 80), timeout=20)
            connected.enter_context(client)
            client.sendall(sent)
        yield


def together(doing: Callable[[int], T], clients: int) -> list[T]:
    """What each of so many was answered who all began at the same moment."""
    barrier = Barrier(clients)

    def one(number: int) -> T:
        barrier.wait()
        return doing(number)

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(one, range(clients)))


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
