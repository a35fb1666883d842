from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.models import ReportingPeriod
from krs_portal.accounts.audit import track_changes
from krs_portal.kit.moments import signed_moment
from krs_portal.offices.models import Office
from krs_portal.offices.querysets import OfficeScopedQuerySet


@track_changes()
class EvaluationNote(models.Model):
    """What an office met in a period and what it will do about it; a column of the evaluation report."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="evaluation_notes")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="evaluation_notes")
    obstacles = models.TextField(_("kendala"))
    follow_up = models.TextField(_("tindak lanjut"))
    proposal = models.TextField(_("usulan untuk rapat evaluasi"), blank=True)
    written_at, written_by = signed_moment(_("ditulis"), default=timezone.now)

    objects = OfficeScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("catatan evaluasi")
        verbose_name_plural = _("catatan evaluasi")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "period"],
                name="consultations_one_note_a_period",
                violation_error_message=_("Unit ini sudah punya catatan untuk periode ini."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.office} – {self.period}"
