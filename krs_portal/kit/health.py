"""Is it alive, and is it ready? `/healthz` asks nothing; `/readyz` asks all that the portal leans on."""

import shutil
from collections.abc import Callable
from typing import Any

from celery import shared_task
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

WORKER_KEY = "worker-alive"
WORKER_SILENCE = 60  # seconds without a sign of the worker until it counts as gone
DISK_LEFT = 500 * 1024 * 1024


@shared_task(ignore_result=True, expires=30)
def note_worker_alive() -> None:
    """Sent by the scheduler, run by the worker: proves both."""
    cache.set(WORKER_KEY, 1, WORKER_SILENCE)


def database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def broker() -> bool:
    cache.set("broker-probe", 1, 5)
    return bool(cache.get("broker-probe") == 1)


def worker() -> bool:
    return cache.get(WORKER_KEY) is not None


def disk() -> bool:
    return shutil.disk_usage(settings.BASE_DIR).free > DISK_LEFT


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database,
    "migrations": migrations,
    "broker": broker,
    "worker": worker,
    "disk": disk,
}


def holds(check: Callable[[], Any]) -> bool:
    """Whether a check passes; one that breaks has not."""
    try:
        return bool(check())
    except Exception:
        return False


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    state = {name: holds(check) for name, check in CHECKS.items()}
    return JsonResponse(state, status=200 if all(state.values()) else 503)
