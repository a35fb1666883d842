"""Asking that everybody be assessed anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from krs_portal.kit.clock import day_of
from krs_portal.offices.models import Office
from monitoring import policies
from monitoring.models import Recomputation
from monitoring.services.people import refuse
from monitoring.tasks.readiness import living, recompute

SILENCE = timedelta(minutes=3)


def request_recomputation(*, office: Office | None, by: Any, at: datetime) -> Recomputation:
    """All households of an office, or of the nation. One that is running already is the answer."""
    refuse(policies.why_not_recompute(by, office))
    return start(office=office, by=by, at=at)


@transaction.atomic
def start(*, office: Office | None, by: Any, at: datetime) -> Recomputation:
    run, is_new = Recomputation.objects.running().get_or_create(
        office=office,
        finished_at=None,
        defaults={"as_at": day_of(at), "requested_at": at, "requested_by": by, "moved_at": at},
    )
    if is_new:
        Recomputation.objects.filter(pk=run.pk).update(total=living(run).count())
        transaction.on_commit(lambda: recompute.delay(run.pk))
    return run


def resume_silent(*, at: datetime) -> int:
    """Those whose worker died, once more."""
    silent = list(Recomputation.objects.running().filter(moved_at__lt=at - SILENCE).values_list("pk", flat=True))
    for pk in silent:
        recompute.delay(pk)
    return len(silent)
