"""The decisions of a meeting: recorded, reminded of, finished with their proof."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit.about import About
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.words import squeeze_spaces
from krs_portal.meetings import messages, policies
from krs_portal.meetings.enums import DecisionState
from krs_portal.meetings.models import Decision, Meeting
from krs_portal.meetings.services.minutes import redraft_minutes
from krs_portal.meetings.services.planning import lock_meeting
from krs_portal.offices.models import Office


@transaction.atomic
def record_decision(
    *,
    meeting: Meeting,
    text: str,
    by: Any,
    at: datetime,
    owner_office: Office | None = None,
    owner_name: str = "",
    due_on: date | None = None,
    about: About | None = None,
) -> Decision:
    """Record a decision. It belongs to the minutes: if those are proposed already, they become a draft again."""
    meeting = lock_meeting(meeting)
    refuse_if(policies.why_not_write(by, meeting))
    about = meeting.about if about is None else about
    decision = Decision(
        meeting=meeting, text=text.strip(), owner_office=owner_office, owner_name=squeeze_spaces(owner_name),
        due_on=due_on, about_kind=about.kind, about_key=about.key, decided_at=at, decided_by=by,
    )  # fmt: skip
    decision.full_clean()
    decision.save()
    if minutes := policies.find_minutes(meeting):
        redraft_minutes(minutes)
    return decision


def finish_decision(*, decision: Decision, proof: str, by: Any, at: datetime) -> Decision:
    return close_decision(decision, DecisionState.DONE, proof, by=by, at=at)


def drop_decision(*, decision: Decision, reason: str, by: Any, at: datetime) -> Decision:
    return close_decision(decision, DecisionState.DROPPED, reason, by=by, at=at)


@transaction.atomic
def close_decision(decision: Decision, state: DecisionState, words: str, *, by: Any, at: datetime) -> Decision:
    decision = lock_decision(decision)
    refuse_if(policies.why_not_finish(by, decision))
    if not words.strip():
        raise ValidationError({"proof": _("Tuliskan bukti selesainya, atau alasan tidak dilanjutkan.")})
    decision.state, decision.proof, decision.done_at, decision.done_by = state, words.strip(), at, by
    decision.save()
    messages.cancel_decision_reminders(decision, at=at)
    return decision


@transaction.atomic
def carry_decision(*, decision: Decision, due_on: date, by: Any, at: datetime) -> Decision:
    """Give the decision a later due day; how often that happened is counted."""
    decision = lock_decision(decision)
    refuse_if(policies.why_not_carry(by, decision))
    if decision.due_on and due_on <= decision.due_on:
        raise ValidationError({"due_on": _("Batas waktu yang baru sesudah yang lama.")})
    decision.due_on, decision.carried = due_on, decision.carried + 1
    decision.save()
    messages.cancel_decision_reminders(decision, at=at)
    return decision


def remind_decision_owners(*, at: datetime) -> int:
    """Remind everybody whose decision is overdue or due within three days; return how many messages were written."""
    day = day_of(at, TimeZone.WIT)  # the easternmost zone, where each day begins first
    pressing = Decision.objects.to_remind_of(day).select_related("owner_office", "meeting__office")
    return sum(
        messages.write_decision_reminders(decision, day=day, at=at) for decision in pressing.order_by("pk").iterator()
    )


def lock_decision(decision: Decision) -> Decision:
    return lock_row(decision, "meeting__office__parent", "owner_office__parent")
