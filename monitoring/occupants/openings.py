"""Views of specific data as the audit trail tells them: who opened whose, when, and for what purpose."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.access.trail import PAGE, TrailKind, TrailLine, TrailPage, TrailQuestion, find_actors, narrow_rows
from krs_portal.kit.pagination import fetch_keyset_page
from monitoring.occupants.models import Disclosure


def read_openings(question: TrailQuestion, cursor: str | None) -> TrailPage:
    rows = narrow_rows(Disclosure.objects.select_related("seen_by"), question, key="household_id", at="seen_at")
    if question.actor:
        rows = rows.filter(seen_by__in=find_actors(question.actor))
    page = fetch_keyset_page(rows, order=("-pk",), cursor=cursor, size=PAGE)
    return TrailPage(page, [build_opening_line(each) for each in page])


def build_opening_line(opened: Disclosure) -> TrailLine:
    who = f"{opened.seen_by.name} ({opened.seen_by.email})"
    return TrailLine(opened.seen_at, who, _("dibuka"), opened.household_id, [], note=opened.purpose)


KIND = TrailKind(
    "disclosures",
    gettext_lazy("pembukaan data pribadi spesifik"),
    gettext_lazy("Pembukaan data"),
    read_openings,
)
