"""Lists for a programme or bank: drawn up under consent, sent once, answered household by household."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit.clock import day_of
from krs_portal.offices.models import Office
from monitoring import policies
from monitoring.enums import ConsentPurpose, ReferralAnswer, Verdict
from monitoring.models import Consent, Household, Programme, Referral, ReferralList
from monitoring.services.people import disclose, held, keep, refuse


def held_list(list_: ReferralList) -> ReferralList:
    rows = ReferralList.objects.select_for_update(of=("self",)).select_related("office", "programme")
    return rows.get(pk=list_.pk)


def start_list(*, programme: Programme, office: Office, recipient: str, by: Any, at: datetime) -> ReferralList:
    refuse(policies.why_not_refer(by, office))
    made = ReferralList(programme=programme, office=office, recipient=recipient, created_at=at, created_by=by)
    keep(made)
    return made


@transaction.atomic
def enter_household(*, list_: ReferralList, household: Household, by: Any, at: datetime) -> Referral:
    """One household, under its consent; ready, or because its objection was upheld."""
    list_, household = held_list(list_), held(household)
    refuse(policies.why_not_enter_list(by, list_, household))
    consent = household.consents.get(purpose=ConsentPurpose.PROGRAMME, withdrawn_at__isnull=True)
    referral = Referral(list=list_, household=household, consent=consent)
    keep(referral)
    return referral


@transaction.atomic
def enter_ready(*, list_: ReferralList, by: Any, at: datetime) -> int:
    """Everybody in the office's reach who is ready and has consented and stands on no list of the programme yet."""
    list_ = held_list(list_)
    refuse(policies.why_not_change_list(by, list_))
    consents = (
        Consent.objects.visible_to(by)
        .in_force()
        .filter(
            purpose=ConsentPurpose.PROGRAMME,
            household__estate__office__in=[list_.office_id, *list_.office.children.values_list("pk", flat=True)],
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
def remove_household(*, referral: Referral, by: Any, at: datetime) -> None:
    refuse(policies.why_not_change_list(by, held_list(referral.list)))
    Referral.objects.filter(pk=referral.pk).delete()


@transaction.atomic
def send_list(*, list_: ReferralList, by: Any, at: datetime) -> ReferralList:
    """It leaves the agency; from now on its households stay as they are."""
    list_ = held_list(list_)
    refuse(policies.why_not_send_list(by, list_))
    list_.sent_at, list_.sent_by = at, by
    list_.save(update_fields=["sent_at", "sent_by"])
    return list_


@transaction.atomic
def open_for_export(*, list_: ReferralList, by: Any, at: datetime) -> list[Referral]:
    """Its households with everything the recipient needs. Each is written down as shown, before it is."""
    refuse(policies.why_not_export_list(by, list_))
    rows = list(
        Referral.objects.filter(list=list_)
        .select_related("household__estate__office", "household__estate__region", "consent")
        .prefetch_related("household__members", "household__tenancies__unit__block")
        .order_by("household__name", "pk")
    )
    told = [row.household for row in rows if row.consent.withdrawn_at is None]
    purpose = _("Daftar usulan %(number)s kepada %(recipient)s") % {"number": list_.pk, "recipient": list_.recipient}
    if told:
        disclose(households=told, purpose=purpose, by=by, at=at)
    return rows


@transaction.atomic
def answer_referral(
    *, referral: Referral, answer: ReferralAnswer, answered_on: date | None, note: str, by: Any, at: datetime
) -> Referral:
    """What the bank or programme answered about one household."""
    rows = Referral.objects.select_for_update(of=("self",)).select_related("list__office", "household")
    referral = rows.get(pk=referral.pk)
    refuse(policies.why_not_answer_referral(by, referral))
    if answer != ReferralAnswer.WAITING and answered_on and answered_on > day_of(at):
        raise ValidationError({"answered_on": _("Tanggal jawaban belum tiba.")})
    if answered_on and referral.list.sent_at and answered_on < day_of(referral.list.sent_at):
        raise ValidationError({"answered_on": _("Tanggal jawaban mendahului pengiriman daftar.")})
    referral.answer, referral.note = answer, note.strip()
    referral.answered_on = None if answer == ReferralAnswer.WAITING else answered_on
    keep(referral)
    return referral
