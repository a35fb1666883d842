"""Every household assessed anew, chunk by chunk. Killed at any point, it goes on behind the last chunk committed."""

from __future__ import annotations

from celery import shared_task
from django.db import transaction
from django.db.models import QuerySet

from krs_portal.accounts.audit import acting
from krs_portal.kit.clock import now
from monitoring.assessing import FIELDS, Rulebook, assess, with_facts
from monitoring.models import Assessment, Household, Recomputation, Tenancy

CHUNK = 1000  # households; what a worker holds at once stays small however many there are


@shared_task(soft_time_limit=7200, time_limit=7260)
def recompute(recomputation_id: int) -> None:
    with acting("recompute", recomputation=recomputation_id):
        book: Rulebook | None = None
        while run := claim_and_go(recomputation_id, book):
            book = run


@transaction.atomic
def claim_and_go(recomputation_id: int, book: Rulebook | None) -> Rulebook | None:
    """One chunk under the lock; None when there is no more to do, or when another worker is at it."""
    rows = Recomputation.objects.running().select_for_update(of=("self",), skip_locked=True)
    run = rows.filter(pk=recomputation_id).first()
    if run is None:
        return None
    book = book or Rulebook(run.as_at)
    chunk = list(living(run).filter(household__gt=run.last_household).order_by("household")[:CHUNK])
    moment = now()
    if chunk:
        homes = with_facts(Household.objects.filter(pk__in=chunk)).only("pk", "doubts", *FIELDS)
        assess(homes.iterator(CHUNK), book, moment)
        run.last_household, run.done = chunk[-1], run.done + len(chunk)
    else:
        stale(run).delete()
        run.finished_at, run.total = moment, run.done
    run.moved_at = moment
    run.save(update_fields=["last_household", "done", "total", "moved_at", "finished_at"])
    return book if chunk else None


def living(run: Recomputation) -> QuerySet[Tenancy, int]:
    """The keys of the households to be assessed: each lives in one unit."""
    stays = Tenancy.objects.active()
    mine = stays if run.office_id is None else stays.filter(unit__block__estate__office__in=run.offices)
    return mine.order_by().values_list("household", flat=True)


def stale(run: Recomputation) -> QuerySet[Assessment]:
    """What this run did not touch: of those who left, or of programmes that ask nothing any more."""
    old = Assessment.objects.filter(computed_at__lt=run.requested_at)
    return old if run.office_id is None else old.filter(household__estate__office__in=run.offices)
