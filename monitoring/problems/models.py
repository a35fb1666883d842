"""Problems belong to an estate and stay open from round to round until they are resolved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.kit.constraints import at_least, in_order
from monitoring.problems.enums import (
    ClockStart,
    ClockUnit,
    DecisionLevel,
    DeskSection,
    ProblemCategory,
    ProblemState,
    ProblemStep,
    Severity,
)
from monitoring.problems.querysets import ProblemQuerySet
from monitoring.register.models import Block, Estate
from monitoring.register.triggers import PROBLEMS


@track_changes()
class Problem(models.Model):
    """Something wrong with an estate, who is to mend it, and until when. Resolving it takes a proof in words."""

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="problems", verbose_name=_("rusun atau rusus"))
    block = models.ForeignKey(
        Block, models.PROTECT, null=True, blank=True, related_name="problems", verbose_name=_("blok")
    )
    category = models.CharField(_("kategori"), max_length=12, choices=ProblemCategory)
    section = models.CharField(
        _("bagian lembar desk"), max_length=12, choices=DeskSection, default=DeskSection.OCCUPANCY
    )
    severity = models.CharField(_("tingkat"), max_length=10, choices=Severity, default=Severity.MODERATE)
    title = models.CharField(_("masalah"), max_length=200)
    description = models.TextField(_("uraian"), blank=True)
    found_on = models.DateField(_("ditemukan"))
    found_in = models.ForeignKey(
        "monitoring.Round", models.PROTECT, null=True, blank=True, related_name="problems_found"
    )
    owner = models.CharField(_("penanggung jawab"), max_length=150, blank=True)
    due_on = models.DateField(_("tenggat"), null=True, blank=True)
    cost_estimate = models.PositiveBigIntegerField(_("perkiraan biaya (rupiah)"), null=True, blank=True)
    plan = models.TextField(_("tindak lanjut"), blank=True)
    state = models.CharField(_("status"), max_length=12, choices=ProblemState, default=ProblemState.OPEN)
    resolved_on = models.DateField(_("selesai"), null=True, blank=True)
    proof = models.TextField(_("bukti penyelesaian"), blank=True)
    level = models.CharField(_("diputuskan oleh"), max_length=10, choices=DecisionLevel, default=DecisionLevel.LOCAL)
    looked_on = models.DateField(_("diperiksa"), null=True, blank=True)
    summarised_on = models.DateField(_("diringkas tertulis"), null=True, blank=True)
    safe_on = models.DateField(_("dibuat aman"), null=True, blank=True)
    repeats = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="repeated_by")
    occurrence = models.PositiveSmallIntegerField(_("kejadian ke"), default=1)
    created_at = models.DateTimeField(_("dicatat"), default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("masalah")
        verbose_name_plural = _("masalah")
        triggers = PROBLEMS
        constraints = [
            models.CheckConstraint(
                condition=(Q(state=ProblemState.RESOLVED, resolved_on__isnull=False) & ~Q(proof=""))
                | (~Q(state=ProblemState.RESOLVED) & Q(resolved_on__isnull=True)),
                name="monitoring_problem_resolved_with_proof",
                violation_error_message=_("Masalah selesai dengan tanggal dan bukti penyelesaiannya."),
            ),
            in_order(
                "found_on",
                "resolved_on",
                name="monitoring_problem_order",
                message=_("Masalah selesai sebelum ditemukan."),
            ),
            in_order(
                "found_on",
                "looked_on",
                name="monitoring_problem_looked_after",
                message=_("Masalah diperiksa sebelum ditemukan."),
            ),
            models.CheckConstraint(
                condition=Q(repeats__isnull=True, occurrence=1) | Q(repeats__isnull=False, occurrence__gt=1),
                name="monitoring_problem_counts_its_returns",
                violation_error_message=_("Masalah yang terulang menyebut kejadian ke berapa."),
            ),
        ]
        indexes = [models.Index(fields=["estate", "state"], name="monitoring_problem_by_estate")]

    def __str__(self) -> str:
        return self.title


@track_changes()
class ProblemNote(models.Model):
    """What was done or said about a problem at a moment."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="log")
    text = models.TextField(_("catatan"))
    noted_at = models.DateTimeField(_("dicatat"), default=timezone.now)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("catatan masalah")
        verbose_name_plural = _("catatan masalah")

    def __str__(self) -> str:
        return self.text[:60]


@track_changes()
class ProblemClock(models.Model):
    """How long a step may take for problems of a severity that were found since `valid_from`, and who says so."""

    severity = models.CharField(_("tingkat"), max_length=10, choices=Severity)
    step = models.CharField(_("langkah"), max_length=10, choices=ProblemStep)
    amount = models.PositiveSmallIntegerField(_("lama"))
    unit = models.CharField(_("satuan"), max_length=12, choices=ClockUnit)
    start = models.CharField(_("dihitung"), max_length=10, choices=ClockStart, default=ClockStart.KNOWN)
    source = models.CharField(_("dasar"), max_length=300)
    valid_from = models.DateField(_("berlaku dari"))

    class Meta:
        verbose_name = _("batas waktu masalah")
        verbose_name_plural = _("batas waktu masalah")
        constraints = [
            models.UniqueConstraint(
                fields=["severity", "step", "valid_from"],
                name="monitoring_clock_once",
                violation_error_message=_("Batas waktu ini untuk tanggal itu sudah ada."),
            ),
            at_least("amount", 1, name="monitoring_clock_amount", message=_("Batas waktu paling sedikit satu.")),
        ]

    def __str__(self) -> str:
        return f"{self.get_severity_display()}: {self.get_step_display()}"
