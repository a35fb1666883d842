"""A process of the web server: many clients are read from and written to at a time, requests run one after another.

A request runs when all of it has arrived, and its answer is kept until it has been taken. So a client that is slow to
send or to read costs a few kilobytes and no time of anybody's; requests need no thread, and a process that is at work
leaves new clients to its neighbours.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any
from weakref import WeakKeyDictionary

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server

MB = 1024 * 1024
LARGEST_HEAD = 64 * 1024  # bytes of a request's first line and headers
LARGEST_BODY = 30 * MB  # bytes of what follows: the largest file that any form takes, and the form around it
MOST_HELD = 200 * MB  # bytes of requests and answers under way in a process; beyond them the greediest client goes
MOST_CLIENTS = 2000  # of a process, if the system lets it open so many files
SPARE_FILES = 100  # kept for databases, caches and the files of the portal
PATIENCE = 60  # seconds for a whole request to arrive, and for a client that neither sends nor takes anything
WAIT = 1.0  # seconds without an event until the supervisor is told that we are alive

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Queue:
    """Whole requests in the order they arrived. Stands where waitress has its threads."""

    def __init__(self) -> None:
        self.waiting: deque[HTTPChannel] = deque()

    def add_task(self, channel: HTTPChannel) -> None:
        self.waiting.append(channel)


class Alarm(wasyncore.file_dispatcher):
    """The pipe that gunicorn writes to when a signal arrives; it only ends the waiting."""

    def writable(self) -> bool:
        return False

    def handle_read(self) -> None:
        self.recv(4096)


class BufferingWorker(Worker):
    def init_process(self) -> None:
        self.queue = Queue()
        self.began: WeakKeyDictionary[object, float] = WeakKeyDictionary()  # when unfinished requests were first seen
        self.swept_at = 0.0
        super().init_process()

    def run(self) -> None:
        self.clients: dict[int, Any] = {}
        self.listeners = [self.listen(each.sock) for each in self.sockets]
        Alarm(self.PIPE[0], map=self.clients)
        while self.alive and self.ppid == os.getppid():
            self.serve_once()
        self.finish()

    def listen(self, sock: Any) -> Any:
        return create_server(
            leave_out_body_of_head(self.wsgi),
            map=self.clients,
            sockets=[sock],
            _dispatcher=self.queue,
            ident=None,  # what answers is nobody's business
            server_name=str(sock.getsockname()[0]),
            clear_untrusted_proxy_headers=False,  # `kit.proxies` judges them
            max_request_header_size=LARGEST_HEAD,
            max_request_body_size=LARGEST_BODY,
            outbuf_high_watermark=sys.maxsize,  # beyond a megabyte it lies in a file; nobody here could wait for room
            connection_limit=raise_file_limit() - SPARE_FILES,
            channel_timeout=PATIENCE,
        )

    def serve_once(self) -> None:
        """Known clients come before new ones: those may be taken by a process that has nothing to do."""
        self.notify()
        self.look(accepting=False, wait=0)
        if not self.queue.waiting:
            self.look(accepting=True, wait=WAIT)
        self.run_requests()
        self.sweep()

    def look(self, *, accepting: bool, wait: float) -> None:
        for listener in self.listeners:
            listener.accepting = accepting
        wasyncore.poll2(wait, self.clients)

    def run_requests(self) -> None:
        while self.queue.waiting:
            self.queue.waiting.popleft().service()
            self.notify()
            self.nr += 1
        if self.nr >= self.max_requests:
            self.alive = False

    def sweep(self) -> None:
        """Once a second: part with those who send too slowly, and with those for whom too much is held."""
        now = time.monotonic()
        if now < self.swept_at + 1:
            return
        self.swept_at = now
        clients = [each for each in self.clients.values() if isinstance(each, HTTPChannel)]
        clients.sort(key=count_held_bytes, reverse=True)
        total = sum(map(count_held_bytes, clients))
        for client in clients:
            is_late = client.request and now > self.began.setdefault(client.request, now) + PATIENCE
            if is_late or total > MOST_HELD:
                total -= count_held_bytes(client)
                client.will_close = True

    def finish(self) -> None:
        """Answer what has arrived, and give the answers time to be taken."""
        until = time.monotonic() + self.cfg.graceful_timeout
        for listener in self.listeners:
            listener.del_channel()
        while self.is_busy() and time.monotonic() < until:
            self.look(accepting=False, wait=0.1)
            self.run_requests()
        wasyncore.close_all(self.clients, ignore_all=True)

    def is_busy(self) -> bool:
        clients = [each for each in self.clients.values() if isinstance(each, HTTPChannel)]
        return any(client.requests or client.total_outbufs_len for client in clients)


def count_held_bytes(client: HTTPChannel) -> int:
    """What has come of a request that is not whole yet, and what of answers has not been taken."""
    arrived: int = client.request.body_bytes_received if client.request else 0
    return arrived + int(client.total_outbufs_len)


def raise_file_limit() -> int:
    """As many clients as we want to hold, or as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CLIENTS + SPARE_FILES
    if soft < wanted:
        soft = min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return min(soft, wanted)


def leave_out_body_of_head(application: WsgiApp) -> WsgiApp:
    """Django leaves this to the server, and waitress to the application."""

    def answer(request: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = application(request, start_response)
        if request["REQUEST_METHOD"] != "HEAD":
            return body
        close = getattr(body, "close", None)
        if close:
            close()
        return []

    return answer
