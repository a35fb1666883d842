"""Who may read and steer messages, as sentences. `None` means yes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.offices.enums import Role
from krs_portal.offices.policies import has_role, why_not_act
from krs_portal.outbox.enums import Channel, MessageState
from krs_portal.outbox.models import Message
from krs_portal.outbox.querysets import KEEPER_ROLES


def why_not_read(user: Any) -> str | None:
    if user.is_superuser or has_role(user, *KEEPER_ROLES):
        return None
    return _("Pesan memuat nama dan nomor warga; hanya petugas, kepala dan administrator unit yang membukanya.")


def why_not_keep(user: Any, message: Message) -> str | None:
    """Steering a message: the office's own people; one of no office, an administrator."""
    if user.is_superuser:
        return None
    if message.office:
        return why_not_act(user, message.office, *KEEPER_ROLES)
    return None if has_role(user, Role.ADMIN) else _("Pesan tanpa unit hanya diatur administrator.")


def why_not_retry(user: Any, message: Message, *, at: datetime) -> str | None:
    if message.state not in {MessageState.QUEUED, MessageState.FAILED}:
        return _("Pesan ini %(state)s; tidak ada yang perlu dikirim ulang.") % {"state": shown(message)}
    if message.is_by_hand:
        return _("Gerbang WhatsApp dan SMS belum dipasang; kirim dengan tangan.")
    if message.expires_at and message.expires_at <= at:
        return _("Batas waktu pesan ini sudah lewat.")
    return why_not_keep(user, message)


def why_not_cancel(user: Any, message: Message) -> str | None:
    if message.state != MessageState.QUEUED:
        return _("Pesan ini %(state)s; hanya yang masih menunggu yang dapat dibatalkan.") % {"state": shown(message)}
    return why_not_keep(user, message)


def why_not_mark_sent(user: Any, message: Message) -> str | None:
    if message.channel == Channel.EMAIL:
        return _("Surel dikirim oleh portal, tidak dengan tangan.")
    if message.state not in {MessageState.QUEUED, MessageState.FAILED}:
        return _("Pesan ini %(state)s.") % {"state": shown(message)}
    if message.state == MessageState.QUEUED and not message.is_by_hand:
        return _("Gerbang masih mengirimnya; batalkan dahulu agar tidak sampai dua kali.")
    return why_not_keep(user, message)


def shown(message: Message) -> str:
    return str(MessageState(message.state).label).lower()
