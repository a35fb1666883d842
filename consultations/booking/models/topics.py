from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultations.booking.enums import Pillar
from consultations.booking.querysets import TopicQuerySet
from krs_portal.accounts.audit import track_changes


def pick_translation(text: str, text_en: str) -> str:
    """The text in the reader's language: these are data, so they carry their own translation."""
    return text_en if (get_language() or "").startswith("en") and text_en else text


@track_changes()
class Topic(models.Model):
    """What people come for."""

    code = models.SlugField(_("kode"), max_length=20, unique=True)
    name = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama dalam bahasa Inggris"), max_length=120)
    explanation = models.CharField(_("penjelasan"), max_length=300, blank=True)
    pillar = models.CharField(_("pilar"), max_length=15, choices=Pillar)
    icon = models.SlugField(_("ikon"), max_length=40, default="message-circle")
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    is_offered = models.BooleanField(_("ditawarkan"), default=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topik")
        verbose_name_plural = _("topik")

    def __str__(self) -> str:
        return pick_translation(self.name, self.name_en)
