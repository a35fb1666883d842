"""What becomes of messages that were just announced, truly said: sent by the portal, or waiting for a hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.utils.translation import ngettext

from krs_portal.offices.models import Office
from krs_portal.outbox.models import Message
from krs_portal.outbox.querysets import list_open_channels


def count_messages_by_hand(office: Office, at: datetime) -> int:
    """How many messages of the office somebody should send now."""
    number: int = Message.objects.by_hand(at).filter(office=office, due_at__lte=at).count()
    return number


def format_outlook(reached: Iterable[Collection[str]]) -> str:
    """One sentence for each way; `reached` holds, for each person, the channels that they are told over."""
    reached, opened = list(reached), set(list_open_channels())
    sent = sum(bool(opened & set(channels)) for channels in reached)
    by_hand = sum(bool(set(channels) - opened) for channels in reached)
    untold = sum(not channels for channels in reached)
    sentences = [
        (
            sent,
            ngettext("Portal mengirim pesan kepada %(n)d orang.", "Portal mengirim pesan kepada %(n)d orang.", sent),
        ),
        (
            by_hand,
            ngettext(
                "Pesan untuk %(n)d orang belum terkirim: kirim dengan tangan di daftar Kirim manual.",
                "Pesan untuk %(n)d orang belum terkirim: kirim dengan tangan di daftar Kirim manual.",
                by_hand,
            ),
        ),
        (
            untold,
            ngettext(
                "%(n)d orang tidak punya nomor atau surel; kabari sendiri.",
                "%(n)d orang tidak punya nomor atau surel; kabari sendiri.",
                untold,
            ),
        ),
    ]
    return " ".join(sentence % {"n": number} for number, sentence in sentences if number)
