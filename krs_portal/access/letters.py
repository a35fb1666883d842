"""The mails that tell somebody what happened to their account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from krs_portal.access.enums import SignInChange
from krs_portal.access.models import KnownDevice
from krs_portal.kit.clock import TimeZone
from krs_portal.kit.formats import format_moment
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.kinds import MessageKind
from krs_portal.outbox.writing import OutgoingLetter, Recipient, build_event_key

NEW_DEVICE = MessageKind("new-device", _("Masuk dari perangkat baru"), frozenset({Channel.EMAIL}))
ACCOUNT_CHANGED = MessageKind("account-changed", _("Perubahan pada akun"), frozenset({Channel.EMAIL}))
KINDS = (NEW_DEVICE, ACCOUNT_CHANGED)


def build_device_letter(device: KnownDevice, address: str) -> OutgoingLetter:
    key = build_event_key("new-device", device.pk)
    facts = {"browser": device.browser, "address": address, "url": build_url("access:sessions")}
    return build_letter(NEW_DEVICE, device.user, key, device.first_seen_at, facts)


def build_change_letter(user: Any, change: SignInChange, at: datetime) -> OutgoingLetter:
    key = build_event_key("account-changed", user.pk, change, at.isoformat())
    return build_letter(ACCOUNT_CHANGED, user, key, at, {"change": change.label, "url": build_url("access:account")})


def build_letter(kind: MessageKind, user: Any, key: str, at: datetime, facts: dict[str, Any]) -> OutgoingLetter:
    """In the language of whoever is asking: an account keeps none."""
    return OutgoingLetter(
        kind=kind.code,
        event_key=key,
        to=Recipient(user.email, user.name),
        channel=Channel.EMAIL,
        context={"name": user.name, "moment": format_moment(at, TimeZone.WIB), **facts},
        language=get_language() or settings.LANGUAGE_CODE,
    )


def build_url(name: str) -> str:
    return f"{settings.BASE_URL}{reverse(name)}"
