"""`/readyz` asks what the web needs; worker, scheduler and broker stand apart and answer soon without a broker, too."""

import socket
import time
from collections import namedtuple
from contextlib import closing, contextmanager

import pytest
from django.db import connection

from krs_portal.kit import beacons, health
from krs_portal.kit.celery_programs import Scheduler
from tests.journeys.portal import free_port

pytestmark = pytest.mark.django_db

Disk = namedtuple("Disk", "total used free")
SOON = 3  # seconds; the web server gives up far later


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@contextmanager
def silent_server():
    """Takes connections and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server.getsockname()[1]


@pytest.fixture(params=["gone", "hanging"])
def dead_broker(request, settings):
    if request.param == "gone":
        settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
        yield
    else:
        with silent_server() as port:
            settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
            yield


def test_alive_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok"


def test_the_web_is_ready_with_database_migrations_disk_and_keys(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (
        200,
        {"database": True, "migrations": True, "disk": True, "keys": True},
    )
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_pending_migration_is_told(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'clinics'")

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["migrations"]) == (503, False)


def test_the_disk_that_is_asked_is_that_of_the_data_folder(client, monkeypatch, settings):
    sizes = {settings.DATA_DIR: Disk(1 << 40, 1 << 40, 0)}
    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: sizes.get(path, Disk(1 << 40, 0, 1 << 40)))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["disk"]) == (503, False)


def test_a_data_folder_that_is_not_there_is_told(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "not mounted"

    assert client.get("/readyz").json()["disk"] is False


@pytest.mark.parametrize("program", [beacons.WORKER, beacons.SCHEDULER])
def test_each_program_shows_its_own_sign(client, program):
    other = ({beacons.WORKER, beacons.SCHEDULER} - {program}).pop()

    before = client.get(f"/readyz/{program}").status_code
    beacons.show_sign(program)

    assert before == 503
    assert client.get(f"/readyz/{program}").json() == {program: True}
    assert client.get(f"/readyz/{other}").status_code == 503


def test_a_sign_fades():
    beacons.show_sign(beacons.WORKER)

    with beacons.connect_broker() as broker:
        left = broker.ttl(beacons.key_of(beacons.WORKER))

    assert 0 < left <= beacons.SILENCE


def test_a_sign_names_its_machine():
    beacons.show_sign(beacons.WORKER)

    assert beacons.has_sign(beacons.WORKER, socket.gethostname())
    assert not beacons.has_sign(beacons.WORKER, "another-machine")


def test_a_health_check_asks_for_the_sign_of_its_own_machine():
    before = beacons.main([beacons.WORKER])
    beacons.show_sign(beacons.WORKER)

    assert (before, beacons.main([beacons.WORKER]), beacons.main([beacons.SCHEDULER])) == (1, 0, 1)
    assert beacons.main(["coffee"]) == 2


def test_the_scheduler_shows_its_sign_with_no_worker_at_hand(client, tmp_path):
    from krs_portal.celery import app

    scheduler = Scheduler(app=app, schedule_filename=str(tmp_path / "schedule"))
    scheduler.install_default_entries = lambda entries: None
    scheduler.schedule.clear()

    wait = scheduler.tick()

    assert wait <= beacons.INTERVAL
    assert client.get("/readyz/scheduler").status_code == 200
    assert client.get("/readyz/worker").status_code == 503


def test_the_broker_that_takes_values_is_ready(client):
    assert client.get("/readyz/broker").json() == {"broker": True}


@pytest.mark.usefixtures("dead_broker")
def test_without_its_broker_the_web_is_ready_and_the_rest_says_so_soon(client):
    began = time.monotonic()
    answers = {part: client.get(f"/readyz/{part}").status_code for part in health.APART}
    took = time.monotonic() - began

    assert answers == {"worker": 503, "scheduler": 503, "broker": 503}
    assert took < SOON * len(answers)
    assert client.get("/readyz").status_code == 200


@pytest.mark.usefixtures("dead_broker")
def test_a_program_that_cannot_show_its_sign_goes_on():
    began = time.monotonic()

    beacons.show_sign(beacons.WORKER)

    assert time.monotonic() - began < SOON


def test_a_part_that_does_not_exist_is_not_found(client):
    assert client.get("/readyz/coffee").status_code == 404


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/readyz/worker", "/readyz/scheduler", "/readyz/broker"])
def test_health_is_answered_without_tls(client, settings, path):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get(path).status_code != 301
    assert client.get("/masuk/").status_code == 301
