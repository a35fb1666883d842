"""Writing messages, taking them back, and hearing what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.offices.models import Office
from krs_portal.outbox import kinds, policies, tasks
from krs_portal.outbox.enums import ATTEMPTS, MESSAGE_MOVES, WAY, MessageState
from krs_portal.outbox.fates import move, note
from krs_portal.outbox.models import Attachment, Message

AT_ONCE = 200  # what one look at the queue hands to the workers
STALE = 10  # seconds after which a request to send is no longer worth taking: the next look asks again


class Recipient(NamedTuple):
    address: str  # e-mail, or telephone as E.164
    name: str = ""


class About(NamedTuple):
    """What a message is about, without the outbox knowing what it is."""

    kind: str = ""
    key: str = ""


class Attached(NamedTuple):
    name: str
    content_type: str  # with its parameters: "text/calendar; method=REQUEST"
    content: bytes


def enqueue(
    *,
    kind: str,
    event_key: str,
    to: Recipient,
    channel: str,
    context: Mapping[str, Any],
    at: datetime,
    language: str = "id",
    office: Office | None = None,
    about: About = About(),  # noqa: B008 a tuple does not change
    send_after: datetime | None = None,
    expires_at: datetime | None = None,
    attachments: Iterable[Attached] = (),
) -> Message:
    """Write a message that leaves once the transaction stands, or not before `send_after`.

    For an event that has its message already, that one is returned and nothing is written.
    """
    spec = kinds.get(kind)
    if channel not in spec.channels:
        raise ValueError(f"messages of kind {kind} do not leave over {channel}")
    subject, body = spec.written(channel, language, context)
    message = Message(
        event_key=event_key,
        kind=kind,
        channel=channel,
        language=language,
        recipient=to.address,
        recipient_name=" ".join(to.name.split()),
        subject=subject[:200],
        body=body,
        office=office,
        about_kind=about.kind,
        about_key=about.key,
        created_at=at,
        due_at=send_after or at,
        expires_at=expires_at,
    )
    with transaction.atomic(savepoint=False):  # a booking waits for this
        Message.objects.bulk_create([message], ignore_conflicts=True)
        written = Message.objects.get(event_key=event_key)
        if written.key != message.key:
            return written
        Attachment.objects.bulk_create(Attachment(message=written, **each._asdict()) for each in attachments)
        if written.due_at <= at and not written.is_by_hand:
            ask_to_send(written.pk)
    return written


def ask_to_send(message_id: int) -> None:
    """After the transaction, and without waiting for a broker that is down: `jobs.send_due` looks again anyway."""

    def send() -> None:
        tasks.send_message.apply_async((message_id,), expires=STALE, retry=False)

    transaction.on_commit(send, robust=True)


def ask_for_due(*, at: datetime) -> int:
    """Everything whose turn has come, the lost and the forgotten too."""
    due = list(Message.objects.sendable(at).order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    for message_id in due:
        ask_to_send(message_id)
    return len(due)


def end_what_is_over(*, at: datetime) -> int:
    """Messages that come too late, or whose every attempt died with its worker, fail and say so."""
    late = Message.objects.due(at).filter(expires_at__lte=at)
    worn = Message.objects.due(at).filter(attempts__gte=ATTEMPTS)
    too_late, died = _("Batas waktunya lewat sebelum terkirim."), _("Pengiriman terputus berulang kali.")
    return move(late, MessageState.FAILED, at=at, detail=too_late, last_error=too_late) + move(
        worn, MessageState.FAILED, at=at, detail=died, last_error=died
    )


def cancel_about(about: About, *, at: datetime, kinds: Collection[str] = (), reason: str = "") -> int:
    """Take back what has not left about something; all of it, or some kinds. How many were taken back."""
    waiting = Message.objects.about(*about)
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
