"""What this room and the outbox end by time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.personal import ERASED
from krs_portal.outbox.models import Message
from krs_portal.outbox.services import erase_messages
from krs_portal.rights.letters import ABOUT
from krs_portal.rights.retention import RetentionKind

CLOSE = timedelta(days=30)  # letters about rights outlive an erasure, so that they can still be sent
MESSAGES = timedelta(days=2 * 365 + 1)


def list_old_messages(before: datetime) -> QuerySet[Any]:
    return list_standing_messages(before).exclude(about_kind=ABOUT)


def list_old_letters_about_rights(before: datetime) -> QuerySet[Any]:
    return list_standing_messages(before).filter(about_kind=ABOUT)


def list_standing_messages(before: datetime) -> QuerySet[Any]:
    found = Message.objects.filter(created_at__lt=before).exclude(body=ERASED)
    return found.order_by("created_at", "pk").values_list("pk", flat=True)


def erase_old_messages(keys: Any, _at: datetime) -> int:
    return erase_messages(keys)


KINDS = (
    RetentionKind("messages", _("pesan keluar"), MESSAGES, list_old_messages, erase_old_messages),
    RetentionKind(
        "rights-letters", _("kabar tentang permintaan data"), CLOSE, list_old_letters_about_rights, erase_old_messages
    ),
)
