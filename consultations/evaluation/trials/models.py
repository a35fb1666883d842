from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinics.enums import Measure
from clinics.models import Indicator, ReportingPeriod
from consultations.counter.enums import ConsultationState, Outcome
from consultations.evaluation.trials.enums import OncePer
from krs_portal.accounts.audit import track_changes
from krs_portal.kit.moments import signed_moment


@track_changes()
class RuleTrial(models.Model):
    """A counting rule that somebody tried on a year, and what it gave by office. Killed, it is reckoned anew."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name=_("indikator"))
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="+", verbose_name=_("tahun"))
    measure = models.CharField(_("yang dihitung"), max_length=20, choices=Measure)
    outcomes = ArrayField(
        models.CharField(max_length=15, choices=Outcome), verbose_name=_("hasil yang dihitung"), default=list
    )
    states = ArrayField(
        models.CharField(max_length=10, choices=ConsultationState), verbose_name=_("status yang dihitung"), default=list
    )
    once_per = models.CharField(_("dihitung"), max_length=10, choices=OncePer, default=OncePer.EACH)
    requested_at, requested_by = signed_moment(_("diminta"))
    moved_at = models.DateTimeField(_("terakhir bergerak"))
    finished_at = models.DateTimeField(_("selesai"), null=True, blank=True)
    progress = models.PositiveSmallIntegerField(_("kemajuan"), default=0)
    sums = models.JSONField(_("hasil tiap unit"), default=list, blank=True)

    class Meta:
        verbose_name = _("percobaan aturan")
        verbose_name_plural = _("percobaan aturan")
        indexes = [models.Index(fields=["-requested_at", "-id"], name="consultations_trials_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="consultations_trial_progress",
                violation_error_message=_("Kemajuan paling banyak 100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.period}: {self.measure}"
