"""The web server as it is started everywhere, with a small application in place of the portal."""

import os
import subprocess
import time
from contextlib import contextmanager
from http.client import HTTPConnection

import psutil
import pytest
from django.conf import settings

from krs_portal.web import compose_command
from tests.journeys.portal import free_port


class Server:
    def __init__(self, **env):
        self.port = free_port()
        command = [*compose_command(f"127.0.0.1:{self.port}"), "tests.web.answers"]
        self.process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env={**os.environ, "WEB_CONCURRENCY": "2", **env}, stderr=subprocess.DEVNULL
        )
        self.wait_for(lambda: self.ask("/")[0] == 200)

    def wait_for(self, is_so, seconds=90):
        deadline = time.monotonic() + seconds
        while True:
            try:
                if is_so():
                    return
            except OSError:
                pass
            assert time.monotonic() < deadline, "waited in vain"
            time.sleep(0.05)

    def ask(self, path, method="GET", body=None, headers=None):
        """Status, body, and the seconds it took."""
        began = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read(), time.monotonic() - began
        finally:
            connection.close()

    def workers(self):
        return psutil.Process(self.process.pid).children()

    def stop(self):
        self.process.terminate()
        return self.process.wait(30)


@contextmanager
def serve(**env):
    server = Server(**env)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture(scope="module")
def server():
    with serve() as running:
        yield running
