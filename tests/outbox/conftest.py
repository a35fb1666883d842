"""A real mail server and a real HTTP gateway on the loopback, which can be told to misbehave."""

import json
import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from aiosmtpd.controller import Controller


class Mailbox:
    """What the mail server was given; `answer` is what it says to the next mails."""

    answer = "250 OK"

    def __init__(self):
        self.envelopes = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.answer.startswith("550"):
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            self.envelopes.append(envelope)
        return self.answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mailbox(settings):
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield box
    server.stop()


class Gateway:
    """Accepts a key once and says the same to its repetition, as the contract asks."""

    def __init__(self):
        self.asked, self.accepted, self.answer = [], {}, None
        self.heard, self.speaks = Event(), Event()
        self.speaks.set()

    def take(self, headers, body):
        self.asked.append((headers, body))
        if self.answer:
            return self.answer
        number = self.accepted.setdefault(body["idempotency_key"], f"wa-{len(self.accepted) + 1}")
        return 202, {"id": number}


@pytest.fixture
def gateway(settings):
    taken = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, answer = taken.take(self.headers, body)
            taken.heard.set()
            if not taken.speaks.is_set():
                taken.speaks.wait(30)
                return
            text = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.GATEWAY_URL = f"http://127.0.0.1:{server.server_port}/messages"
    settings.GATEWAY_TOKEN = "rahasia-gerbang"
    yield taken
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def by_hand(settings):
    settings.GATEWAY_URL = settings.GATEWAY_TOKEN = ""


@pytest.fixture(autouse=True)
def asked(monkeypatch):
    """The workers' queue of these tests: ids of messages they were asked to send, once the transaction stood."""
    from krs_portal.outbox import tasks

    ids = []
    monkeypatch.setattr(tasks.send_message, "apply_async", lambda arguments, **options: ids.extend(arguments))
    monkeypatch.setattr(tasks.queue_messages, "apply_async", lambda arguments, **options: ids.extend(arguments[0]))
    return ids


@pytest.fixture(autouse=True)
def looks(monkeypatch):
    """How often the workers were asked to look at what was announced."""
    from krs_portal.outbox import services, tasks

    asked = []
    monkeypatch.setattr(services, "_asked_at", -services.SOON)
    monkeypatch.setattr(
        tasks.write_due_announcements, "apply_async", lambda _, **options: asked.append(options["countdown"])
    )
    return asked
