"""Views of specific data as the audit trail tells them: who opened whose, when, and for what purpose."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.access.trail import PAGE, TrailKind, TrailLine, TrailPage, TrailQuestion, find_actors, narrow_rows
from krs_portal.accounts.models import User
from krs_portal.kit.pagination import fetch_keyset_page
from monitoring.occupants.models import Disclosure
from monitoring.occupants.policies import PER

SHOWN = 50


def read_openings(question: TrailQuestion, cursor: str | None) -> TrailPage:
    rows = narrow_rows(Disclosure.objects.select_related("seen_by"), question, key="household_id", at="seen_at")
    if question.actor:
        rows = rows.filter(seen_by__in=find_actors(question.actor))
    page = fetch_keyset_page(rows, order=("-pk",), cursor=cursor, size=PAGE)
    return TrailPage(page, [build_opening_line(each) for each in page])


def build_opening_line(opened: Disclosure) -> TrailLine:
    who = f"{opened.seen_by.name} ({opened.seen_by.email})"
    return TrailLine(opened.seen_at, who, _("dibuka"), opened.household_id, [], note=opened.purpose)


def list_opened(people: QuerySet[User], at: datetime) -> list[dict[str, Any]]:
    """Of the last day, those first who opened most."""
    rows = Disclosure.objects.filter(seen_by__in=people, seen_at__gt=at - timedelta(days=1)).values("seen_by__name")
    hour = Count("household", distinct=True, filter=Q(seen_at__gt=at - PER))
    counted = rows.annotate(
        day=Count("household", distinct=True), hour=hour, last_at=Max("seen_at"),
        released_until=Max("seen_by__disclosure_releases__ends_at"),
    )  # fmt: skip
    return [dict(row) for row in counted.order_by("-day", "seen_by__name", "seen_by")[:SHOWN]]


KIND = TrailKind(
    "disclosures",
    gettext_lazy("pembukaan data pribadi spesifik"),
    gettext_lazy("Pembukaan data"),
    read_openings,
)
