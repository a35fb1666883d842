from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.booking.enums import LeadsTo, ServiceChannel
from consultations.booking.models.topics import Topic, pick_translation
from krs_portal.accounts.audit import track_changes


@track_changes()
class TriageQuestion(models.Model):
    """What is asked about a topic before a clinic is chosen, one question a page."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="questions", verbose_name=_("topik"))
    text = models.CharField(_("pertanyaan"), max_length=200)
    text_en = models.CharField(_("pertanyaan dalam bahasa Inggris"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("urutan"), default=1)
    is_asked = models.BooleanField(_("ditanyakan"), default=True)

    class Meta:
        verbose_name = _("pertanyaan awal")
        verbose_name_plural = _("pertanyaan awal")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "position"],
                name="consultations_question_position_once",
                violation_error_message=_("Topik ini sudah punya pertanyaan dengan urutan itu."),
            )
        ]

    def __str__(self) -> str:
        return pick_translation(self.text, self.text_en)


@track_changes()
class TriageChoice(models.Model):
    """One answer, the advice it brings, and where it leads: on, to another topic, or to the way that suits best."""

    question = models.ForeignKey(TriageQuestion, models.CASCADE, related_name="choices", verbose_name=_("pertanyaan"))
    text = models.CharField(_("jawaban"), max_length=150)
    text_en = models.CharField(_("jawaban dalam bahasa Inggris"), max_length=150, blank=True)
    advice = models.CharField(_("saran"), max_length=400, blank=True)
    advice_en = models.CharField(_("saran dalam bahasa Inggris"), max_length=400, blank=True)
    leads_to = models.CharField(_("menuju"), max_length=10, choices=LeadsTo, default=LeadsTo.NEXT)
    other_topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("topik lain")
    )
    is_urgent = models.BooleanField(
        _("ada bahaya"), default=False, help_text=_("Halaman sesudahnya menawarkan telepon dan panggilan balik.")
    )
    channel = models.CharField(_("cara yang disarankan"), max_length=10, choices=ServiceChannel, blank=True)
    position = models.PositiveSmallIntegerField(_("urutan"), default=1)

    class Meta:
        verbose_name = _("jawaban")
        verbose_name_plural = _("jawaban")
        constraints = [
            models.CheckConstraint(
                condition=Q(leads_to=LeadsTo.TOPIC, other_topic__isnull=False)
                | (~Q(leads_to=LeadsTo.TOPIC) & Q(other_topic__isnull=True)),
                name="consultations_choice_names_its_topic",
                violation_error_message=_("Topik lain diisi bila, dan hanya bila, jawaban menuju topik lain."),
            ),
            models.CheckConstraint(
                condition=(Q(leads_to=LeadsTo.CHANNEL) & ~Q(channel=""))
                | (~Q(leads_to=LeadsTo.CHANNEL) & Q(channel="")),
                name="consultations_choice_names_its_channel",
                violation_error_message=_("Cara diisi bila, dan hanya bila, jawaban menyarankan cara."),
            ),
        ]

    def __str__(self) -> str:
        return pick_translation(self.text, self.text_en)

    @property
    def words(self) -> str:
        """The advice in the reader's language."""
        return pick_translation(self.advice, self.advice_en)
