"""Of an erased person the referral stays as a stub: where it went, when, and what was answered."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from krs_portal.kit.personal import erase_rows
from krs_portal.referrals.models import Referral, ReferralStep


@transaction.atomic
def erase_referrals(keys: Collection[int]) -> int:
    erase_rows(ReferralStep, list(ReferralStep.objects.filter(referral__in=keys).values_list("pk", flat=True)))
    return erase_rows(Referral, keys)
