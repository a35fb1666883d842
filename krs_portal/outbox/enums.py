from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    EMAIL = "EMAIL", _("Surel")
    WHATSAPP = "WHATSAPP", "WhatsApp"
    SMS = "SMS", "SMS"


class MessageState(models.TextChoices):
    QUEUED = "QUEUED", _("Menunggu")
    SENDING = "SENDING", _("Sedang dikirim")
    SENT = "SENT", _("Terkirim")
    DELIVERED = "DELIVERED", _("Sampai")
    FAILED = "FAILED", _("Gagal")
    CANCELLED = "CANCELLED", _("Dibatalkan")

    @property
    def look(self) -> tuple[str, str]:
        return {
            "QUEUED": ("neutral", "clock"),
            "SENDING": ("info", "progress"),
            "SENT": ("info", "check"),
            "DELIVERED": ("success", "circle-check"),
            "FAILED": ("danger", "circle-x"),
            "CANCELLED": ("neutral", "ban"),
        }[self.value]


# QUEUED → SENT is a person's own hand; a provider's receipt may come before our own record of having sent.
MESSAGE_MOVES = {
    MessageState.QUEUED: {
        MessageState.SENDING,
        MessageState.SENT,
        MessageState.DELIVERED,
        MessageState.FAILED,
        MessageState.CANCELLED,
    },
    MessageState.SENDING: {MessageState.QUEUED, MessageState.SENT, MessageState.DELIVERED, MessageState.FAILED},
    MessageState.SENT: {MessageState.DELIVERED, MessageState.FAILED},
    MessageState.DELIVERED: set(),
    MessageState.FAILED: {MessageState.QUEUED, MessageState.SENT, MessageState.DELIVERED},
    MessageState.CANCELLED: set(),
}
UNSENT = (MessageState.QUEUED, MessageState.SENDING)

# Order of progress; a receipt that arrives late never moves a message backwards.
WAY = [MessageState.QUEUED, MessageState.SENDING, MessageState.SENT, MessageState.FAILED, MessageState.DELIVERED]

# The pause after the first, second … attempt: seven pauses, eight attempts, not quite a day.
PAUSES = [
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
]
ATTEMPTS = len(PAUSES) + 1
STALE = 10  # seconds after which a request to send is no longer worth taking: the next look asks again
SECONDS_TO_SEND = 45  # then the worker is asked to stop, and soon after made to
LEASE = timedelta(seconds=90)  # longer than a worker can live on one message: whoever held it is gone
