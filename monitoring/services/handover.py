"""The file of a hand-over, one step at a time along its path, each with its day and the letter it rests on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit import formats
from krs_portal.kit.clock import day_of
from monitoring import papers, policies
from monitoring.enums import HandOverState
from monitoring.models import Estate, HandOver, HandOverPaper, HandOverStep


def refuse(sentence: str | None) -> None:
    if sentence:
        raise PermissionDenied(sentence)


@transaction.atomic
def begin_hand_over(*, estate: Estate, path: str, on: date, by: Any, at: datetime, **values: Any) -> HandOver:
    estate = Estate.objects.select_for_update(of=("self",)).select_related("office").get(pk=estate.pk)
    refuse(policies.why_not_edit_estate(by, estate))
    if HandOver.objects.filter(estate=estate).exists():
        raise ValidationError(_("Serah terima lokasi ini sudah dicatat."))
    hand_over = HandOver(estate=estate, path=path, since_on=on, **values)
    told_when(hand_over, on, at)
    checked(hand_over)
    HandOverStep.objects.create(hand_over=hand_over, state=hand_over.state, entered_on=on, noted_at=at, noted_by=by)
    return hand_over


@transaction.atomic
def describe_hand_over(*, hand_over: HandOver, by: Any, **values: Any) -> HandOver:
    hand_over = locked(hand_over)
    refuse(policies.why_not_edit_estate(by, hand_over.estate))
    for name, value in values.items():
        setattr(hand_over, name, value)
    return checked(hand_over)


def advance(*, hand_over: HandOver, on: date, letter: str = "", by: Any, at: datetime) -> HandOver:
    return moved(hand_over, +1, on, letter, by, at)


def send_back(*, hand_over: HandOver, on: date, letter: str, by: Any, at: datetime) -> HandOver:
    """Needs the letter that says why."""
    if not letter.strip():
        raise ValidationError({"letter": _("Sebutkan surat atau alasan pengembaliannya.")})
    return moved(hand_over, -1, on, letter, by, at)


@transaction.atomic
def moved(hand_over: HandOver, step: int, on: date, letter: str, by: Any, at: datetime) -> HandOver:
    hand_over = locked(hand_over)
    refuse(policies.why_not_move_hand_over(by, hand_over, step))
    told_when(hand_over, on, at)
    if hand_over.since_on and on < hand_over.since_on:
        raise ValidationError(
            {"on": _("Tahap sekarang baru dimulai %(day)s.") % {"day": formats.day(hand_over.since_on)}}
        )
    hand_over.steps.filter(left_on__isnull=True).update(left_on=on)
    state = policies.next_state(hand_over, step)
    if state is None:
        raise ValidationError(_("Tidak ada tahap ke arah itu."))
    hand_over.state, hand_over.since_on = HandOverState(state), on
    checked(hand_over)
    HandOverStep.objects.create(
        hand_over=hand_over, state=state, entered_on=on, letter=letter.strip(), noted_at=at, noted_by=by
    )
    return hand_over


@transaction.atomic
def set_obstacle(*, hand_over: HandOver, obstacle: str, since_on: date, by: Any, at: datetime) -> HandOver:
    hand_over = locked(hand_over)
    refuse(policies.why_not_edit_estate(by, hand_over.estate))
    told_when(hand_over, since_on, at, field="since_on")
    hand_over.obstacle, hand_over.obstacle_since_on = obstacle.strip(), since_on
    return checked(hand_over)


@transaction.atomic
def clear_obstacle(*, hand_over: HandOver, by: Any) -> HandOver:
    hand_over = locked(hand_over)
    refuse(policies.why_not_edit_estate(by, hand_over.estate))
    hand_over.obstacle, hand_over.obstacle_since_on = "", None
    return checked(hand_over)


@transaction.atomic
def tick_papers(*, hand_over: HandOver, received: dict[str, date | None], by: Any) -> HandOver:
    """The check-list as a whole: each code of it with the day it came, or None while it is missing."""
    hand_over = locked(hand_over)
    refuse(policies.why_not_edit_estate(by, hand_over.estate))
    for code, day in received.items():
        if side := papers.side_of(hand_over.path, code):
            HandOverPaper.objects.update_or_create(
                hand_over=hand_over, code=code, defaults={"side": side, "received_on": day}
            )
    return hand_over


def told_when(hand_over: HandOver, on: date, at: datetime, field: str = "on") -> None:
    if on > day_of(at, hand_over.estate.office.time_zone):
        raise ValidationError({field: _("Tanggal ini belum terjadi.")})


def locked(hand_over: HandOver) -> HandOver:
    return (
        HandOver.objects.select_for_update(of=("self",))
        .select_related("estate__office", "estate__region")
        .get(pk=hand_over.pk)
    )


def checked(hand_over: HandOver) -> HandOver:
    hand_over.full_clean()
    hand_over.save()
    return hand_over
