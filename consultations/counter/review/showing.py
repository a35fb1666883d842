"""The reviews of one consultation, as a part of its page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.counter.enums import ConsultationState
from consultations.counter.models import Consultation
from consultations.counter.review.enums import ReviewVerdict
from consultations.counter.review.policies import why_not_review
from consultations.counter.review.waiting import wants_review
from krs_portal.kit.actions import Action
from krs_portal.kit.badges import build_badge


def build_review_card(user: Any, consultation: Consultation) -> dict[str, Any] | None:
    """None where nobody reviews and nothing was said."""
    lines = [
        (review, build_badge(ReviewVerdict(review.verdict)))
        for review in consultation.reviews.select_related("made_by").order_by("-made_at", "-pk")
    ]
    asked = consultation.state == ConsultationState.CLOSED and wants_review(consultation.office)
    if not lines and not asked:
        return None
    url = reverse("consultations:review", args=[consultation.pk])
    action = Action(_("Tinjau"), url, why_not_review(user, consultation), "clipboard-check", "primary")
    return {"lines": lines, "actions": [action] if asked else [], "zone": consultation.office.time_zone}
