"""What a promise posts to the ledger: that its day has come, and that it was kept in time."""

from __future__ import annotations

from datetime import date

from clinics.counting import DuePosting, list_due_postings
from clinics.enums import Measure
from consultations.counter.promises.enums import PromiseState
from consultations.counter.promises.models import Promise

SOURCE = "promise"


def find_counted_day(promise: Promise, day: date) -> date | None:
    """The day it counts for: the one on which it was due, or on which it was done before that.

    None while its day is still ahead, and for what is not needed any more.
    """
    if promise.state == PromiseState.DONE and promise.settled_on:
        return min(promise.settled_on, promise.due_on)
    is_due = promise.state == PromiseState.OPEN and promise.due_on < day
    return promise.due_on if is_due else None


def measure_promise(promise: Promise, day: date) -> dict[str, int]:
    """Numerator and denominator of the promises that were kept in time."""
    if find_counted_day(promise, day) is None:
        return {}
    is_kept = promise.state == PromiseState.DONE and not promise.is_late(day)
    return {Measure.PROMISE_DUE: 1, Measure.PROMISE_KEPT: int(is_kept)}


def list_promise_postings(promise: Promise, day: date) -> list[DuePosting]:
    """What should stand in the ledger for a promise as it is on `day`."""
    counted = find_counted_day(promise, day)
    return list_due_postings(counted, measure_promise(promise, day)) if counted else []
