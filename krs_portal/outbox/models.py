from __future__ import annotations

import uuid
from urllib.parse import quote

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from krs_portal.offices.models import Office
from krs_portal.outbox.enums import UNSENT, Channel, MessageState
from krs_portal.outbox.kinds import MESSAGE_KINDS, label_message_kind
from krs_portal.outbox.querysets import AnnouncementQuerySet, MessageQuerySet, list_open_channels

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class Announcement(models.Model):
    """Something that happened and that people are still to be told of, recorded in the same transaction.

    Workers write its messages and delete it in one transaction. `due_at` is empty until writing has failed once.
    """

    kind = models.SlugField(_("jenis"), max_length=40, db_index=False)
    about_kind = models.SlugField(_("tentang"), max_length=40, db_index=False)
    about_key = models.CharField(_("kunci hal"), max_length=60)
    sequence = models.PositiveSmallIntegerField(_("perubahan ke-"), default=0)
    reason = models.TextField(_("alasan"), blank=True)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    announced_at = models.DateTimeField(_("diumumkan"))
    due_at = models.DateTimeField(_("giliran berikutnya"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    last_error = models.CharField(_("kendala terakhir"), max_length=500, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengumuman")
        verbose_name_plural = _("pengumuman")
        constraints = [
            models.UniqueConstraint(
                fields=["about_key", "about_kind", "kind", "sequence"],
                name="outbox_announced_once",
                violation_error_message=_("Perubahan ini sudah diumumkan."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind_label} – {self.about_key}"

    @property
    def kind_label(self) -> str:
        return str(label_message_kind(self.kind))


class Message(models.Model):
    """A message to one recipient, in the words that were sent. There is only one for each event (`event_key`).

    `due_at` is when to look at it next: when to send it or, while a worker holds it, when that worker is considered
    dead. `key` identifies it to the provider, on every attempt. Its receipts are its history.
    """

    event_key = models.CharField(_("kejadian"), max_length=120, unique=True)
    key = models.UUIDField(_("kunci"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.SlugField(_("jenis"), max_length=40)
    channel = models.CharField(_("saluran"), max_length=10, choices=Channel)
    language = models.CharField(_("bahasa"), max_length=2, choices=settings.LANGUAGES, default="id")
    recipient = models.CharField(_("alamat tujuan"), max_length=254)
    recipient_name = models.CharField(_("nama penerima"), max_length=150, blank=True)
    subject = models.CharField(_("perihal"), max_length=200, blank=True)
    body = models.TextField(_("isi"))
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="messages")
    about_kind = models.SlugField(_("tentang"), max_length=40, blank=True)
    about_key = models.CharField(_("kunci hal"), max_length=60, blank=True)
    created_at = models.DateTimeField(_("ditulis"), default=timezone.now)
    due_at = models.DateTimeField(_("giliran berikutnya"), default=timezone.now)
    expires_at = models.DateTimeField(_("tidak berguna lagi sesudah"), null=True, blank=True)
    state = models.CharField(_("status"), max_length=10, choices=MessageState, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    provider_id = models.CharField(_("nomor pada penyedia"), max_length=120, blank=True)
    last_error = models.CharField(_("kendala terakhir"), max_length=500, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("pesan")
        verbose_name_plural = _("pesan")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=UNSENT), name="outbox_message_by_turn"),
            models.Index(fields=["-created_at", "-id"], name="outbox_message_newest"),
            models.Index(fields=["about_kind", "about_key"], name="outbox_message_about"),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="outbox_message_by_provider"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel=Channel.EMAIL, recipient__contains="@")
                | (~Q(channel=Channel.EMAIL) & Q(recipient__startswith="+")),
                name="outbox_address_fits_channel",
                violation_error_message=_("Surel perlu alamat surel; WhatsApp dan SMS perlu nomor telepon +62…."),
            )
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="words_are_frozen",
                fields=["event_key", "key", "kind", "channel", "language", "recipient", "subject", "body"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind_label} – {self.recipient_name or self.recipient}"

    @property
    def kind_label(self) -> str:
        return str(label_message_kind(self.kind))

    @property
    def is_by_hand(self) -> bool:
        """Whether only a person can send it."""
        return self.channel not in list_open_channels()

    @property
    def hand_url(self) -> str:
        """Opens WhatsApp, or the telephone's own messages, with number and text filled in."""
        if self.channel == Channel.SMS:
            return f"sms:{self.recipient}?body={quote(self.body)}"
        return f"https://wa.me/{self.recipient.lstrip('+')}?text={quote(self.body)}"

    @property
    def about_url(self) -> str:
        """The page of what the message is about, if its room named one."""
        kind = MESSAGE_KINDS.find(self.kind)
        try:
            return reverse(kind.about_url, args=[self.about_key]) if kind else ""
        except NoReverseMatch:
            return ""


class Attachment(models.Model):
    """A file that is sent with a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField(_("nama berkas"), max_length=120)
    content_type = models.CharField(_("jenis isi"), max_length=100)
    content = models.BinaryField(_("isi"))

    class Meta:
        verbose_name = _("lampiran")
        verbose_name_plural = _("lampiran")
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return self.name


class Receipt(models.Model):
    """A change of a message's state: by our worker, reported by the provider, or by a person."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="receipts")
    noted_at = models.DateTimeField(_("waktu"))
    state = models.CharField(_("status"), max_length=10, choices=MessageState)
    detail = models.CharField(_("keterangan"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("tanda terima")
        verbose_name_plural = _("tanda terima")
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.noted_at:%Y-%m-%d %H:%M}"
