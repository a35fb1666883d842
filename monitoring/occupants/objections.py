"""Objections and requests for correction by households (UU 27/2022), with their answer and its 72-hour term."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.kit.moments import signed_moment
from monitoring.occupants.enums import ObjectionKind, ObjectionState
from monitoring.occupants.models import Household
from monitoring.occupants.querysets import ObjectionQuerySet
from monitoring.occupants.readiness.models import Programme

ANSWER_WITHIN = timedelta(hours=72)  # UU 27/2022 Ps 30: three times 24 hours, not working days


@track_changes()
class Objection(models.Model):
    """A household says that an assessment or its data are wrong; an officer answers in words (UU 27/2022 Ps 6, 10)."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="objections")
    kind = models.CharField(_("jenis"), max_length=10, choices=ObjectionKind, default=ObjectionKind.OBJECTION)
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="objections", verbose_name=_("program")
    )
    text = models.TextField(_("keberatan atau permintaan"))
    received_at, received_by = signed_moment(_("diterima"), default=timezone.now)
    state = models.CharField(_("status"), max_length=10, choices=ObjectionState, default=ObjectionState.OPEN)
    answer = models.TextField(_("jawaban"), blank=True)
    answered_at, answered_by = signed_moment(_("dijawab"), is_optional=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("keberatan")
        verbose_name_plural = _("keberatan")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ObjectionKind.OBJECTION, programme__isnull=False)
                | Q(kind=ObjectionKind.CORRECTION, programme__isnull=True),
                name="monitoring_objection_to_programme",
                violation_error_message=_("Keberatan menyebut programnya; permintaan perbaikan data tidak."),
            ),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.OPEN, answered_at__isnull=True, answered_by__isnull=True)
                | (
                    ~Q(state=ObjectionState.OPEN)
                    & Q(answered_at__isnull=False, answered_by__isnull=False)
                    & ~Q(answer="")
                ),
                name="monitoring_objection_answered",
                violation_error_message=_("Keberatan dijawab dengan kata-kata, oleh seseorang."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def answer_due_at(self) -> datetime:
        return self.received_at + ANSWER_WITHIN
