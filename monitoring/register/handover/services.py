"""Move a hand-over along its path, one state at a time; each step keeps its day and the letter it is based on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit import formats
from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_future_day, reject_if
from krs_portal.kit.saving import save_checked_row, set_fields
from monitoring.register.handover import papers, policies
from monitoring.register.handover.enums import HandOverState
from monitoring.register.handover.models import HandOver, HandOverPaper, HandOverStep
from monitoring.register.models import Estate
from monitoring.register.policies import why_not_edit_estate
from monitoring.register.services import lock_estate


@transaction.atomic
def begin_hand_over(*, estate: Estate, path: str, on: date, by: Any, at: datetime, **values: Any) -> HandOver:
    estate = lock_estate(estate, by)
    if HandOver.objects.filter(estate=estate).exists():
        raise ValidationError(_("Serah terima lokasi ini sudah dicatat."))
    hand_over = HandOver(estate=estate, path=path, since_on=on, **values)
    reject_day_to_come(hand_over, "on", on, at)
    save_checked_row(hand_over)
    HandOverStep.objects.create(hand_over=hand_over, state=hand_over.state, entered_on=on, noted_at=at, noted_by=by)
    return hand_over


@transaction.atomic
def describe_hand_over(*, hand_over: HandOver, by: Any, at: datetime, **values: Any) -> HandOver:
    hand_over = lock_hand_over(hand_over, by)
    set_fields(hand_over, values)
    return save_checked_row(hand_over)


def advance_hand_over(
    *, hand_over: HandOver, on: date, letter: str = "", to: str = "", by: Any, at: datetime
) -> HandOver:
    """Move the hand-over one state on. `to` is the state that was meant: where another comes next, nothing moves."""
    return move_hand_over(hand_over, +1, on, letter, to, by, at)


def return_hand_over(*, hand_over: HandOver, on: date, letter: str, to: str = "", by: Any, at: datetime) -> HandOver:
    """Return the hand-over to the state before. The letter or reason is required."""
    if not letter.strip():
        raise ValidationError({"letter": _("Sebutkan surat atau alasan pengembaliannya.")})
    return move_hand_over(hand_over, -1, on, letter, to, by, at)


@transaction.atomic
def move_hand_over(hand_over: HandOver, step: int, on: date, letter: str, to: str, by: Any, at: datetime) -> HandOver:
    hand_over = lock_hand_over(hand_over, by)
    reject_if(policies.why_not_move_to(hand_over, step, to))
    refuse_if(policies.why_not_move_hand_over(by, hand_over, step))
    reject_day_to_come(hand_over, "on", on, at)
    if hand_over.since_on and on < hand_over.since_on:
        raise ValidationError(
            {"on": _("Tahap sekarang baru dimulai %(day)s.") % {"day": formats.format_day(hand_over.since_on)}}
        )
    hand_over.steps.filter(left_on__isnull=True).update(left_on=on)
    state = policies.find_next_hand_over_state(hand_over, step)
    if state is None:
        raise ValidationError(_("Tidak ada tahap ke arah itu."))
    hand_over.state, hand_over.since_on = HandOverState(state), on
    save_checked_row(hand_over)
    HandOverStep.objects.create(
        hand_over=hand_over, state=state, entered_on=on, letter=letter.strip(), noted_at=at, noted_by=by
    )
    return hand_over


@transaction.atomic
def set_obstacle(*, hand_over: HandOver, obstacle: str, since_on: date, by: Any, at: datetime) -> HandOver:
    hand_over = lock_hand_over(hand_over, by)
    reject_day_to_come(hand_over, "since_on", since_on, at)
    hand_over.obstacle, hand_over.obstacle_since_on = obstacle.strip(), since_on
    return save_checked_row(hand_over)


@transaction.atomic
def clear_obstacle(*, hand_over: HandOver, by: Any, at: datetime) -> HandOver:
    hand_over = lock_hand_over(hand_over, by)
    hand_over.obstacle, hand_over.obstacle_since_on = "", None
    return save_checked_row(hand_over)


@transaction.atomic
def tick_papers(*, hand_over: HandOver, received: dict[str, date | None], by: Any, at: datetime) -> HandOver:
    """Save the whole check-list: each code with the day on which the paper was received, or None. Unknown codes are
    passed over.
    """
    hand_over = lock_hand_over(hand_over, by)
    for code, day in received.items():
        if side := papers.find_paper_side(hand_over.path, code):
            HandOverPaper.objects.update_or_create(
                hand_over=hand_over, code=code, defaults={"side": side, "received_on": day}
            )
    return hand_over


def reject_day_to_come(hand_over: HandOver, field: str, on: date, at: datetime) -> None:
    reject_future_day(field, on, day_of(at, hand_over.estate.office.time_zone))


def lock_hand_over(hand_over: HandOver, by: Any) -> HandOver:
    """Lock the hand-over for somebody who may edit its estate."""
    found = lock_row(hand_over, "estate__office")
    refuse_if(why_not_edit_estate(by, found.estate))
    return found
