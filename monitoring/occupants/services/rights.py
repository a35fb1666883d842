"""A household's rights over its data: consents given and withdrawn, objections recorded and answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.saving import save_checked_row
from monitoring.occupants import policies
from monitoring.occupants.consents import VERSION
from monitoring.occupants.enums import ConsentPurpose, ObjectionKind, ObjectionState
from monitoring.occupants.models import Consent, Household, Member
from monitoring.occupants.objections import Objection
from monitoring.occupants.plausible import BOUNDS
from monitoring.occupants.readiness.models import Programme, Referral
from monitoring.occupants.services.people import lock_household, reassess_household, write_household


@transaction.atomic
def give_consent(
    *, household: Household, purpose: ConsentPurpose, given_on: date, by: Any, at: datetime, version: str = VERSION
) -> Consent:
    household = lock_household(household)
    refuse_if(policies.why_not_edit_people(by, household.estate))
    consent = Consent(
        household=household, purpose=purpose, text_version=version, given_on=given_on, recorded_at=at, recorded_by=by
    )
    return save_checked_row(consent, checks_fields=False)


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Any, at: datetime) -> Consent:
    """Withdraw a consent. PROGRAMME: remove the household from lists not yet sent. PROFILE: delete its specific data
    (amounts, dates of birth).
    """
    household = lock_household(consent.household)
    consent = Consent.objects.select_related("household__estate__office").get(pk=consent.pk)
    refuse_if(policies.why_not_withdraw(by, consent))
    consent.withdrawn_at, consent.withdrawn_by = at, by
    save_checked_row(consent, checks_fields=False)
    if consent.purpose == ConsentPurpose.PROGRAMME:
        Referral.objects.filter(household=household, list__sent_at__isnull=True).delete()
    else:
        write_household(household, dict.fromkeys(BOUNDS))
        Member.objects.filter(household=household).update(born_on=None)
        reassess_household(household, at)
    return consent


@transaction.atomic
def record_objection(
    *, household: Household, kind: ObjectionKind, programme: Programme | None, text: str, by: Any, at: datetime
) -> Objection:
    """Record an objection to an assessment or a request for correction, in the household's own words."""
    household = lock_household(household)
    refuse_if(policies.why_not_edit_people(by, household.estate))
    objection = Objection(
        household=household, kind=kind, programme=programme, text=text, received_at=at, received_by=by
    )
    return save_checked_row(objection, checks_fields=False)


@transaction.atomic
def answer_objection(*, objection: Objection, state: ObjectionState, answer: str, by: Any, at: datetime) -> Objection:
    objection = lock_row(objection, "household__estate__office")
    refuse_if(policies.why_not_answer_objection(by, objection))
    if state == ObjectionState.OPEN or not answer.strip():
        raise ValidationError({"answer": _("Jawab dengan kata-kata: apa yang diubah, atau mengapa tidak.")})
    objection.state, objection.answer = state, answer.strip()
    objection.answered_at, objection.answered_by = at, by
    return save_checked_row(objection, checks_fields=False)
