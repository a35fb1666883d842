"""What happened to a consultation: who wrote, changed, closed, reopened or corrected it, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from consultations.counter.enums import ConsultationState, Outcome
from consultations.counter.models import Amendment, Consultation
from krs_portal.accounts.models import User

SHOWN_FIELDS = [
    "client_name", "kind", "head_count", "channel", "happened_on", "summary", "advice", "next_steps", "obstacle",
    "follow_up", "house_id", "is_technical_assistance", "outcome", "officer_id",
]  # fmt: skip


@dataclass(frozen=True)
class HistoryStep:
    at: datetime
    title: str
    by: str
    detail: str = ""


def list_history_steps(consultation: Consultation) -> list[HistoryStep]:
    """From the audit trail and the amendments, the oldest first."""
    trail: Any = consultation  # pghistory adds `events`
    events = list(trail.events.select_related("pgh_context").order_by("pgh_id"))
    names = dict(
        User.objects.filter(pk__in=[pk for event in events if (pk := find_event_user(event))]).values_list("pk", "name")
    )
    told = [HistoryStep(consultation.recorded_at, _("Dicatat"), str(consultation.recorded_by or ""))]
    if consultation.closed_at and (not events or events[0].state == ConsultationState.CLOSED):  # came in closed
        outcome = str(consultation.get_outcome_display())
        told.append(HistoryStep(consultation.closed_at, _("Ditutup"), str(consultation.closed_by or ""), outcome))
    for before, event in pairwise(events):
        if found := describe_edit(before, event):
            told.append(
                HistoryStep(event.pgh_created_at, found[0], names.get(find_event_user(event) or 0, ""), found[1])
            )
    told += map(build_amendment_step, consultation.amendments.select_related("made_by"))
    return sorted(told, key=lambda step: step.at)


def describe_edit(before: Any, event: Any) -> tuple[str, str] | None:
    """Title and detail of an edit. Reopening and correcting have an amendment, which says them with the reason."""
    match before.state, event.state:
        case ConsultationState.OPEN, ConsultationState.CLOSED:
            return _("Ditutup"), str(Outcome(event.outcome).label)
        case ConsultationState.OPEN, ConsultationState.OPEN:
            return (_("Diubah"), changed) if (changed := format_changed_fields(before, event)) else None
        case ConsultationState.CLOSED, ConsultationState.CLOSED:
            return (_("Isi yang dikoreksi"), changed) if (changed := format_changed_fields(before, event)) else None
    return None


def format_changed_fields(before: Any, event: Any) -> str:
    """The names of the fields that differ."""
    differ = [name for name in SHOWN_FIELDS if getattr(before, name) != getattr(event, name)]
    fields: Any = [Consultation._meta.get_field(name.removesuffix("_id")) for name in differ]
    return ", ".join(str(field.verbose_name) for field in fields)


def build_amendment_step(amendment: Amendment) -> HistoryStep:
    return HistoryStep(amendment.made_at, str(amendment.get_kind_display()), str(amendment.made_by), amendment.reason)


def find_event_user(event: Any) -> int | None:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None
