"""Saying that an office wants reviews, and reviewing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.counter.models import Consultation
from consultations.counter.review import policies
from consultations.counter.review.enums import ReviewVerdict
from consultations.counter.review.models import Review, ReviewSetting
from consultations.counter.review.waiting import list_holding_reviews
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if
from krs_portal.kit.saving import save_checked_row
from krs_portal.offices.models import Office


@transaction.atomic
def set_review(*, office: Office, is_wanted: bool, by: Any, at: datetime) -> ReviewSetting:
    """From now on, or no more; said again, it goes on from when it was said first."""
    refuse_if(policies.why_not_set_review(by, office))
    office = lock_row(office, no_key=True)
    setting = ReviewSetting.objects.filter(office=office).first() or ReviewSetting(office=office)
    if setting.pk and setting.is_wanted == is_wanted:
        return setting
    setting.is_wanted, setting.set_at, setting.set_by = is_wanted, at, by
    setting.save()
    return setting


@transaction.atomic
def review_consultation(*, consultation: Consultation, verdict: str, remark: str, by: Any, at: datetime) -> Review:
    """Agree, or return it with a remark; said again, the first stands. Nothing of the consultation changes, nor what
    it counts for.
    """
    consultation = lock_row(consultation, "office__parent", no_key=True)
    refuse_if(policies.why_not_review(by, consultation))
    remark = remark.strip()
    returned = verdict == ReviewVerdict.RETURNED and not remark
    reject_if(_("Tuliskan apa yang perlu diperbaiki.") if returned else None, "remark")
    last = list_holding_reviews(consultation, consultation.closed_at).first()
    if last and (last.verdict, last.remark) == (verdict, remark):
        return last
    return save_checked_row(Review(consultation=consultation, verdict=verdict, remark=remark, made_at=at, made_by=by))
