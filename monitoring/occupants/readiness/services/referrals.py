"""Write referral lists for a programme or bank: drawn up under consent, sent once, answered for each household."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_future_day
from krs_portal.kit.saving import save_checked_row
from krs_portal.offices.models import Office
from monitoring.occupants.enums import ConsentPurpose
from monitoring.occupants.models import Consent, Household
from monitoring.occupants.readiness import policies
from monitoring.occupants.readiness.enums import ReferralAnswer, Verdict
from monitoring.occupants.readiness.models import Programme, Referral, ReferralList
from monitoring.occupants.services.people import lock_household, record_disclosures


def lock_referral_list(list_: ReferralList) -> ReferralList:
    return lock_row(list_, "office", "programme")


def start_referral_list(*, programme: Programme, office: Office, recipient: str, by: Any, at: datetime) -> ReferralList:
    refuse_if(policies.why_not_refer(by, office))
    made = ReferralList(programme=programme, office=office, recipient=recipient, created_at=at, created_by=by)
    return save_checked_row(made, checks_fields=False)


@transaction.atomic
def refer_household(*, list_: ReferralList, household: Household, by: Any, at: datetime) -> Referral:
    """Put one household on the list, under its consent: a ready one, or one whose objection was upheld."""
    list_, household = lock_referral_list(list_), lock_household(household)
    refuse_if(policies.why_not_enter_list(by, list_, household))
    consent = household.consents.get(purpose=ConsentPurpose.PROGRAMME, withdrawn_at__isnull=True)
    return save_checked_row(Referral(list=list_, household=household, consent=consent), checks_fields=False)


@transaction.atomic
def refer_ready_households(*, list_: ReferralList, by: Any, at: datetime) -> int:
    """Add all households of the office and of those below it that are ready, have consented, and are on no list of the
    programme yet.
    """
    list_ = lock_referral_list(list_)
    refuse_if(policies.why_not_change_list(by, list_))
    consents = (
        Consent.objects.visible_to(by)
        .in_force()
        .filter(
            purpose=ConsentPurpose.PROGRAMME,
            household__estate__office__in=Office.objects.at_or_below([list_.office_id]),
            household__assessments__programme=list_.programme_id,
            household__assessments__verdict=Verdict.READY,
        )
        .exclude(household__referrals__list__programme=list_.programme_id)
    )
    rows = [
        Referral(list=list_, household_id=household, consent_id=consent)
        for consent, household in consents.select_for_update(of=("self",)).values_list("pk", "household_id")
    ]
    return len(Referral.objects.bulk_create(rows, batch_size=2000))


@transaction.atomic
def remove_referral(*, referral: Referral, by: Any, at: datetime) -> None:
    refuse_if(policies.why_not_change_list(by, lock_referral_list(referral.list)))
    Referral.objects.filter(pk=referral.pk).delete()


@transaction.atomic
def send_referral_list(*, list_: ReferralList, by: Any, at: datetime) -> ReferralList:
    """Mark the list as sent. A database trigger then forbids adding or removing households."""
    list_ = lock_referral_list(list_)
    refuse_if(policies.why_not_send_list(by, list_))
    list_.sent_at, list_.sent_by = at, by
    list_.save(update_fields=["sent_at", "sent_by"])
    return list_


@transaction.atomic
def disclose_referral_list(*, list_: ReferralList, by: Any, at: datetime) -> list[Referral]:
    """The rows for the file. A disclosure is recorded for each household before its data are returned."""
    refuse_if(policies.why_not_export_list(by, list_))
    rows = list(
        Referral.objects.filter(list=list_)
        .select_related("household__estate__office", "household__estate__region", "consent")
        .prefetch_related("household__members", "household__tenancies__unit__block")
        .order_by("household__name", "pk")
    )
    told = [row.household for row in rows if row.consent.withdrawn_at is None]
    purpose = _("Daftar usulan %(number)s kepada %(recipient)s") % {"number": list_.pk, "recipient": list_.recipient}
    if told:
        record_disclosures(households=told, purpose=purpose, by=by, at=at)
    return rows


@transaction.atomic
def answer_referral(
    *, referral: Referral, answer: ReferralAnswer, answered_on: date | None, note: str, by: Any, at: datetime
) -> Referral:
    """Record what the bank or programme answered about one household; WAITING takes an answer back."""
    referral = lock_row(referral, "list__office", "household")
    refuse_if(policies.why_not_answer_referral(by, referral))
    zone = referral.list.office.time_zone
    if answered_on:
        reject_future_day("answered_on", answered_on, day_of(at, zone))
    if answered_on and referral.list.sent_at and answered_on < day_of(referral.list.sent_at, zone):
        raise ValidationError({"answered_on": _("Tanggal jawaban mendahului pengiriman daftar.")})
    referral.answer, referral.note = answer, note.strip()
    referral.answered_on = None if answer == ReferralAnswer.WAITING else answered_on
    return save_checked_row(referral, checks_fields=False)
