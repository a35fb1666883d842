"""Erasing households and keeping the count: stays and numbers of members remain, so that no occupancy changes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from krs_portal.imports.services import erase_staged_rows
from krs_portal.kit.personal import erase_rows
from krs_portal.rights.services import erase_words
from monitoring.occupants.imports.kind import KIND as OCCUPANTS
from monitoring.occupants.models import Disclosure, Household, Member, Tenancy
from monitoring.occupants.objections import Objection
from monitoring.occupants.readiness.models import Assessment, Referral

HOUSEHOLD = "household"


@transaction.atomic
def erase_households(households: Collection[int], *, at: datetime) -> None:
    """Empty every personal column, here and in the audit trail. How they stood towards programmes is deleted."""
    erase_staged_rows(OCCUPANTS.code, households)
    theirs: dict[str, Any] = {"household__in": households}
    Assessment.objects.filter(**theirs).delete()
    Referral.objects.filter(**theirs, list__sent_at__isnull=True).delete()
    for model in (Member, Tenancy, Objection, Referral, Disclosure):
        erase_rows(model, list(model._base_manager.filter(**theirs).values_list("pk", flat=True)))
    erase_words(HOUSEHOLD, households)
    erase_rows(Household, households)
