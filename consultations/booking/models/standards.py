from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.booking.enums import StandardComponent
from consultations.booking.models.topics import Topic, pick_translation
from krs_portal.accounts.audit import track_changes


@track_changes()
class ServiceStandard(models.Model):
    """One component of the service standard, of a topic or of all topics; a topic's own comes before the common one.

    A component without a row was not decided by the institution, and its page says so.
    """

    topic = models.ForeignKey(
        Topic,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="standards",
        verbose_name=_("topik"),
        help_text=_("Kosong: berlaku untuk semua topik."),
    )
    component = models.CharField(_("komponen"), max_length=15, choices=StandardComponent)
    text = models.TextField(_("isi"), max_length=2000)
    text_en = models.TextField(_("isi dalam bahasa Inggris"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("standar pelayanan")
        verbose_name_plural = _("standar pelayanan")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "component"],
                name="consultations_standard_once",
                nulls_distinct=False,
                violation_error_message=_("Komponen ini sudah tertulis untuk topik itu."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_component_display()}: {self.topic or '–'}"

    @property
    def words(self) -> str:
        return pick_translation(self.text, self.text_en)
