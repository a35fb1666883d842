from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.sealing import EncryptedTextField

# None of these is tracked: an audit trail would keep for years what is to be forgotten after days.


class Attempt(models.Model):
    """How often a password or a code was tried, under the hash of who tried what from where (`attempts`)."""

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    free_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.failures} x {self.key}"


class KnownDevice(models.Model):
    """A browser in which the user signed in before. It holds a random cookie, the database only its digest."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="known_devices")
    digest = models.CharField(max_length=64)
    browser = models.CharField(_("peramban"), max_length=80)
    first_seen_at = models.DateTimeField(_("pertama kali"))
    last_seen_at = models.DateTimeField(_("terakhir"))

    class Meta:
        verbose_name = _("perangkat yang dikenal")
        verbose_name_plural = _("perangkat yang dikenal")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "digest"],
                name="access_device_once",
                violation_error_message=_("Perangkat ini sudah dikenal."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.browser} ({self.user})"


class SealedSecret(models.Model):
    """What allauth would keep in clear: the secrets of second factors. Its own row holds this one's number.

    A column of ours is written anew when its key changes (`reencrypt_fields`); inside the JSON of allauth it would not.
    """

    text = EncryptedTextField()

    def __str__(self) -> str:
        return str(self.pk)
