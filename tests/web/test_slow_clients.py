"""Clients that send or read slowly cost nobody time; those that send too much are refused early."""

import socket
import time
from contextlib import closing
from http.client import HTTPConnection

import pytest

from benchmarks.crowd import HALF_BODY, HALF_HEAD, stalling
from krs_portal.web import worker

MANY = 50
LARGE = b"GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
SOON = 2  # seconds; it is a matter of milliseconds, or of minutes


def connect(server, sent=b""):
    client = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    client.sendall(sent)
    return closing(client)


def read_all(client):
    parts = []
    while part := client.recv(65536):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("sent", [b"", HALF_HEAD, HALF_BODY, LARGE], ids=["nothing", "head", "body", "unread"])
def test_many_slow_clients_leave_others_served(server, sent):
    with stalling(f"http://127.0.0.1:{server.port}", sent, MANY):
        server.wait_for(lambda: server.ask("/")[2] < SOON)  # twenty megabytes are written fifty times before

        taken = [server.ask("/")[2] for _ in range(10)]

    assert max(taken) < SOON


def test_a_request_that_comes_in_pieces_is_answered(server):
    with connect(server) as client:
        for piece in (
            b"POST /bo",
            b"dy HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Le",
            b"ngth: 6\r\n\r\nab",
            b"cd",
            b"ef",
        ):
            client.sendall(piece)
            time.sleep(0.05)

        assert read_all(client).endswith(b"\r\n\r\n6")


def test_a_large_answer_arrives_whole_however_slowly_it_is_read(server):
    with connect(server, LARGE.replace(b"Host", b"Connection: close\r\nHost")) as client:
        time.sleep(0.5)

        assert len(read_all(client)) > 20 * worker.MB


def test_a_body_without_a_length_is_taken(server):
    status, body, _ = server.ask("/body", "POST", iter([b"ab", b"cd"]))

    assert (status, body) == (200, b"4")


def test_a_body_too_large_is_refused_before_it_is_sent(server):
    head = f"POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: {worker.LARGEST_BODY + 1}\r\n\r\n"

    with connect(server, head.encode()) as client:
        assert client.recv(100).startswith(b"HTTP/1.1 413")


def test_a_head_too_large_is_refused(server):
    status, *_ = server.ask("/", headers={"X-Large": "x" * worker.LARGEST_HEAD})

    assert status == 431


def test_head_has_no_body(server):
    with connect(server, b"HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") as client:
        head, _, body = read_all(client).partition(b"\r\n\r\n")

    assert b"Content-Length" in head
    assert body == b""


def test_what_proxies_say_reaches_the_portal_as_they_said_it(server):
    _, body, _ = server.ask("/told", headers={"X-Forwarded-For": "203.0.113.9, 10.0.0.1"})

    assert body == b"203.0.113.9, 10.0.0.1"


def test_a_connection_serves_one_request_after_another(server):
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
        connection.connect()
        port = connection.sock.getsockname()[1]
        for _ in range(3):
            connection.request("GET", "/")
            connection.getresponse().read()

        assert connection.sock.getsockname()[1] == port
