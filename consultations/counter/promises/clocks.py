"""The ladder of a promise: by which days it is taken, answered and closed, and what is to be done next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from consultations.counter.promises.enums import PromiseState, PromiseStep
from consultations.counter.promises.models import Promise, PromiseClock
from krs_portal.offices.calendar import list_working_days
from krs_portal.offices.models import Office

# What SP4N-LAPOR! gives itself: three working days to take it in, five to answer a question, fourteen where it has to
# be looked into, sixty days to close.
DEFAULTS = {
    PromiseStep.ACKNOWLEDGE: (3, True, "Terima tugas ini", "Take this task on"),
    PromiseStep.ANSWER: (5, True, "Kabari pemohon", "Answer the applicant"),
    PromiseStep.ANSWER_EXTENDED: (14, True, "Kabari pemohon", "Answer the applicant"),
    PromiseStep.CLOSE: (60, False, "Putuskan: selesai atau tidak diperlukan lagi", "Decide: done, or not needed"),
}
DAYS_OFF_AMONG = 3  # so many calendar days surely hold one working day, but for the longest holidays

Clocks = Mapping[str, PromiseClock]


@dataclass(frozen=True)
class DueAct:
    label: Any
    due_on: date
    is_late: bool


def fetch_clocks() -> Clocks:
    """Every clock; a step that an administrator has removed runs as by default."""
    known = {clock.step: clock for clock in PromiseClock.objects.all()}
    return {step: known.get(step) or build_clock(step) for step in PromiseStep}


def build_clock(step: PromiseStep) -> PromiseClock:
    days, counts_working_days, act, act_en = DEFAULTS[step]
    return PromiseClock(step=step, days=days, counts_working_days=counts_working_days, act=act, act_en=act_en)


def compute_clock_day(clock: PromiseClock, office: Office, day: date) -> date:
    """The last day of a step that begins on `day`, as the office counts its days."""
    if not clock.counts_working_days:
        return day + timedelta(days=clock.days)
    far = day + timedelta(days=clock.days * DAYS_OFF_AMONG + 30)
    working = list_working_days(office.region, day + timedelta(days=1), far)
    return working[clock.days - 1] if len(working) >= clock.days else far


def set_ladder(promise: Promise, day: date) -> None:
    """Start the clocks of whoever is given it on `day`; it is closed sixty days after it was made."""
    clocks, answer = fetch_clocks(), PromiseStep.ANSWER_EXTENDED if promise.extended_at else PromiseStep.ANSWER
    promise.acknowledge_due_on = compute_clock_day(clocks[PromiseStep.ACKNOWLEDGE], promise.office, day)
    promise.answer_due_on = compute_clock_day(clocks[answer], promise.office, day)


def find_next_act(promise: Promise, day: date, clocks: Clocks) -> DueAct | None:
    """Who reads it knows what to do and until when; None for what is closed."""
    if promise.state != PromiseState.OPEN:
        return None
    label, due_on = choose_next_act(promise, day, clocks)
    return DueAct(label, due_on, due_on < day)


def choose_next_act(promise: Promise, day: date, clocks: Clocks) -> tuple[Any, date]:
    if promise.officer_id is None:
        return _("Kepala unit menunjuk petugas"), promise.acknowledge_due_on
    if promise.acknowledged_at is None:
        return clocks[PromiseStep.ACKNOWLEDGE].words, promise.acknowledge_due_on
    if promise.close_due_on < day:
        return clocks[PromiseStep.CLOSE].words, promise.close_due_on
    if promise.answered_at is None and (promise.citizen_says or promise.answer_due_on < promise.due_on):
        step = PromiseStep.ANSWER_EXTENDED if promise.extended_at else PromiseStep.ANSWER
        return clocks[step].words, promise.answer_due_on
    return _("Selesaikan"), promise.due_on
