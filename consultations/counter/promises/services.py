"""Promising, answering, keeping and passing on, so that the ledger and the citizen always follow."""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from clinics.enums import Cause
from clinics.services import PostingSource, settle_postings
from consultations.booking.models.seats import Attendance
from consultations.counter.models import Consultation
from consultations.counter.promises import messages, policies
from consultations.counter.promises.clocks import compute_clock_day, fetch_clocks, set_ladder
from consultations.counter.promises.enums import CitizenWord, PromiseState, PromiseStep
from consultations.counter.promises.models import Promise
from consultations.counter.promises.posting import SOURCE, list_promise_postings
from consultations.people.policies import why_not_serve
from krs_portal.accounts.models import User
from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if
from krs_portal.kit.saving import save_checked_row
from krs_portal.kit.words import has_letters

LEAST_LETTERS = 3
logger = logging.getLogger(__name__)


@transaction.atomic
def make_promise(
    *, consultation: Consultation, text: str, due_on: date, by: Any, at: datetime, officer: User | None = None
) -> Promise:
    """Write down what the clinic will do; whoever writes it does it, unless a colleague is named."""
    consultation = lock_row(consultation, "office", no_key=True)  # it is not voided meanwhile
    office = consultation.office
    refuse_if(policies.why_not_promise(by, consultation))
    reject_if("" if has_letters(text, LEAST_LETTERS) else _("Tuliskan apa yang dijanjikan."), "text")
    day = day_of(at, office.time_zone)
    latest = compute_clock_day(fetch_clocks()[PromiseStep.CLOSE], office, day)
    reject_if(policies.why_not_due_on(due_on, today=day, latest=latest), "due_on")
    promise = Promise(
        consultation=consultation, office=office, text=text.strip(), due_on=due_on, made_at=at, made_by=by,
        close_due_on=latest,
    )  # fmt: skip
    give_to(promise, officer or by, by=by, at=at)
    return save_checked_row(promise)


def give_to(promise: Promise, officer: User | None, *, by: Any, at: datetime) -> None:
    """Start the ladder of whoever is given it; who takes it up themselves need not say so again."""
    if officer and officer != by:
        named = policies.list_officers(promise.office).filter(pk=officer.pk)
        reject_if(None if named.exists() else _("Pilih petugas unit ini."), "officer")
    promise.officer = officer
    is_taken = officer is not None and officer == by
    promise.acknowledged_at, promise.acknowledged_by = (at, by) if is_taken else (None, None)
    set_ladder(promise, day_of(at, promise.office.time_zone))


@transaction.atomic
def acknowledge_promise(*, promise: Promise, by: Any, at: datetime) -> Promise:
    promise = lock_promise(promise)
    refuse_if(policies.why_not_take(by, promise))
    reject_if(policies.why_not_acknowledge(by, promise))
    promise.acknowledged_at, promise.acknowledged_by = at, by
    return save_checked_row(promise)


@transaction.atomic
def answer_promise(*, promise: Promise, answer: str, by: Any, at: datetime) -> Promise:
    """Tell the citizen how it stands. Answered is not done: the day stays."""
    promise = lock_to_work_on(promise, by, at)
    reject_if("" if has_letters(answer, LEAST_LETTERS) else _("Tulis jawabannya."), "answer")
    promise.answer, promise.answered_at, promise.answered_by = answer.strip(), at, by
    save_checked_row(promise)
    messages.announce_promise(promise, messages.ANSWERED, at=at)
    return promise


@transaction.atomic
def finish_promise(*, promise: Promise, note: str, by: Any, at: datetime) -> Promise:
    """It is done. The citizen is told and may say that it is not."""
    promise = lock_to_work_on(promise, by, at)
    promise.citizen_says, promise.citizen_note, promise.citizen_said_at = "", "", None
    settle_promise(promise, PromiseState.DONE, note, by=by, at=at)
    messages.announce_promise(promise, messages.DONE, at=at)
    return promise


@transaction.atomic
def drop_promise(*, promise: Promise, note: str, by: Any, at: datetime) -> Promise:
    """It is not needed any more, for a reason; it counts neither as kept nor as due."""
    promise = lock_to_work_on(promise, by, at)
    reject_if("" if has_letters(note, LEAST_LETTERS) else _("Tuliskan mengapa tidak diperlukan lagi."), "note")
    settle_promise(promise, PromiseState.NOT_NEEDED, note, by=by, at=at)
    return promise


@transaction.atomic
def extend_promise(*, promise: Promise, due_on: date, reason: str, by: Any, at: datetime) -> Promise:
    """A later day, once and for a reason that the citizen reads."""
    promise = lock_promise(promise)
    today = day_of(at, promise.office.time_zone)
    reject_if(policies.why_not_extend(by, promise, today=today))
    reject_if("" if has_letters(reason, LEAST_LETTERS) else _("Tuliskan alasan perpanjangannya."), "reason")
    reject_if(None if due_on > promise.due_on else _("Tenggat yang baru sesudah yang lama."), "due_on")
    reject_if(policies.why_not_due_on(due_on, today=today, latest=promise.close_due_on), "due_on")
    promise.extended_from_on, promise.due_on = promise.due_on, due_on
    promise.extension_reason, promise.extended_at, promise.extended_by = reason.strip(), at, by
    begun = day_of(promise.acknowledged_at or at, promise.office.time_zone)
    clock = fetch_clocks()[PromiseStep.ANSWER_EXTENDED]
    promise.answer_due_on = compute_clock_day(clock, promise.office, begun)
    return save_checked_row(promise)


@transaction.atomic
def assign_promise(*, promise: Promise, officer: User, by: Any, at: datetime) -> Promise:
    """The head gives it to somebody, or to somebody else; their clocks begin today."""
    promise = lock_promise(promise)
    refuse_if(policies.why_not_assign(by, promise))
    reject_if(_("Tindak lanjut ini sudah pada petugas itu.") if promise.officer == officer else None, "officer")
    give_to(promise, officer, by=by, at=at)
    return save_checked_row(promise)


@transaction.atomic
def take_citizens_word(*, promise: Promise, attendance: Attendance, says: str, note: str, at: datetime) -> Promise:
    """The citizen says whether it is done. If it is not, it is open again and somebody else's: in the head's basket.

    The day stays as it was: what was not really done in time was late.
    """
    promise = lock_promise(promise)
    today = day_of(at, promise.office.time_zone)
    reject_if(policies.why_not_say(promise, attendance, today=today, says=says))
    promise.citizen_says, promise.citizen_note, promise.citizen_said_at = says, note.strip(), at
    if says == CitizenWord.NOT_DONE:
        promise.answered_at = promise.answered_by = promise.settled_at = promise.settled_by = None
        promise.state, promise.settled_note = PromiseState.OPEN, ""
        give_to(promise, None, by=None, at=at)
    save_checked_row(promise)
    if says == CitizenWord.NOT_DONE:
        count_where_open(promise, at=at)
    return promise


def count_where_open(promise: Promise, *, at: datetime) -> None:
    """A locked period does not silence a citizen: what it keeps out the job of the night tries again."""
    try:
        with transaction.atomic():
            count_promise(promise, Cause.REOPENED, by=None, at=at)
    except ValidationError:
        logger.warning("promise %s is open again, which a locked period does not let in", promise.pk)


def drop_promises_of(consultation: Consultation, reason: str, *, by: Any, at: datetime) -> None:
    """What was promised in a consultation that never was; what was done of it stays done, and counts no more."""
    of_it = Promise.objects.filter(consultation=consultation).exclude(state=PromiseState.NOT_NEEDED)
    for promise in of_it.select_for_update(of=("self",)).select_related("office").order_by("pk"):
        settle_promise(promise, PromiseState.NOT_NEEDED, reason[:300], by=by, at=at)


def settle_promise(promise: Promise, state: PromiseState, note: str, *, by: Any, at: datetime) -> None:
    promise.state, promise.settled_note = state, note.strip()
    promise.settled_at, promise.settled_by = at, by
    save_checked_row(promise)
    count_promise(promise, Cause.VOIDED if state == PromiseState.NOT_NEEDED else Cause.CLOSED, by=by, at=at)


def count_promise(promise: Promise, cause: Cause, *, by: Any, at: datetime) -> None:
    """Bring the ledger to what the promise counts for now."""
    for_today = day_of(at, promise.office.time_zone)
    for_day = min(promise.due_on, promise.settled_on or for_today)
    settle_postings(
        source=PostingSource(SOURCE, promise.pk),
        office=promise.office,
        happened_on=for_day,
        due=list_promise_postings(promise, for_today),
        cause=cause,
        by=by,
        at=at,
    )


def count_late_promises(*, at: datetime) -> list[int]:
    """Post what has fallen due and is still open. Returns those that a locked period keeps out."""
    kept_out = []
    for key in Promise.objects.late(at).order_by("pk").values_list("pk", flat=True):
        try:
            count_late_promise(key, at=at)
        except ValidationError:
            kept_out.append(key)
    return kept_out


@transaction.atomic
def count_late_promise(key: int, *, at: datetime) -> None:
    promise = lock_promise(Promise(pk=key))
    count_promise(promise, Cause.CLOSED, by=None, at=at)


def remind_officers(*, at: datetime) -> int:
    """Write to whoever has to keep a promise, the day before it is due and on the day; however often this is asked."""
    due = Promise.objects.due_soon(at).with_lines().order_by("pk")
    return sum(messages.write_reminder(promise, at=at) for promise in due.iterator(chunk_size=500))


def lock_to_work_on(promise: Promise, by: Any, at: datetime) -> Promise:
    """Whoever works on it has taken it in."""
    promise = lock_promise(promise)
    refuse_if(why_not_serve(by, promise.office))
    reject_if(policies.why_not_move(promise, PromiseState.DONE))
    if promise.acknowledged_at is None:
        promise.acknowledged_at, promise.acknowledged_by = at, by
        promise.officer = promise.officer or by
    return promise


def lock_promise(promise: Promise) -> Promise:
    return lock_row(promise, "office__parent", "officer", "consultation__attendance")
