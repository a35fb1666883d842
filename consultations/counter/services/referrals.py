"""Referrals counted: when the partner answers, and when the day for it has passed."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from clinics.enums import Cause
from clinics.services import PostingSource, settle_postings
from consultations.counter.answers import (
    SOURCE,
    find_counted_day,
    list_counted_referrals,
    list_referral_postings,
    list_uncounted_referrals,
)
from krs_portal.kit.clock import day_of
from krs_portal.referrals.models import Referral

logger = logging.getLogger(__name__)


def count_moved_referral(referral: Referral, by: Any, at: datetime) -> None:
    """A locked period silences no partner: what it keeps out the job of the night tries again."""
    try:
        with transaction.atomic():
            count_referral(referral.pk, by=by, at=at)
    except ValidationError:
        logger.warning("referral %s was answered, which a locked period does not let in", referral.pk)


@transaction.atomic
def count_referral(key: int, *, by: Any, at: datetime) -> None:
    """Bring the ledger to what the referral counts for now."""
    Referral.objects.select_for_update(of=("self",)).get(pk=key)  # it is not answered meanwhile
    referral = list_counted_referrals().get(pk=key)
    today = day_of(at, referral.office.time_zone)
    settle_postings(
        source=PostingSource(SOURCE, key),
        office=referral.office,
        happened_on=find_counted_day(referral, today) or today,
        due=list_referral_postings(referral, today),
        cause=Cause.CLOSED,
        by=by,
        at=at,
    )


def count_due_referrals(*, at: datetime) -> list[int]:
    """Post what has fallen due or was kept out. Returns those that a locked period keeps out still."""
    kept_out = []
    for key in list_uncounted_referrals(at).values_list("pk", flat=True):
        try:
            count_referral(key, by=None, at=at)
        except ValidationError:
            kept_out.append(key)
    return kept_out
