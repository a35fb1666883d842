from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from clinics.models import ReportingPeriod
from krs_portal.accounts.audit import track_changes
from krs_portal.meetings.models import Meeting
from krs_portal.meetings.querysets import OfMeetingQuerySet


@track_changes()
class EvaluationMeeting(models.Model):
    """A meeting about the figures of a year as they stood on a day."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="evaluation")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="meetings", verbose_name=_("tahun"))
    as_at = models.DateField(_("data per"))

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapat evaluasi")
        verbose_name_plural = _("rapat evaluasi")

    def __str__(self) -> str:
        return f"{self.meeting} – {self.period}"
