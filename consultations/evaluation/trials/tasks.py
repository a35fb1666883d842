"""Reckoning a rule on trial. It reads and keeps the sums; killed, it begins again and says the same."""

from __future__ import annotations

from celery import shared_task

from consultations.evaluation.trials.models import RuleTrial
from consultations.evaluation.trials.reckoning import compute_trial
from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import now

BEGUN = 10  # percent


@shared_task(soft_time_limit=600, time_limit=630)
def reckon_trial(trial_id: int) -> None:
    trial = (
        RuleTrial.objects.filter(pk=trial_id, finished_at__isnull=True).select_related("indicator", "period").first()
    )
    if trial is None:
        return
    with record_actor("reckon_trial", trial=trial_id):
        trial.progress, trial.moved_at = BEGUN, now()
        trial.save(update_fields=["progress", "moved_at"])
        trial.sums = [vars(each) for each in compute_trial(trial)]
        trial.progress, trial.finished_at = 100, now()
        trial.moved_at = trial.finished_at
        trial.save(update_fields=["sums", "progress", "moved_at", "finished_at"])
