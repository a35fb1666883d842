from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.enums import Measure, PeriodKind, Unit
from clinics.querysets import CountingRuleQuerySet, OfficeScopedQuerySet
from clinics.triggers import APPEND_ONLY
from krs_portal.accounts.audit import tracked
from krs_portal.kit.constraints import all_or_none, at_least, in_order
from krs_portal.offices.models import Office


@tracked()
class Indicator(models.Model):
    """What is counted, in which unit. How it is counted stands in its rules, version by version."""

    code = models.SlugField(_("kode"), max_length=30, unique=True)
    name = models.CharField(_("nama"), max_length=100)
    unit = models.CharField(_("satuan"), max_length=10, choices=Unit)
    definition = models.TextField(_("definisi"))

    class Meta:
        verbose_name = _("indikator")
        verbose_name_plural = _("indikator")

    def __str__(self) -> str:
        return self.name


@tracked()
class CountingRule(models.Model):
    """How an indicator is counted from a day on. A new way of counting is a new version, never an edit."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="rules")
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    measure = models.CharField(_("yang dihitung"), max_length=20, choices=Measure)
    statement = models.TextField(_("bunyi aturan"))
    basis = models.CharField(_("dasar"), max_length=300, blank=True)
    valid_from = models.DateField(_("berlaku dari"))
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)

    objects = CountingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("aturan hitung")
        verbose_name_plural = _("aturan hitung")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "version"],
                name="clinics_rule_version_once",
                violation_error_message=_("Versi aturan ini sudah ada."),
            ),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=models.Q(valid_until__isnull=True),
                name="clinics_rule_one_open",
                violation_error_message=_("Akhiri dahulu aturan yang masih berlaku."),
            ),
            in_order(
                "valid_from",
                "valid_until",
                name="clinics_rule_valid_order",
                message=_("Masa berlaku berakhir sebelum dimulai."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} v{self.version}"


@tracked()
class ReportingPeriod(models.Model):
    """A year or a part of it. Once locked, entries of its days need a recorded exception."""

    kind = models.CharField(_("jenis"), max_length=10, choices=PeriodKind, default=PeriodKind.YEAR)
    name = models.CharField(_("nama"), max_length=60)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"))
    locked_at = models.DateTimeField(_("dikunci"), null=True, blank=True)
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("periode pelaporan")
        verbose_name_plural = _("periode pelaporan")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "starts_on"],
                name="clinics_period_once",
                violation_error_message=_("Periode ini sudah ada."),
            ),
            in_order(
                "starts_on", "ends_on", name="clinics_period_order", message=_("Periode berakhir sebelum dimulai.")
            ),
            all_or_none(
                "locked_at",
                "locked_by",
                name="clinics_period_lock_signed",
                message=_("Penguncian mencatat siapa dan kapan."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


@tracked()
class PeriodException(models.Model):
    """Leave to post into a locked period: who allowed it, when and why."""

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="exceptions")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    reason = models.TextField(_("alasan"))
    granted_at = models.DateTimeField(_("diberikan"), default=timezone.now)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("pengecualian periode")
        verbose_name_plural = _("pengecualian periode")

    def __str__(self) -> str:
        return f"{self.period}: {self.reason[:60]}"


@tracked()
class Target(models.Model):
    """That an office has a target for an indicator in a period. How much stands in its revisions."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="targets", verbose_name=_("unit kerja"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name=_("indikator"))
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="targets", verbose_name=_("periode"))

    objects = OfficeScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("target")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "indicator", "period"],
                name="clinics_target_once",
                violation_error_message=_(
                    "Unit ini sudah punya target untuk indikator dan periode tersebut. Ubah lewat revisi target."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.office} – {self.indicator} – {self.period}"


@tracked()
class TargetRevision(models.Model):
    """The amount of a target and the decree it rests on. Append-only: a change is the next number."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("revisi ke-"), default=1)
    quantity = models.IntegerField(_("jumlah"))
    decree = models.CharField(_("dasar penetapan"), max_length=200)
    decided_on = models.DateField(_("ditetapkan"))
    reason = models.CharField(_("alasan"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("dicatat"), default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("revisi target")
        verbose_name_plural = _("revisi target")
        triggers = APPEND_ONLY
        constraints = [
            models.UniqueConstraint(
                fields=["target", "number"],
                name="clinics_target_revision_once",
                violation_error_message=_("Nomor revisi ini sudah ada."),
            ),
            at_least(
                "quantity",
                0,
                name="clinics_target_not_negative",
                message=_("Target tidak boleh kurang dari 0."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} #{self.number}"


@tracked()
class PublishedFigure(models.Model):
    """A figure somebody has already said in public, kept beside ours and never overwritten by it."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="published")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="published")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="published")
    value = models.IntegerField(_("nilai"))
    as_at = models.DateField(_("data per"))
    stated_on = models.DateField(_("dinyatakan"))
    source = models.CharField(_("sumber"), max_length=300)
    link = models.URLField(_("tautan"), blank=True)

    class Meta:
        verbose_name = _("angka terpublikasi")
        verbose_name_plural = _("angka terpublikasi")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "office", "as_at", "source"],
                name="clinics_published_once",
                nulls_distinct=False,
                violation_error_message=_("Angka dari sumber ini sudah dicatat."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.value} ({self.source})"
