"""Deferred work: writing announced messages, sending messages. Each task can be killed and run again.

Why no message is lost or sent twice: docs/decisions/0005.
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
from krs_portal.kit.valkey import ask_worker
from krs_portal.outbox import channels
from krs_portal.outbox.enums import ATTEMPTS, LEASE, PAUSES, SECONDS_TO_SEND, STALE, MessageState
from krs_portal.outbox.fates import DETAIL, move_messages
from krs_portal.outbox.kinds import MESSAGE_KINDS
from krs_portal.outbox.models import Announcement, Message
from krs_portal.outbox.querysets import MessageQuerySet
from krs_portal.outbox.writing import write_messages

logger = logging.getLogger(__name__)


@shared_task
def write_due_announcements() -> None:
    """Write the messages of all due announcements, each in a transaction: a dead worker has written all or none."""
    for announcement_id in Announcement.objects.due(now()).order_by("pk").values_list("pk", flat=True):
        queue_messages(write_announcement(announcement_id, now()))


def write_announcement(announcement_id: int, at: datetime) -> list[int]:
    """Write the messages of one announcement, delete the announcement, and return the ids that can be sent now.

    An announcement without messages is outdated and deleted too.
    """
    try:
        with transaction.atomic():
            announced = Announcement.objects.select_for_update(skip_locked=True, of=("self",)).get(pk=announcement_id)
            at = max(at, announced.announced_at)
            ids = write_messages(MESSAGE_KINDS.get(announced.kind).letters(announced, at), at=at)
            announced.delete()
    except Announcement.DoesNotExist:  # another worker has it, or it was taken back
        return []
    except Exception as error:
        logger.exception("announcement %s could not be written", announcement_id)
        postpone_announcement(announcement_id, f"{type(error).__name__}: {error}", at)
        return []
    return ids


def postpone_announcement(announcement_id: int, trouble: str, at: datetime) -> None:
    """Try again after a pause, without end; meanwhile staff see the reason."""
    for announced in Announcement.objects.filter(pk=announcement_id):
        announced.due_at = at + PAUSES[min(announced.attempts, len(PAUSES) - 1)]
        announced.attempts, announced.last_error = announced.attempts + 1, trouble[:DETAIL]
        Announcement.objects.filter(pk=announcement_id).update(
            due_at=announced.due_at, attempts=announced.attempts, last_error=announced.last_error
        )


@shared_task
def queue_messages(message_ids: list[int]) -> None:
    """Queue a task of its own for each message, so that one that hangs does not delay the others."""
    for message_id in message_ids:
        ask_worker(send_message, message_id, expires=STALE)


@shared_task(soft_time_limit=SECONDS_TO_SEND, time_limit=SECONDS_TO_SEND + 15)
def send_message(message_id: int) -> None:
    message = claim_message(message_id, now())
    if message is None:
        return
    try:
        provider_id = channels.send_over_channel(message)
    except channels.MessageRefused as refusal:
        fail_message(message, str(refusal), now())
    except channels.ProviderUnreachable as trouble:
        schedule_next_attempt(message, str(trouble), now())
    except Exception as error:
        logger.exception("message %s did not leave", message.key)
        schedule_next_attempt(message, f"{type(error).__name__}: {error}", now())
    else:
        mark_message_accepted(message, provider_id, now())


def claim_message(message_id: int, at: datetime) -> Message | None:
    """Claim the message until the lease ends. A single conditional UPDATE lets only one worker win."""
    sendable = Message.objects.filter(pk=message_id).sendable(at)
    if not sendable.update(state=MessageState.SENDING, due_at=at + LEASE, attempts=F("attempts") + 1):
        return None
    return Message.objects.select_related("office").get(pk=message_id)


def filter_claimed_message(message: Message) -> MessageQuerySet:
    """The message, as long as this claim holds it."""
    return Message.objects.filter(pk=message.pk, state=MessageState.SENDING, due_at=message.due_at)


def mark_message_accepted(message: Message, provider_id: str, at: datetime) -> None:
    """Mark the message as sent, even if the claim was lost meanwhile: it did leave."""
    unsent = Message.objects.filter(pk=message.pk).exclude(state=MessageState.FAILED)
    move_messages(unsent, MessageState.SENT, at=at, provider_id=provider_id[:120], last_error="")


def schedule_next_attempt(message: Message, trouble: str, at: datetime) -> None:
    """Try again after a pause, unless this was the last attempt or the next would be too late."""
    if message.attempts >= ATTEMPTS:
        return fail_message(message, trouble, at)
    due_at = at + PAUSES[message.attempts - 1]
    if message.expires_at and due_at >= message.expires_at:
        return fail_message(message, _("%(trouble)s (percobaan berikutnya sudah terlambat)") % {"trouble": trouble}, at)
    return end_claim(message, MessageState.QUEUED, trouble, at, due_at=due_at)


def fail_message(message: Message, trouble: str, at: datetime) -> None:
    end_claim(message, MessageState.FAILED, trouble, at)


def end_claim(message: Message, state: MessageState, trouble: str, at: datetime, **values: Any) -> None:
    move_messages(filter_claimed_message(message), state, at=at, detail=trouble, last_error=trouble[:DETAIL], **values)
