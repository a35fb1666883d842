"""Which closed consultations wait for their head, and what was said of the others."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from consultations.counter.enums import AmendmentKind
from consultations.counter.models import Amendment, Consultation
from consultations.counter.querysets import ConsultationQuerySet
from consultations.counter.review.enums import ReviewTab, ReviewVerdict
from consultations.counter.review.models import Review, ReviewSetting
from krs_portal.offices.models import Office


def wants_review(office: Office) -> bool:
    return ReviewSetting.objects.filter(office=office, is_wanted=True).exists()


def annotate_verdict(consultations: ConsultationQuerySet) -> ConsultationQuerySet:
    """Closed ones that are to be looked at, with the verdict that still holds: none, or of what stands now."""
    asked = consultations.closed().filter(
        office__review_setting__is_wanted=True, closed_at__gte=F("office__review_setting__set_at")
    )
    newest = list_holding_reviews(OuterRef("pk"), OuterRef("closed_at"))
    return asked.annotate(verdict=Subquery(newest.values("verdict")[:1]))


def list_holding_reviews(consultation: Any, closed_at: Any) -> QuerySet[Review]:
    """What was said of a consultation as it stands, the newest first: since it was closed and was corrected last."""
    changed = Amendment.objects.filter(
        consultation=OuterRef("consultation"), kind=AmendmentKind.CORRECTED, made_at__gt=OuterRef("made_at")
    )
    holding = Review.objects.filter(consultation=consultation, made_at__gte=closed_at)
    return holding.filter(~Exists(changed)).order_by("-made_at", "-pk")


def choose_reviewed(consultations: ConsultationQuerySet, tab: ReviewTab) -> ConsultationQuerySet:
    asked: Any = annotate_verdict(consultations)
    match tab:
        case ReviewTab.RETURNED:
            return asked.filter(verdict=ReviewVerdict.RETURNED)
        case ReviewTab.AGREED:
            return asked.filter(verdict=ReviewVerdict.AGREED)
    return asked.filter(verdict=None)


def count_waiting(office: Office) -> int | None:
    """How many of an office wait; None where it wants no reviews."""
    if not wants_review(office):
        return None
    return choose_reviewed(Consultation.objects.filter(office=office), ReviewTab.WAITING).count()


def waits_for_review(consultation: Consultation) -> bool:
    """Whether the head has not yet spoken of it as it stands; what was returned may be agreed to after all."""
    asked: Any = annotate_verdict(Consultation.objects.filter(pk=consultation.pk))
    return bool(asked.filter(Q(verdict=None) | Q(verdict=ReviewVerdict.RETURNED)).exists())
