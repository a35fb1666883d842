"""Asking what a year would be under another rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from clinics.models import Indicator, ReportingPeriod
from consultations.counter.models import Consultation
from consultations.evaluation.trials import policies
from consultations.evaluation.trials.models import RuleTrial
from consultations.evaluation.trials.tasks import reckon_trial
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.saving import save_checked_row
from krs_portal.kit.valkey import ask_worker

AT_ONCE = 20_000  # consultations of a year that are reckoned within a request, in some tenths of a second
SILENCE = timedelta(minutes=12)  # longer than the task may take


@transaction.atomic
def try_rule(
    *,
    indicator: Indicator,
    period: ReportingPeriod,
    measure: str,
    outcomes: Sequence[str],
    states: Sequence[str],
    once_per: str,
    by: Any,
    at: datetime,
) -> RuleTrial:
    """Small years are reckoned at once, large ones by a worker; neither touches the ledger."""
    refuse_if(policies.why_not_try_rules(by))
    trial = RuleTrial(
        indicator=indicator, period=period, measure=measure, outcomes=list(outcomes), states=list(states),
        once_per=once_per, requested_at=at, requested_by=by, moved_at=at,
    )  # fmt: skip
    save_checked_row(trial)
    of_year = Consultation.objects.filter(happened_on__range=(period.starts_on, period.ends_on))
    if of_year.order_by()[: AT_ONCE + 1].count() > AT_ONCE:
        ask_worker(reckon_trial, trial.pk)
    else:
        reckon_trial(trial.pk)
        trial.refresh_from_db()
    return trial


def resume_silent_trials(*, at: datetime) -> int:
    """Queue again what nobody has reckoned for SILENCE: its worker has died, or the queue was away."""
    silent = RuleTrial.objects.filter(finished_at__isnull=True, moved_at__lt=at - SILENCE)
    keys = list(silent.values_list("pk", flat=True))
    for key in keys:
        ask_worker(reckon_trial, key)
    return len(keys)
