"""What a referral of a consultation posts to the ledger: that its answer was due, and that the partner gave one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from clinics.counting import DuePosting, list_due_postings
from clinics.enums import Measure
from clinics.models import LedgerEntry
from consultations.counter.referring import CONSULTATION
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.referrals.models import Referral

SOURCE = "referral"


def list_counted_referrals() -> Any:
    """Those of consultations, with the moments in which they were answered or taken back."""
    return Referral.objects.filter(about_kind=CONSULTATION).with_answer().select_related("office")


def find_counted_day(referral: Any, day: date) -> date | None:
    """The day it counts for: the one of the answer, or the last one for it if that came before.

    None before the first of them, and for what was taken back in time. Taken back later, it stays unanswered: a ratio
    is not mended by withdrawing what waits.
    """
    due_on, zone = referral.due_on, referral.office.time_zone
    if referral.sent_at is None or due_on is None:
        return None
    if referral.answered_at:
        return min(day_of(referral.answered_at, zone), due_on)
    if referral.withdrawn_at and day_of(referral.withdrawn_at, zone) <= due_on:
        return None
    return due_on if due_on < day else None


def measure_referral(referral: Any, day: date) -> dict[str, int]:
    """Numerator and denominator of the referrals that were answered."""
    if find_counted_day(referral, day) is None:
        return {}
    return {Measure.REFERRAL_DUE: 1, Measure.REFERRAL_ANSWERED: int(referral.answered_at is not None)}


def list_referral_postings(referral: Any, day: date) -> list[DuePosting]:
    """What should stand in the ledger for a referral as it is on `day`."""
    counted = find_counted_day(referral, day)
    return list_due_postings(counted, measure_referral(referral, day)) if counted else []


def list_uncounted_referrals(at: datetime) -> QuerySet[Referral]:
    """Due or answered by now, and the ledger does not say so; with those that were taken back in time."""
    posted = (
        LedgerEntry.objects.live()
        .filter(source_kind=SOURCE, source_key=OuterRef("pk"))
        .values_list("rule__measure", flat=True)
    )
    is_due = Q(pk__in=())
    for zone in TimeZone:
        is_due |= Q(office__time_zone=zone.value, due_on__lt=day_of(at, zone.value))
    return (
        list_counted_referrals()
        .filter(sent_at__isnull=False)
        .annotate(
            is_due_posted=Exists(posted.filter(rule__measure=Measure.REFERRAL_DUE)),
            is_answer_posted=Exists(posted.filter(rule__measure=Measure.REFERRAL_ANSWERED)),
        )
        .filter(
            Q(answered_at__isnull=False) & (Q(is_due_posted=False) | Q(is_answer_posted=False))
            | Q(answered_at__isnull=True, is_due_posted=False) & is_due
        )
        .order_by("pk")
    )
