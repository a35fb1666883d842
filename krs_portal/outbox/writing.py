"""Messages as they are asked for, and how they are written down: once for each event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from krs_portal.kit.about import About
from krs_portal.offices.models import Office
from krs_portal.outbox import kinds
from krs_portal.outbox.models import Attachment, Message


class Recipient(NamedTuple):
    address: str  # e-mail, or telephone as E.164
    name: str = ""


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


def write(letters: Sequence[Letter], *, at: datetime) -> list[int]:
    """For an event that has its message already, nothing is written. The ids of those that may leave now."""
    made = {message.key: (message, letter) for letter in letters for message in [message_of(letter, at=at)]}
    with transaction.atomic(savepoint=False):
        Message.objects.bulk_create([message for message, _letter in made.values()], ignore_conflicts=True)
        written = [(pk, *made[key]) for pk, key in Message.objects.filter(key__in=made).values_list("pk", "key")]
        Attachment.objects.bulk_create(
            Attachment(message_id=pk, **each._asdict())
            for pk, _message, letter in written
            for each in letter.attachments
        )
    return [pk for pk, message, _letter in written if message.due_at <= at and not message.is_by_hand]


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
