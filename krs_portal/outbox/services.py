"""Writing messages, cancelling them, and recording what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from time import monotonic
from typing import Any
from uuid import UUID

import pgtrigger
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit.about import About
from krs_portal.kit.locking import lock_row
from krs_portal.kit.personal import erase_rows
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.valkey import ask_worker
from krs_portal.offices.models import Office
from krs_portal.outbox import policies, tasks
from krs_portal.outbox.enums import ATTEMPTS, MESSAGE_MOVES, STALE, WAY, MessageState
from krs_portal.outbox.fates import move_messages, write_receipts
from krs_portal.outbox.models import Announcement, Attachment, Message, Receipt
from krs_portal.outbox.writing import OutgoingLetter, write_messages

AT_ONCE = 200  # what one look at the queue hands to the workers
SOON = 0.5  # seconds after which workers look at what was announced


def enqueue_message(*, at: datetime, **letter: Any) -> Message:
    """Write one message and return it. If its event has one already, that one is returned and nothing is written."""
    enqueue_messages([OutgoingLetter(**letter)], at=at)
    return Message.objects.get(event_key=letter["event_key"])


def enqueue_messages(letters: Sequence[OutgoingLetter], *, at: datetime) -> None:
    """Write messages, one for each event. They are sent after commit, or later if `send_after` says so."""
    with transaction.atomic(savepoint=False):
        request_sending(*write_messages(letters, at=at))


def announce_change(
    *, kind: str, about: About, sequence: int, at: datetime, office: Office | None = None, reason: str = ""
) -> None:
    """Record in one row that something happened; workers write the messages.

    Use it where a user waits for the answer. Idempotent for each `sequence`.
    """
    announcement = Announcement(
        kind=kind,
        about_kind=about.kind,
        about_key=about.key,
        sequence=sequence,
        reason=reason,
        office=office,
        announced_at=at,
    )
    Announcement.objects.bulk_create([announcement], ignore_conflicts=True)
    request_writing()


def request_sending(*message_ids: int) -> None:
    """After commit, queue the sending. If the broker is down nothing is lost: `jobs.queue_due_messages` asks again."""
    if len(message_ids) == 1:
        ask_worker(tasks.send_message, *message_ids, expires=STALE)
    elif message_ids:
        ask_worker(tasks.queue_messages, message_ids, expires=STALE)


_asked_at = -SOON


def request_writing() -> None:
    """After commit, queue the writing of announcements.

    A process asks at most once in SOON seconds: the task writes all that are due.
    """

    def ask() -> None:
        global _asked_at
        if monotonic() >= _asked_at + SOON:
            _asked_at = monotonic()
            ask_worker(tasks.write_due_announcements, countdown=SOON, expires=SOON + STALE)

    transaction.on_commit(ask, robust=True)


def request_due_messages(*, at: datetime) -> int:
    """Queue every message that is due, including those whose first request was lost."""
    due = list(Message.objects.sendable(at).order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    request_sending(*due)
    return len(due)


def request_due_announcements(*, at: datetime) -> None:
    """Queue the writing of announcements, if any are due."""
    if Announcement.objects.due(at).exists():
        request_writing()


def fail_expired_messages(*, at: datetime) -> int:
    """Fail messages that have expired or used up their attempts."""
    late = Message.objects.due(at).filter(expires_at__lte=at)
    worn = Message.objects.due(at).filter(attempts__gte=ATTEMPTS)
    too_late, died = _("Batas waktunya lewat sebelum terkirim."), _("Pengiriman terputus berulang kali.")
    return move_messages(late, MessageState.FAILED, at=at, detail=too_late, last_error=too_late) + move_messages(
        worn, MessageState.FAILED, at=at, detail=died, last_error=died
    )


def cancel_messages_about(about: About, *, at: datetime, kinds: Collection[str] = (), reason: str = "") -> int:
    """Cancel what has not been sent about something, written or only announced; return how many messages.

    Announcements go first: if a worker is writing one just now, the DELETE waits for it and the UPDATE finds its
    messages.
    """
    announced, waiting = Announcement.objects.about(*about), Message.objects.about(*about)
    (announced.filter(kind__in=kinds) if kinds else announced).delete()
    return move_messages(
        waiting.filter(kind__in=kinds) if kinds else waiting, MessageState.CANCELLED, at=at, detail=reason
    )


@transaction.atomic
def erase_letters(abouts: Iterable[About], *, at: datetime) -> int:
    """Cancel what has not been sent about the rows of erased people, and empty what was written; return how many."""
    keys: list[int] = []
    for about in abouts:
        cancel_messages_about(about, at=at)
        keys += Message.objects.about(*about).values_list("pk", flat=True)
    return erase_messages(keys)


def erase_messages(keys: Collection[int]) -> int:
    """Whom they went to and their words go, with what was attached; that they were sent, and when, stays."""
    with pgtrigger.ignore("outbox.Attachment:append_only"):
        Attachment.objects.filter(message__in=keys).delete()
    erase_rows(Receipt, list(Receipt.objects.filter(message__in=keys).values_list("pk", flat=True)))
    return erase_rows(Message, keys)


@transaction.atomic
def retry_message(*, message: Message, by: Any, at: datetime) -> Message:
    """Send now what failed or waits for its next attempt. What is about to be sent anyway is only asked for again."""
    message = lock_message(message)
    refuse_if(policies.why_not_retry(by, message, at=at))
    if message.state != MessageState.QUEUED or message.attempts or message.due_at > at:
        write_receipts([message.pk], MessageState.QUEUED, at=at, detail=_("Diminta kirim ulang."), by=by)
        message.state, message.due_at, message.attempts = MessageState.QUEUED, at, 0
        message.save(update_fields=["state", "due_at", "attempts"])
    request_sending(message.pk)
    return message


@transaction.atomic
def cancel_message(*, message: Message, by: Any, at: datetime) -> Message:
    message = lock_message(message)
    refuse_if(policies.why_not_cancel(by, message))
    return move_message(message, MessageState.CANCELLED, at=at, detail=_("Dibatalkan petugas."), by=by)


@transaction.atomic
def mark_message_sent(*, message: Message, by: Any, at: datetime) -> Message:
    """Record that a person sent it from their own telephone."""
    message = lock_message(message)
    refuse_if(policies.why_not_mark_sent(by, message, at=at))
    return move_message(message, MessageState.SENT, at=at, detail=_("Dikirim dengan tangan."), by=by, last_error="")


def move_message(message: Message, state: MessageState, **values: Any) -> Message:
    move_messages(Message.objects.filter(pk=message.pk), state, **values)
    message.refresh_from_db()
    return message


@transaction.atomic
def record_receipt(*, key: UUID | None, provider_id: str, state: MessageState, at: datetime, detail: str = "") -> bool:
    """Record what the provider reports, in whatever order reports arrive; a message's state only moves forward.

    Returns whether the message is known.
    """
    known = Message.objects.filter(key=key) if key else Message.objects.filter(provider_id=provider_id)
    message = known.select_for_update(of=("self",)).first() if key or provider_id else None
    if message is None:
        return False
    if message.receipts.filter(state=state, noted_at=at, by=None).exists():
        return True  # the gateway reported it before
    write_receipts([message.pk], state, at=at, detail=detail)
    before = MessageState(message.state)
    if state in MESSAGE_MOVES[before] and WAY.index(state) > WAY.index(before):
        message.state, message.last_error = state, detail[:500] if state == MessageState.FAILED else ""
        message.save(update_fields=["state", "last_error"])
    return True


def lock_message(message: Message) -> Message:
    return lock_row(message, "office__parent")
