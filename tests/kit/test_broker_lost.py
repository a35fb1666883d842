"""A worker whose broker dies while it holds tasks waits for it and goes on, as the same process."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings

from krs_portal.runtime.valkey import Valkey


@pytest.fixture
def broker():
    with tempfile.TemporaryDirectory(prefix="krs-broker-") as name:
        folder = Path(name)
        (folder / "logs").mkdir()
        valkey = Valkey(folder, "secret")
        valkey.start()
        yield valkey
        valkey.stop()


@pytest.fixture
def worker(broker, tmp_path):
    """The portal's own worker, with a task that takes its time."""
    command = ["-m", "celery", "-A", "krs_portal.celery", "worker", "--include", "tests.kit.sleepy"]
    options = ["--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    log = tmp_path / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *command, *options], cwd=settings.BASE_DIR, stdout=output, stderr=output,
            env={**os.environ, "REDIS_URL": broker.url, "KRS_DATA_DIR": str(tmp_path)}, start_new_session=True,
        )  # fmt: skip
    process.log = log
    yield process
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(is_so, worker, seconds=90):
    deadline = time.monotonic() + seconds
    while not is_so():
        assert worker.poll() is None, worker.log.read_text()
        assert time.monotonic() < deadline, worker.log.read_text()
        time.sleep(0.1)


def count(worker, words):
    return worker.log.read_text().count(words)


@pytest.mark.parametrize(
    "held",
    [{"args": [3]}, {"args": [0], "countdown": 2}, {"args": [0], "countdown": 600}],
    ids=["under way", "due soon", "due late"],
)
def test_a_worker_that_holds_a_task_when_its_broker_dies_goes_on_when_it_is_back(broker, worker, held):
    """While a task waits for its time, the worker listens for more: then it learns of the loss in another way."""
    with Celery(broker=broker.url) as queue:
        for deaths in (1, 2):
            queue.send_task("tests.kit.sleepy.sleep", **held)
            wait_until(lambda deaths=deaths: count(worker, "sleep[") >= deaths, worker)
            os.kill(broker.child.pid, signal.SIGKILL)
            broker.child.process.wait()
            wait_until(lambda deaths=deaths: count(worker, "Connection to broker lost") == deaths, worker)

            broker.start_again()
            wait_until(broker.is_ready, worker)
            queue.send_task("tests.kit.sleepy.wake", [deaths])

            wait_until(lambda deaths=deaths: f"awake {deaths}" in worker.log.read_text(), worker)
