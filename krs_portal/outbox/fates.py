"""How a message moves: only along `MESSAGE_MOVES`, and each move leaves a receipt."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from krs_portal.outbox.enums import MESSAGE_MOVES, MessageState
from krs_portal.outbox.models import Message, Receipt
from krs_portal.outbox.querysets import MessageQuerySet

DETAIL = 500  # so much of what a provider says is kept


@transaction.atomic
def move_messages(
    messages: MessageQuerySet, state: MessageState, *, at: datetime, detail: str = "", by: Any = None, **values: Any
) -> int:
    """Move the messages that may go to `state`, write a receipt for each and return how many.

    Concurrent callers do not move a message twice.
    """
    before = [each for each, following in MESSAGE_MOVES.items() if state in following]
    locked = messages.filter(state__in=before).order_by("pk").select_for_update(of=("self",))
    ids = list(locked.values_list("pk", flat=True))
    write_receipts(ids, state, at=at, detail=detail, by=by)
    return Message.objects.filter(pk__in=ids).update(state=state, **values)


def write_receipts(ids: list[int], state: MessageState, *, at: datetime, detail: str = "", by: Any = None) -> None:
    Receipt.objects.bulk_create(
        Receipt(message_id=pk, state=state, noted_at=at, detail=detail[:DETAIL], by=by) for pk in ids
    )
