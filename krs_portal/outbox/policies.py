"""Who may read and steer messages, as sentences. `None` means yes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.kit.badges import label_in_sentence
from krs_portal.kit.clock import TimeZone
from krs_portal.kit.formats import format_moment
from krs_portal.offices.enums import Role
from krs_portal.offices.policies import has_role, list_kinds_and_roles, why_not_act
from krs_portal.outbox.enums import Channel, MessageState
from krs_portal.outbox.models import Message
from krs_portal.outbox.querysets import KEEPER_ROLES


def reads_messages(user: Any) -> bool:
    """Has messages in sight; the navigation asks on every page."""
    return user.is_authenticated and (
        user.is_superuser or any(role in KEEPER_ROLES for _kind, role in list_kinds_and_roles(user))
    )


def why_not_read(user: Any) -> str | None:
    if user.is_superuser or has_role(user, *KEEPER_ROLES):
        return None
    return _("Pesan memuat nama dan nomor warga; hanya petugas, kepala dan administrator unit yang membukanya.")


def why_not_keep(user: Any, message: Message) -> str | None:
    """Messages are managed by the office's own people; those of no office by an administrator."""
    if user.is_superuser:
        return None
    if message.office:
        return why_not_act(user, message.office, *KEEPER_ROLES)
    return None if has_role(user, Role.ADMIN) else _("Pesan tanpa unit hanya diatur administrator.")


def why_not_retry(user: Any, message: Message, *, at: datetime) -> str | None:
    if message.state not in {MessageState.QUEUED, MessageState.FAILED}:
        return _("Pesan ini %(state)s; tidak ada yang perlu dikirim ulang.") % {"state": label_message_state(message)}
    if message.is_by_hand:
        return _("Gerbang WhatsApp dan SMS belum dipasang; kirim dengan tangan.")
    if message.expires_at and message.expires_at <= at:
        return _("Batas waktu pesan ini sudah lewat.")
    return why_not_keep(user, message)


def why_not_cancel(user: Any, message: Message) -> str | None:
    if message.state != MessageState.QUEUED:
        return _("Pesan ini %(state)s; hanya yang masih menunggu yang dapat dibatalkan.") % {
            "state": label_message_state(message)
        }
    return why_not_keep(user, message)


def why_not_send_yet(message: Message, *, at: datetime) -> str | None:
    """A reminder that leaves four days early is none."""
    if message.state != MessageState.QUEUED or message.due_at <= at:
        return None
    zone = message.office.time_zone if message.office else TimeZone.WIB.value
    return _("Belum waktunya: pesan ini dikirim mulai %(moment)s.") % {"moment": format_moment(message.due_at, zone)}


def why_not_mark_sent(user: Any, message: Message, *, at: datetime) -> str | None:
    if message.channel == Channel.EMAIL:
        return _("Surel dikirim oleh portal, tidak dengan tangan.")
    if message.state not in {MessageState.QUEUED, MessageState.FAILED}:
        return _("Pesan ini %(state)s.") % {"state": label_message_state(message)}
    if message.state == MessageState.QUEUED and not message.is_by_hand:
        return _("Gerbang masih mengirimnya; batalkan dahulu agar tidak sampai dua kali.")
    if refusal := why_not_send_yet(message, at=at):
        return refusal
    return why_not_keep(user, message)


def label_message_state(message: Message) -> str:
    return label_in_sentence(MessageState(message.state))
