"""Deferred work: what was announced is written, a message leaves. Killed at any point, it can be run again.

Why nothing is lost and nothing said twice: docs/decisions/0005.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from celery import shared_task
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from krs_portal.kit.clock import now
from krs_portal.outbox import channels, kinds
from krs_portal.outbox.enums import ATTEMPTS, LEASE, PAUSES, SECONDS_TO_SEND, STALE, MessageState
from krs_portal.outbox.fates import DETAIL, move
from krs_portal.outbox.models import Announcement, Message
from krs_portal.outbox.querysets import MessageQuerySet
from krs_portal.outbox.writing import write

logger = logging.getLogger(__name__)


@shared_task
def tell() -> None:
    """Write the messages of whatever was announced. Each is a transaction: a worker that dies has done it or not."""
    for announcement_id in Announcement.objects.due(now()).order_by("pk").values_list("pk", flat=True):
        send_each(written(announcement_id, now()))


def written(announcement_id: int, at: datetime) -> list[int]:
    """The messages that may leave now. An announcement goes with its words written; one without words is outdated."""
    try:
        with transaction.atomic():
            announced = Announcement.objects.select_for_update(skip_locked=True, of=("self",)).get(pk=announcement_id)
            at = max(at, announced.announced_at)
            ids = write(kinds.get(announced.kind).letters(announced, at), at=at)
            announced.delete()
    except Announcement.DoesNotExist:  # another worker has it, or it was taken back
        return []
    except Exception as error:
        logger.exception("announcement %s could not be written", announcement_id)
        postpone(announcement_id, f"{type(error).__name__}: {error}", at)
        return []
    return ids


def postpone(announcement_id: int, trouble: str, at: datetime) -> None:
    """It is tried until it succeeds; meanwhile staff see what stands in its way."""
    for announced in Announcement.objects.filter(pk=announcement_id):
        announced.due_at = at + PAUSES[min(announced.attempts, len(PAUSES) - 1)]
        announced.attempts, announced.last_error = announced.attempts + 1, trouble[:DETAIL]
        Announcement.objects.filter(pk=announcement_id).update(
            due_at=announced.due_at, attempts=announced.attempts, last_error=announced.last_error
        )


@shared_task
def send_each(message_ids: list[int]) -> None:
    """Whoever says much at once asks once; each message leaves by a task of its own."""
    for message_id in message_ids:
        send_message.apply_async((message_id,), expires=STALE)


@shared_task(soft_time_limit=SECONDS_TO_SEND, time_limit=SECONDS_TO_SEND + 15)
def send_message(message_id: int) -> None:
    message = claim(message_id, now())
    if message is None:
        return
    try:
        provider_id = channels.send(message)
    except channels.Refused as refusal:
        give_up(message, str(refusal), now())
    except channels.Unreachable as trouble:
        wait(message, str(trouble), now())
    except Exception as error:
        logger.exception("message %s did not leave", message.key)
        wait(message, f"{type(error).__name__}: {error}", now())
    else:
        accepted(message, provider_id, now())


def claim(message_id: int, at: datetime) -> Message | None:
    """Hold the message until the lease ends. One conditional update: of two workers the database lets one through."""
    sendable = Message.objects.filter(pk=message_id).sendable(at)
    if not sendable.update(state=MessageState.SENDING, due_at=at + LEASE, attempts=F("attempts") + 1):
        return None
    return Message.objects.select_related("office").get(pk=message_id)


def held(message: Message) -> MessageQuerySet:
    """The message, while this claim still holds it."""
    return Message.objects.filter(pk=message.pk, state=MessageState.SENDING, due_at=message.due_at)


def accepted(message: Message, provider_id: str, at: datetime) -> None:
    """It has left: true even when the claim was lost meanwhile."""
    unsent = Message.objects.filter(pk=message.pk).exclude(state=MessageState.FAILED)
    move(unsent, MessageState.SENT, at=at, provider_id=provider_id[:120], last_error="")


def wait(message: Message, trouble: str, at: datetime) -> None:
    """Try again after a pause, unless that was the last attempt or comes too late."""
    if message.attempts >= ATTEMPTS:
        return give_up(message, trouble, at)
    due_at = at + PAUSES[message.attempts - 1]
    if message.expires_at and due_at >= message.expires_at:
        return give_up(message, _("%(trouble)s (percobaan berikutnya sudah terlambat)") % {"trouble": trouble}, at)
    return end(message, MessageState.QUEUED, trouble, at, due_at=due_at)


def give_up(message: Message, trouble: str, at: datetime) -> None:
    end(message, MessageState.FAILED, trouble, at)


def end(message: Message, state: MessageState, trouble: str, at: datetime, **values: Any) -> None:
    move(held(message), state, at=at, detail=trouble, last_error=trouble[:DETAIL], **values)
