from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.booking.models.topics import Topic
from consultations.counter.facts.definitions import FactDefinition, read_definitions, why_not_ask
from consultations.counter.facts.querysets import FactFormQuerySet
from consultations.counter.models import Consultation
from krs_portal.accounts.audit import track_changes
from krs_portal.kit.constraints import all_or_none
from krs_portal.kit.moments import signed_moment
from krs_portal.kit.refusals import reject_if

FORM_STANDS = pgtrigger.Trigger(
    name="fact_form_stands",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
    IF EXISTS (SELECT FROM consultations_topicfacts f WHERE f.form_id = OLD.id) THEN
        RAISE EXCEPTION 'facts that a record follows stay as they are; what is asked next is the next version'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consultations_fact_form_stands';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    """,
)


@track_changes()
class FactForm(models.Model):
    """What is asked of a topic, in one version. What the portal came with was made by nobody."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="fact_forms", verbose_name=_("topik"))
    version = models.PositiveSmallIntegerField(_("versi"))
    asked = models.JSONField(_("yang ditanyakan"))
    made_at, made_by = signed_moment(_("dibuat"), is_optional=True)

    objects = FactFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("isian topik")
        verbose_name_plural = _("isian topik")
        triggers = [FORM_STANDS]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "version"],
                name="consultations_fact_form_version_once",
                violation_error_message=_("Versi isian topik ini sudah ada."),
            ),
            all_or_none(
                "made_at",
                "made_by",
                name="consultations_fact_form_signed",
                message=_("Versi baru mencatat siapa dan kapan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic.code} v{self.version}"

    def clean(self) -> None:
        reject_if(why_not_ask(read_definitions(self.asked)))

    @cached_property
    def definitions(self) -> tuple[FactDefinition, ...]:
        return read_definitions(self.asked)


@track_changes()
class TopicFacts(models.Model):
    """What was learnt about one topic of a consultation, under the version by which it was asked."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="facts", verbose_name=_("konsultasi"))
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", verbose_name=_("topik"))
    form = models.ForeignKey(FactForm, models.PROTECT, related_name="answers", verbose_name=_("versi isian"))
    values = models.JSONField(_("jawaban"))
    written_at, written_by = signed_moment(_("dicatat"), default=timezone.now)

    class Meta:
        verbose_name = _("jawaban isian topik")
        verbose_name_plural = _("jawaban isian topik")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "topic"],
                name="consultations_facts_once_per_topic",
                violation_error_message=_("Isian topik ini sudah tercatat pada konsultasi ini."),
            ),
            models.CheckConstraint(
                condition=~models.Q(values={}),
                name="consultations_facts_not_empty",
                violation_error_message=_("Isian tanpa jawaban tidak dicatat."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.form}"

    @property
    def told(self) -> list[tuple[FactDefinition, Any]]:
        return list_told(self.form.definitions, self.values)


def list_told(definitions: Iterable[FactDefinition], values: Mapping[str, Any]) -> list[tuple[FactDefinition, Any]]:
    """The answers in the order in which they were asked."""
    return [(fact, values[fact.key]) for fact in definitions if fact.key in values]
