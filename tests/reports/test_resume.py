"""What a dead worker left is picked up again, and never runs for ever."""

import os
import signal
import subprocess
import sys
import time
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from krs_portal.celery import app
from krs_portal.reports import claims, jobs, services, tasks
from krs_portal.reports.enums import RevisionState
from krs_portal.reports.models import Revision
from tests.factories import offices, reports

SILENT = timedelta(minutes=5)


def silent(revision):
    Revision.objects.filter(pk=revision.pk).update(heartbeat_at=timezone.now() - SILENT)


@pytest.mark.django_db
def test_a_revision_somebody_works_at_is_left_alone():
    revision = reports.asked(offices.evaluator())
    claims.take_claim(revision.pk)

    assert services.requeue_stalled_revisions(at=timezone.now()) == []


@pytest.mark.django_db
def test_a_silent_revision_is_queued_again_three_times_in_all_then_failed():
    revision = reports.asked(offices.evaluator())
    states = []

    for _attempt in range(3):
        claims.take_claim(revision.pk)
        silent(revision)
        jobs.resume_stalled_revisions()
        revision.refresh_from_db()
        states.append(revision.state)

    assert states == [RevisionState.QUEUED, RevisionState.QUEUED, RevisionState.FAILED]
    assert "3 kali" in revision.error
    services.retry_revision(revision=revision, by=revision.requested_by, at=timezone.now())


@pytest.mark.django_db
def test_a_lost_message_is_sent_again(django_capture_on_commit_callbacks, monkeypatch):
    revision = reports.asked(offices.evaluator())
    silent(revision)
    sent = []
    monkeypatch.setattr(tasks.render_revision, "apply_async", sent.extend)

    with django_capture_on_commit_callbacks(execute=True):
        services.requeue_stalled_revisions(at=timezone.now())

    assert sent == [revision.pk]


@pytest.mark.django_db
def test_a_finished_revision_is_never_resumed():
    reports.year_2022()
    silent(reports.drafted(offices.evaluator()))

    assert services.requeue_stalled_revisions(at=timezone.now()) == []


@pytest.fixture
def queue():
    """A queue of this test's own, so that no other worker takes its tasks."""
    name, before = f"uji-{uuid.uuid4().hex}", app.conf.task_default_queue
    app.conf.task_default_queue = name
    app.amqp.router = app.amqp.Router()
    yield name
    app.conf.task_default_queue = before
    app.amqp.router = app.amqp.Router()


@pytest.fixture
def worker(queue):
    """Starts real worker processes on the test's database and queue; none is left behind."""
    database = connection.settings_dict
    address = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    environment = os.environ | {"DATABASE_URL": address, "REDIS_URL": settings.REDIS_URL, "DEBUG": "1"}
    command = [sys.executable, "-m", "celery", "-A", "krs_portal", "worker", "-c", "1", "-Q", queue, "-l", "ERROR"]
    started = []

    def start():
        process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, start_new_session=True)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(revision, *states, seconds=90):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        revision.refresh_from_db()
        if revision.state in states:
            return revision.state
        time.sleep(0.02)
    pytest.fail(f"still {revision.state} after {seconds} s")
    return None


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_outright_leaves_nothing_running_for_ever(worker, settings):
    reports.year_2022()
    first = worker()
    revision = reports.asked(offices.evaluator())
    wait_for(revision, RevisionState.RUNNING)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    revision.refresh_from_db()
    assert revision.state == RevisionState.RUNNING

    settings.REPORT_SILENCE = 1
    time.sleep(1.1)
    jobs.resume_stalled_revisions()
    worker()

    assert wait_for(revision, RevisionState.READY, RevisionState.FAILED) == RevisionState.READY
    assert revision.attempts == 2
    assert revision.files.count() == 3
