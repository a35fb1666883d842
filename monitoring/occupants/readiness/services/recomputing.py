"""Start recomputations, and resume those whose worker died."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from krs_portal.kit.clock import day_of
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.valkey import ask_worker
from krs_portal.offices.models import Office
from monitoring.occupants import policies
from monitoring.occupants.readiness.models import Recomputation
from monitoring.occupants.readiness.tasks import list_households_to_assess, recompute_assessments

SILENCE = timedelta(minutes=3)  # a chunk takes seconds, so a run that did not move for so long has no worker


def request_recomputation(*, office: Office | None, by: Any, at: datetime) -> Recomputation:
    """Reassess all households of an office, or of the nation. If a run is going on already, that one is returned."""
    refuse_if(policies.why_not_recompute(by, office))
    return start_recomputation(office=office, by=by, at=at)


@transaction.atomic
def start_recomputation(*, office: Office | None, by: Any, at: datetime) -> Recomputation:
    run, is_new = Recomputation.objects.running().get_or_create(
        office=office,
        finished_at=None,
        defaults={"as_at": day_of(at), "requested_at": at, "requested_by": by, "moved_at": at},
    )
    if is_new:
        Recomputation.objects.filter(pk=run.pk).update(total=list_households_to_assess(run).count())
        ask_worker(recompute_assessments, run.pk)
    return run


def resume_silent_recomputations(*, at: datetime) -> int:
    """Queue again every recomputation that has made no progress for SILENCE: its worker has probably died."""
    silent = list(Recomputation.objects.running().filter(moved_at__lt=at - SILENCE).values_list("pk", flat=True))
    for pk in silent:
        ask_worker(recompute_assessments, pk)
    return len(silent)
