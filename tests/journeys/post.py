"""A real mail server and a real HTTP gateway, which keep what they were given."""

import json
import time
from contextlib import contextmanager
from email.parser import BytesParser
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from aiosmtpd.controller import Controller

from tests.journeys.portal import free_port


class Mailbox:
    """Letters in the order in which they came, each as often as it came."""

    def __init__(self, seconds):
        self.seconds, self.letters, self.port = seconds, [], 0

    async def handle_DATA(self, server, session, envelope):
        time.sleep(self.seconds)
        self.letters.append(BytesParser(policy=default).parsebytes(envelope.content))
        return "250 OK"

    @property
    def given(self):
        return [letter["Message-ID"] for letter in self.letters]


class Gateway(BaseHTTPRequestHandler):
    """Accepts a key once and says the same to its repetition, as the contract asks."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server = self.server
        server.asked.append(asked["idempotency_key"])
        server.bodies.append(asked)
        number = server.accepted.setdefault(asked["idempotency_key"], f"wa-{len(server.accepted) + 1}")
        time.sleep(server.seconds)
        text = json.dumps({"id": number}).encode()
        self.send_response(202)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *arguments):
        pass


@contextmanager
def mail_server(seconds=0.0):
    box = Mailbox(seconds)
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    box.port = server.port
    yield box
    server.stop()


@contextmanager
def http_gateway(seconds=0.0):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    server.daemon_threads = True
    server.seconds, server.asked, server.bodies, server.accepted = seconds, [], [], {}
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def addresses(mailbox, gateway):
    """What the portal's environment says of them."""
    return {
        "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
        "KRS_GATEWAY_URL": f"http://127.0.0.1:{gateway.server_port}/messages",
        "KRS_GATEWAY_TOKEN": "rahasia-gerbang",
    }
