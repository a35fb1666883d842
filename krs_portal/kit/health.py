"""Is it alive, and is it ready?

`/healthz` asks nothing. `/readyz` asks what the web needs to serve a page; worker, scheduler and broker stand apart,
because pages are served without them.
"""

import logging
import os
import shutil
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from krs_portal.kit import beacons
from krs_portal.kit.sealed_columns import describe_foreign_keys

DISK_LEFT = 500 * 1024 * 1024

log = logging.getLogger(__name__)


def answers_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def has_every_migration() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def has_disk() -> bool:
    """Whether the data folder, which keeps what was handed over, can be written to and has room."""
    return os.access(settings.DATA_DIR, os.W_OK) and shutil.disk_usage(settings.DATA_DIR).free > DISK_LEFT


def has_worker() -> bool:
    return beacons.has_sign(beacons.WORKER)


def has_scheduler() -> bool:
    return beacons.has_sign(beacons.SCHEDULER)


def has_fitting_keys() -> bool:
    """Whether the keys of private columns fit what is stored; the log says which does not."""
    if sentence := describe_foreign_keys():
        log.critical("Readiness: %s", sentence)
    return not sentence


Check = Callable[[], bool]
WEB: dict[str, Check] = {
    "database": answers_database,
    "migrations": has_every_migration,
    "disk": has_disk,
    "keys": has_fitting_keys,
}
APART: dict[str, Check] = {
    "worker": has_worker,
    "scheduler": has_scheduler,
    "broker": beacons.answers_broker,
}


def passes(name: str, check: Callable[[], Any]) -> bool:
    """Whether a check passes; one that breaks has not. The log says which did not, and why."""
    try:
        found = bool(check())
    except Exception as error:
        log.warning("Readiness: %s broke: %s", name, error)
        return False
    if not found:
        log.warning("Readiness: %s is missing", name)
    return found


def report_checks(checks: dict[str, Check]) -> JsonResponse:
    """Each check by its name, with 503 when one does not pass."""
    state = {name: passes(name, check) for name, check in checks.items()}
    return JsonResponse(state, status=200 if all(state.values()) else 503, headers={"Cache-Control": "no-store"})


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def readyz(request: HttpRequest, part: str = "") -> JsonResponse:
    """What the web needs; with `part`, that one alone."""
    return report_checks({part: APART[part]} if part else WEB)
