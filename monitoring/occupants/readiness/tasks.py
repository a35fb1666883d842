"""Reassess all households, chunk by chunk. A run that was killed continues after the last committed chunk."""

from __future__ import annotations

from celery import shared_task
from django.db import transaction
from django.db.models import QuerySet

from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import now
from monitoring.occupants.models import Household, Tenancy
from monitoring.occupants.readiness.assessing import FIELDS, Rulebook, annotate_facts, assess_households
from monitoring.occupants.readiness.models import Assessment, Recomputation

CHUNK = 1000  # households in one transaction: keeps the memory of a worker small, whatever their number


@shared_task(soft_time_limit=7200, time_limit=7260)
def recompute_assessments(recomputation_id: int) -> None:
    with record_actor("recompute", recomputation=recomputation_id):
        book: Rulebook | None = None
        while run := assess_next_chunk(recomputation_id, book):
            book = run


@transaction.atomic
def assess_next_chunk(recomputation_id: int, book: Rulebook | None) -> Rulebook | None:
    """Assess the next chunk while holding the row lock, and commit its position.

    Returns None when finished, or when another worker holds the lock (skip_locked).
    """
    rows = Recomputation.objects.running().select_for_update(of=("self",), skip_locked=True)
    run = rows.filter(pk=recomputation_id).first()
    if run is None:
        return None
    book = book or Rulebook(run.as_at)
    chunk = list(list_households_to_assess(run).filter(household__gt=run.last_household).order_by("household")[:CHUNK])
    moment = now()
    if chunk:
        homes = annotate_facts(Household.objects.filter(pk__in=chunk)).only("pk", "doubts", *FIELDS)
        assess_households(homes.iterator(CHUNK), book, moment)
        run.last_household, run.done = chunk[-1], run.done + len(chunk)
    else:
        list_stale_assessments(run).delete()
        run.finished_at, run.total = moment, run.done
    run.moved_at = moment
    run.save(update_fields=["last_household", "done", "total", "moved_at", "finished_at"])
    return book if chunk else None


def list_households_to_assess(run: Recomputation) -> QuerySet[Tenancy, int]:
    """Ids of the households to assess: those that live in a unit now, and each lives in only one."""
    stays = Tenancy.objects.active()
    mine = stays if run.office_id is None else stays.filter(unit__block__estate__office__in=run.offices)
    return mine.order_by().values_list("household", flat=True)


def list_stale_assessments(run: Recomputation) -> QuerySet[Assessment]:
    """Assessments older than this run: their household moved out, or the programme has no criteria any more."""
    old = Assessment.objects.filter(computed_at__lt=run.requested_at)
    return old if run.office_id is None else old.filter(household__estate__office__in=run.offices)
