from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.booking.models.topics import Topic, pick_translation
from krs_portal.accounts.audit import track_changes


@track_changes()
class HowTo(models.Model):
    """What people ask before they come, answered in a few steps that anybody can print and follow."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="how_tos", verbose_name=_("topik"))
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    question = models.CharField(_("pertanyaan"), max_length=150)
    question_en = models.CharField(_("pertanyaan dalam bahasa Inggris"), max_length=150, blank=True)
    steps = models.TextField(_("langkah"), max_length=2000, help_text=_("Satu langkah per baris."))
    steps_en = models.TextField(_("langkah dalam bahasa Inggris"), max_length=2000, blank=True)
    is_enough = models.BooleanField(
        _("cukup tanpa janji"), default=False, help_text=_("Siapa yang mengikuti langkah ini tidak perlu ke klinik.")
    )

    class Meta:
        verbose_name = _("jawaban singkat")
        verbose_name_plural = _("jawaban singkat")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "question"],
                name="consultations_how_to_once",
                violation_error_message=_("Pertanyaan ini sudah dijawab untuk topik itu."),
            )
        ]

    def __str__(self) -> str:
        return pick_translation(self.question, self.question_en)

    @property
    def listed_steps(self) -> list[str]:
        """In the reader's language, one after the other."""
        written = pick_translation(self.steps, self.steps_en)
        return [step.strip() for step in written.splitlines() if step.strip()]
