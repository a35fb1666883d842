"""The whole portal under load, with a real mail server and HTTP gateway; the database tells what stood."""

import json
import time
from email.parser import BytesParser
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import psycopg
import pytest
from aiosmtpd.controller import Controller

from tests.journeys.portal import Portal, free_port

TOOK = 0.03  # seconds that mail server and gateway need for a message


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/load" in item.nodeid:
            item.add_marker(pytest.mark.load)
            item.add_marker(pytest.mark.xdist_group("load"))


class Mailbox:
    """The Message-IDs that the mail server was given, each as often as it came."""

    def __init__(self):
        self.given = []

    async def handle_DATA(self, server, session, envelope):
        time.sleep(TOOK)
        self.given.append(BytesParser(policy=default).parsebytes(envelope.content)["Message-ID"])
        return "250 OK"


class Gateway(BaseHTTPRequestHandler):
    """Accepts a key once and says the same to its repetition, as the contract asks."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server = self.server
        server.asked.append(asked["idempotency_key"])
        number = server.accepted.setdefault(asked["idempotency_key"], f"wa-{len(server.accepted) + 1}")
        time.sleep(TOOK)
        text = json.dumps({"id": number}).encode()
        self.send_response(202)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="session")
def mailbox():
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    box.port = server.port
    yield box
    server.stop()


@pytest.fixture(scope="session")
def gateway():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    server.daemon_threads = True
    server.asked, server.accepted = [], {}
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


class Loaded(Portal):
    """The portal without a throttle, and with questions to its database."""

    BROKERS = range(10, 16)

    def __init__(self, mailbox, gateway):
        super().__init__("load")
        self.env |= {
            "KRS_THROTTLE": "off",
            "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
            "KRS_GATEWAY_URL": f"http://127.0.0.1:{gateway.server_port}/messages",
            "KRS_GATEWAY_TOKEN": "rahasia-gerbang",
        }

    @property
    def web(self):
        return self.processes[0]

    def ask(self, query, *values):
        with psycopg.connect(self.env["DATABASE_URL"], autocommit=True) as connection:
            found = connection.execute(query, values)
            return found.fetchall() if found.description else []

    def slots(self, number, seats):
        """New group slots of tomorrow."""
        rows = self.ask(
            "INSERT INTO consultations_slot"
            " (place_id, kind, channel, title, speaker, link, starts_at, ends_at, seats, seats_taken, state)"
            " SELECT (SELECT min(id) FROM clinics_place), 'GROUP', 'OFFICE', '', '', '',"
            " t, t + interval '1h', %s, 0, 'OPEN'"
            " FROM generate_series(now() + interval '1 day', now() + interval '2 days', interval '1 min') t LIMIT %s"
            " RETURNING id",
            seats,
            number,
        )
        return [row[0] for row in rows]


@pytest.fixture(scope="session")
def portal(mailbox, gateway):
    with Loaded(mailbox, gateway) as running:
        yield running
