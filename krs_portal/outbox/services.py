"""Writing messages, taking them back, and hearing what became of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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


class Letter(NamedTuple):
    """A message before it is written: of this kind, about this event, to these people, in these words."""

    kind: str
    event_key: str
    to: Recipient
    channel: str
    context: Mapping[str, Any]
    language: str = "id"
    office: Office | None = None
    about: About = About()
    send_after: datetime | None = None
    expires_at: datetime | None = None
    attachments: Sequence[Attached] = ()


def enqueue(*, at: datetime, **letter: Any) -> Message:
    """Write one `Letter`. For an event that has its message already, that one is returned and nothing is written."""
    enqueue_all([Letter(**letter)], at=at)
    return Message.objects.get(event_key=letter["event_key"])


def enqueue_all(letters: Sequence[Letter], *, at: datetime) -> None:
    """Write messages that leave once the transaction stands, or not before their `send_after`; one for an event."""
    made = {message.key: (message, letter) for letter in letters for message in [message_of(letter, at=at)]}
    with transaction.atomic(savepoint=False):  # a booking waits for this
        Message.objects.bulk_create([message for message, _letter in made.values()], ignore_conflicts=True)
        written = [(pk, *made[key]) for pk, key in Message.objects.filter(key__in=made).values_list("pk", "key")]
        Attachment.objects.bulk_create(
            Attachment(message_id=pk, **each._asdict())
            for pk, _message, letter in written
            for each in letter.attachments
        )
        ask_to_send(*(pk for pk, message, _letter in written if message.due_at <= at and not message.is_by_hand))


def message_of(letter: Letter, *, at: datetime) -> Message:
    spec = kinds.get(letter.kind)
    if letter.channel not in spec.channels:
        raise ValueError(f"messages of kind {letter.kind} do not leave over {letter.channel}")
    subject, body = spec.written(letter.channel, letter.language, letter.context)
    return Message(
        event_key=letter.event_key,
        kind=letter.kind,
        channel=letter.channel,
        language=letter.language,
        recipient=letter.to.address,
        recipient_name=" ".join(letter.to.name.split()),
        subject=subject[:200],
        body=body,
        office=letter.office,
        about_kind=letter.about.kind,
        about_key=letter.about.key,
        created_at=at,
        due_at=letter.send_after or at,
        expires_at=letter.expires_at,
    )


def ask_to_send(*message_ids: int) -> None:
    """After the transaction, and without waiting for a broker that is down: `jobs.send_due` looks again anyway."""

    def send() -> None:
        if len(message_ids) == 1:
            tasks.send_message.apply_async(message_ids, expires=STALE, retry=False)
        else:
            tasks.send_each.apply_async((message_ids, STALE), expires=STALE, retry=False)

    if message_ids:
        transaction.on_commit(send, robust=True)


def ask_for_due(*, at: datetime) -> int:
    """Everything whose turn has come, the lost and the forgotten too."""
    due = list(Message.objects.sendable(at).order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    ask_to_send(*due)
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
