"""Messages before they are written, and writing them: once for each event."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from krs_portal.kit.about import About
from krs_portal.kit.words import squeeze_spaces
from krs_portal.offices.models import Office
from krs_portal.outbox.kinds import MESSAGE_KINDS
from krs_portal.outbox.models import Attachment, Message

LONGEST_KEY = 120  # of `Message.event_key`


class Recipient(NamedTuple):
    address: str  # e-mail, or telephone as E.164
    name: str = ""


class OutgoingAttachment(NamedTuple):
    name: str
    content_type: str  # with its parameters: "text/calendar; method=REQUEST"
    content: bytes


class OutgoingLetter(NamedTuple):
    """A message before it is written."""

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
    attachments: Sequence[OutgoingAttachment] = ()


def build_event_key(*parts: Any) -> str:
    """The key that makes a message the only one of its event. A key that is too long ends with a hash of the whole."""
    key = ":".join(str(part) for part in parts)
    if len(key) <= LONGEST_KEY:
        return key
    end = hashlib.blake2b(key.encode(), digest_size=16).hexdigest()
    return f"{key[: LONGEST_KEY - len(end) - 1]}:{end}"


def write_messages(letters: Sequence[OutgoingLetter], *, at: datetime) -> list[int]:
    """Write the messages whose event has none yet. Return the ids of those that can be sent now."""
    made = {message.key: (message, letter) for letter in letters for message in [build_message(letter, at=at)]}
    with transaction.atomic(savepoint=False):
        Message.objects.bulk_create([message for message, _letter in made.values()], ignore_conflicts=True)
        written = [(pk, *made[key]) for pk, key in Message.objects.filter(key__in=made).values_list("pk", "key")]
        Attachment.objects.bulk_create(
            Attachment(message_id=pk, **each._asdict())
            for pk, _message, letter in written
            for each in letter.attachments
        )
    return [pk for pk, message, _letter in written if message.due_at <= at and not message.is_by_hand]


def build_message(letter: OutgoingLetter, *, at: datetime) -> Message:
    spec = MESSAGE_KINDS.get(letter.kind)
    if letter.channel not in spec.channels:
        raise ValueError(f"messages of kind {letter.kind} do not leave over {letter.channel}")
    subject, body = spec.written(letter.channel, letter.language, letter.context)
    return Message(
        event_key=letter.event_key,
        kind=letter.kind,
        channel=letter.channel,
        language=letter.language,
        recipient=letter.to.address,
        recipient_name=squeeze_spaces(letter.to.name),
        subject=subject[:200],
        body=body,
        office=letter.office,
        about_kind=letter.about.kind,
        about_key=letter.about.key,
        created_at=at,
        due_at=letter.send_after or at,
        expires_at=letter.expires_at,
    )
