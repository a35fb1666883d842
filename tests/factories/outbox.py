"""Messages in one line, to whom and over what."""

from itertools import count
from typing import Any

from django.utils import timezone

from krs_portal.offices.models import Office
from krs_portal.outbox import tasks
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.models import Announcement, Message
from krs_portal.outbox.services import enqueue_message
from krs_portal.outbox.writing import Recipient

numbers = count(1)
ADDRESSES = {Channel.EMAIL: "siti@uji.krs.test", Channel.WHATSAPP: "+6281234567890", Channel.SMS: "+6281234567890"}


def message(of: Office | None = None, channel: Channel = Channel.EMAIL, **fields: Any) -> Message:
    """A trial message to Siti Aminah that waits for its turn."""
    at = timezone.now()
    values = {
        "kind": "trial",
        "event_key": f"uji:{next(numbers)}",
        "to": Recipient(ADDRESSES[channel], "Siti Aminah"),
        "context": {"at": at},
        "at": at,
    }
    return enqueue_message(office=of, channel=channel, **(values | fields))


def written(**which: Any) -> list[Message]:
    """Messages, once the workers have come round to all that was announced."""
    for announcement in Announcement.objects.order_by("pk"):
        tasks.write_announcement(announcement.pk, timezone.now())
    return list(Message.objects.filter(**which).order_by("pk"))
