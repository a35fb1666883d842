"""Writing messages, taking them back, and hearing what became of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from time import monotonic
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit.about import About
from krs_portal.offices.models import Office
from krs_portal.outbox import policies, tasks
from krs_portal.outbox.enums import ATTEMPTS, MESSAGE_MOVES, STALE, WAY, MessageState
from krs_portal.outbox.fates import move, note
from krs_portal.outbox.models import Announcement, Message
from krs_portal.outbox.writing import Letter, write

AT_ONCE = 200  # what one look at the queue hands to the workers
SOON = 0.5  # seconds after which workers look at what was announced


def enqueue(*, at: datetime, **letter: Any) -> Message:
    """Write one `Letter`. For an event that has its message already, that one is returned and nothing is written."""
    enqueue_all([Letter(**letter)], at=at)
    return Message.objects.get(event_key=letter["event_key"])


def enqueue_all(letters: Sequence[Letter], *, at: datetime) -> None:
    """Write messages that leave once the transaction stands, or not before their `send_after`; one for an event."""
    with transaction.atomic(savepoint=False):
        ask_to_send(*write(letters, at=at))


def announce(
    *, kind: str, about: About, sequence: int, at: datetime, office: Office | None = None, reason: str = ""
) -> None:
    """Say in one row what happened, where somebody waits for an answer; workers write its messages from there.

    Once for each change: `sequence` counts them.
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
    ask_to_tell()


def ask_to_send(*message_ids: int) -> None:
    """After the transaction, and without waiting for a broker that is down: `jobs.send_due` looks again anyway."""

    def send() -> None:
        if len(message_ids) == 1:
            tasks.send_message.apply_async(message_ids, expires=STALE, retry=False)
        else:
            tasks.send_each.apply_async((message_ids,), expires=STALE, retry=False)

    if message_ids:
        transaction.on_commit(send, robust=True)


_asked_at = -SOON


def ask_to_tell() -> None:
    """After the transaction. What is announced before the workers look goes along: a process asks once in that time."""

    def tell() -> None:
        global _asked_at
        if monotonic() >= _asked_at + SOON:
            _asked_at = monotonic()
            tasks.tell.apply_async(countdown=SOON, expires=SOON + STALE, retry=False)

    transaction.on_commit(tell, robust=True)


def ask_for_due(*, at: datetime) -> int:
    """Everything whose turn has come, the lost and the forgotten too."""
    due = list(Message.objects.sendable(at).order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    ask_to_send(*due)
    return len(due)


def ask_for_untold(*, at: datetime) -> None:
    """What was announced and is not written yet, if there is any."""
    if Announcement.objects.due(at).exists():
        ask_to_tell()


def end_what_is_over(*, at: datetime) -> int:
    """Messages that come too late, or whose every attempt died with its worker, fail and say so."""
    late = Message.objects.due(at).filter(expires_at__lte=at)
    worn = Message.objects.due(at).filter(attempts__gte=ATTEMPTS)
    too_late, died = _("Batas waktunya lewat sebelum terkirim."), _("Pengiriman terputus berulang kali.")
    return move(late, MessageState.FAILED, at=at, detail=too_late, last_error=too_late) + move(
        worn, MessageState.FAILED, at=at, detail=died, last_error=died
    )


def cancel_about(about: About, *, at: datetime, kinds: Collection[str] = (), reason: str = "") -> int:
    """Take back what has not left about something, written or only announced. How many messages were taken back.

    What is announced goes first: when somebody writes it just now, this waits, and finds the messages.
    """
    announced, waiting = Announcement.objects.about(*about), Message.objects.about(*about)
    (announced.filter(kind__in=kinds) if kinds else announced).delete()
    return move(waiting.filter(kind__in=kinds) if kinds else waiting, MessageState.CANCELLED, at=at, detail=reason)


def reschedule(
    about: About, *, send_after: datetime, expires_at: datetime | None = None, kinds: Collection[str] = ()
) -> int:
    """Give waiting messages another time. Their words stay: where those change, cancel and write anew."""
    waiting = Message.objects.about(*about).filter(state=MessageState.QUEUED)
    waiting = waiting.filter(kind__in=kinds) if kinds else waiting
    return waiting.update(due_at=send_after, expires_at=expires_at)


@transaction.atomic
def retry(*, message: Message, by: Any, at: datetime) -> Message:
    """Send now what failed or waits for its next attempt."""
    message = locked(message)
    refuse(policies.why_not_retry(by, message, at=at))
    note([message.pk], MessageState.QUEUED, at=at, detail=_("Diminta kirim ulang."), by=by)
    message.state, message.due_at, message.attempts = MessageState.QUEUED, at, 0
    message.save(update_fields=["state", "due_at", "attempts"])
    ask_to_send(message.pk)
    return message


@transaction.atomic
def cancel(*, message: Message, by: Any, at: datetime) -> Message:
    message = locked(message)
    refuse(policies.why_not_cancel(by, message))
    return moved(message, MessageState.CANCELLED, at=at, detail=_("Dibatalkan petugas."), by=by)


@transaction.atomic
def mark_sent(*, message: Message, by: Any, at: datetime) -> Message:
    """Somebody sent it from their own telephone."""
    message = locked(message)
    refuse(policies.why_not_mark_sent(by, message))
    return moved(message, MessageState.SENT, at=at, detail=_("Dikirim dengan tangan."), by=by, last_error="")


def moved(message: Message, state: MessageState, **values: Any) -> Message:
    move(Message.objects.filter(pk=message.pk), state, **values)
    message.refresh_from_db()
    return message


@transaction.atomic
def take_receipt(*, key: UUID | None, provider_id: str, state: MessageState, at: datetime, detail: str = "") -> bool:
    """Keep what the provider says, in whatever order it comes; a message only moves on. Whether it is known to us."""
    known = Message.objects.filter(key=key) if key else Message.objects.filter(provider_id=provider_id)
    message = known.select_for_update(of=("self",)).first() if key or provider_id else None
    if message is None:
        return False
    if message.receipts.filter(state=state, noted_at=at, by=None).exists():
        return True  # told twice
    note([message.pk], state, at=at, detail=detail)
    before = MessageState(message.state)
    if state in MESSAGE_MOVES[before] and WAY.index(state) > WAY.index(before):
        message.state, message.last_error = state, detail[:500] if state == MessageState.FAILED else ""
        message.save(update_fields=["state", "last_error"])
    return True


def locked(message: Message) -> Message:
    return Message.objects.select_for_update(of=("self",)).select_related("office__parent").get(pk=message.pk)


def refuse(sentence: str | None) -> None:
    if sentence:
        raise PermissionDenied(sentence)
