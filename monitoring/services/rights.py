"""What a household decides about its data: consent given and withdrawn, objections and corrections answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring import policies
from monitoring.consents import VERSION
from monitoring.enums import ConsentPurpose, ObjectionKind, ObjectionState
from monitoring.models import Consent, Household, Member, Objection, Programme, Referral
from monitoring.plausible import BOUNDS
from monitoring.services.people import held, keep, refuse, weigh, write


@transaction.atomic
def give_consent(
    *, household: Household, purpose: ConsentPurpose, given_on: date, by: Any, at: datetime, version: str = VERSION
) -> Consent:
    household = held(household)
    refuse(policies.why_not_edit_people(by, household.estate))
    consent = Consent(
        household=household, purpose=purpose, text_version=version, given_on=given_on, recorded_at=at, recorded_by=by
    )
    keep(consent)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Any, at: datetime) -> Consent:
    """Lists that have not left lose the household. Without consent to the profile its specific data go as well."""
    household = held(consent.household)
    consent = Consent.objects.select_related("household__estate__office").get(pk=consent.pk)
    refuse(policies.why_not_withdraw(by, consent))
    consent.withdrawn_at, consent.withdrawn_by = at, by
    keep(consent)
    if consent.purpose == ConsentPurpose.PROGRAMME:
        Referral.objects.filter(household=household, list__sent_at__isnull=True).delete()
    else:
        write(household, dict.fromkeys(BOUNDS))
        Member.objects.filter(household=household).update(born_on=None)
        weigh(household, at)
    return consent


@transaction.atomic
def object_to(
    *, household: Household, kind: ObjectionKind, programme: Programme | None, text: str, by: Any, at: datetime
) -> Objection:
    """An objection to an assessment, or the wish that data be corrected, as the household says it."""
    household = held(household)
    refuse(policies.why_not_edit_people(by, household.estate))
    objection = Objection(
        household=household, kind=kind, programme=programme, text=text, received_at=at, received_by=by
    )
    keep(objection)
    return objection


@transaction.atomic
def answer_objection(*, objection: Objection, state: ObjectionState, answer: str, by: Any, at: datetime) -> Objection:
    rows = Objection.objects.select_for_update(of=("self",)).select_related("household__estate__office")
    objection = rows.get(pk=objection.pk)
    refuse(policies.why_not_answer_objection(by, objection))
    if state == ObjectionState.OPEN or not answer.strip():
        raise ValidationError({"answer": _("Jawab dengan kata-kata: apa yang diubah, atau mengapa tidak.")})
    objection.state, objection.answer = state, answer.strip()
    objection.answered_at, objection.answered_by = at, by
    keep(objection)
    return objection
