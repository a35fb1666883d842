from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.enums import CountUnit, Direction, IndicatorKind, Measure, PeriodKind, TargetRevisionState
from clinics.querysets import (
    CountingRuleQuerySet,
    IndicatorQuerySet,
    PeriodExceptionQuerySet,
    PublishedFigureQuerySet,
    ReportingPeriodQuerySet,
    TargetQuerySet,
    TargetRevisionQuerySet,
)
from clinics.triggers import APPEND_ONLY, FIGURE_STANDS, INDICATOR_STANDS, PERIOD_STANDS, RULE_STANDS, TARGET_GUARD
from krs_portal.accounts.audit import track_changes
from krs_portal.kit.clock import get_last_moment
from krs_portal.kit.constraints import all_or_none, at_least, in_order
from krs_portal.kit.moments import signed_moment
from krs_portal.offices.models import Office
from krs_portal.reports.models import Revision


@track_changes()
class Indicator(models.Model):
    """What is counted, in which unit. How it is counted stands in its rules, version by version.

    A ratio is counted nowhere: it divides what two counts add up to, of one office as of all of them, so that no
    total is an average of averages.
    """

    code = models.SlugField(_("kode"), max_length=30, unique=True)
    name = models.CharField(_("nama"), max_length=100)
    unit = models.CharField(_("satuan"), max_length=10, choices=CountUnit)
    kind = models.CharField(
        _("jenis"), max_length=10, choices=IndicatorKind, default=IndicatorKind.COUNT, db_default=IndicatorKind.COUNT
    )
    direction = models.CharField(
        _("arah"), max_length=4, choices=Direction, default=Direction.UP, db_default=Direction.UP
    )
    numerator = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("pembilang")
    )
    denominator = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("penyebut")
    )
    definition = models.TextField(_("definisi"))

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indikator")
        verbose_name_plural = _("indikator")
        triggers = [INDICATOR_STANDS]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=IndicatorKind.RATIO, numerator__isnull=False, denominator__isnull=False)
                | (~Q(kind=IndicatorKind.RATIO) & Q(numerator__isnull=True, denominator__isnull=True)),
                name="clinics_indicator_operands",
                violation_error_message=_("Persentase menyebut pembilang dan penyebutnya; indikator lain tidak."),
            ),
            models.CheckConstraint(
                condition=~Q(numerator=F("denominator")),
                name="clinics_indicator_two_operands",
                violation_error_message=_("Pembilang dan penyebut adalah dua indikator yang berbeda."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=IndicatorKind.COUNT, direction=Direction.DOWN),
                name="clinics_indicator_counts_go_up",
                violation_error_message=_("Jumlah dikejar sampai targetnya; hanya persentase dan nilai bisa turun."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_count(self) -> bool:
        return self.kind == IndicatorKind.COUNT

    @property
    def is_ratio(self) -> bool:
        return self.kind == IndicatorKind.RATIO

    @property
    def counted(self) -> list[Indicator]:
        """What the ledger holds of it: a ratio's two operands, or itself."""
        return [self.numerator, self.denominator] if self.numerator and self.denominator else [self]


@track_changes()
class CountingRule(models.Model):
    """How an indicator is counted from a day on. A new way of counting is a new version, never an edit.

    Once an entry follows it, the database keeps it as it is: the past would otherwise change its meaning.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="rules")
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    measure = models.CharField(_("yang dihitung"), max_length=20, choices=Measure)
    outcomes = ArrayField(
        models.CharField(max_length=15),
        verbose_name=_("hasil yang dihitung"),
        default=list,
        db_default=Value("{}", output_field=ArrayField(models.CharField(max_length=15))),
        blank=True,
        help_text=_("Kosong berarti setiap hasil."),
    )
    statement = models.TextField(_("bunyi aturan"))
    basis = models.CharField(_("dasar"), max_length=300, blank=True)
    valid_from = models.DateField(_("berlaku dari"))
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("dicatat"), default=timezone.now, editable=False)

    objects = CountingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("aturan hitung")
        verbose_name_plural = _("aturan hitung")
        triggers = [RULE_STANDS]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "version"],
                name="clinics_rule_version_once",
                violation_error_message=_("Versi aturan ini sudah ada."),
            ),
            ExclusionConstraint(
                name="clinics_rule_one_in_force",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                expressions=[
                    ("indicator", RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from",
                            "valid_until",
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Pada hari-hari itu sudah berlaku aturan lain untuk indikator ini."),
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


@track_changes()
class ReportingPeriod(models.Model):
    """A year or a part of it. Once locked, entries of its days need a recorded exception."""

    kind = models.CharField(_("jenis"), max_length=10, choices=PeriodKind, default=PeriodKind.YEAR)
    name = models.CharField(_("nama"), max_length=60)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"))
    locked_at, locked_by = signed_moment(_("dikunci"), is_optional=True)
    fewest_shown = models.PositiveSmallIntegerField(
        _("sel terkecil bagi umum"),
        default=10,
        db_default=10,
        help_text=_("Bulan sebuah unit dengan angka lebih kecil tidak ditampilkan untuk umum."),
    )
    due_days = models.PositiveSmallIntegerField(
        _("batas pengajuan bulan"),
        default=7,
        db_default=7,
        help_text=_("Bulan diajukan paling lambat sekian hari sesudah bulan itu berakhir."),
    )

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("periode pelaporan")
        verbose_name_plural = _("periode pelaporan")
        triggers = [PERIOD_STANDS]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "starts_on"],
                name="clinics_period_once",
                violation_error_message=_("Periode ini sudah ada."),
            ),
            in_order(
                "starts_on", "ends_on", name="clinics_period_order", message=_("Periode berakhir sebelum dimulai.")
            ),
            at_least(
                "fewest_shown",
                3,
                name="clinics_period_hides_small_cells",
                message=_("Sel di bawah 3 selalu disembunyikan dari umum."),
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


@track_changes()
class PeriodUnlock(models.Model):
    """That a lock was taken back: by somebody else than who had set it, with the reason."""

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="unlocks")
    reason = models.TextField(_("alasan"))
    locked_at, locked_by = signed_moment(_("dikunci"))
    unlocked_at, unlocked_by = signed_moment(_("kuncinya dibuka"))

    class Meta:
        verbose_name = _("pembukaan kunci")
        verbose_name_plural = _("pembukaan kunci")
        triggers = APPEND_ONLY
        constraints = [
            models.CheckConstraint(
                condition=~Q(unlocked_by=F("locked_by")),
                name="clinics_unlock_by_another",
                violation_error_message=_("Kunci dibuka oleh orang lain daripada yang menguncinya."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.reason[:60]}"


@track_changes()
class PeriodException(models.Model):
    """Leave for an office to post into a locked period: asked with a reason, granted by another, until a day."""

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="exceptions")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    reason = models.TextField(_("alasan"))
    asked_at, asked_by = signed_moment(_("diminta"))
    granted_at, granted_by = signed_moment(_("diberikan"), is_optional=True)
    ends_on = models.DateField(_("berlaku sampai"), null=True, blank=True)

    objects = PeriodExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengecualian periode")
        verbose_name_plural = _("pengecualian periode")
        constraints = [
            all_or_none(
                "granted_at",
                "granted_by",
                "ends_on",
                name="clinics_exception_granted",
                message=_("Pemberian mencatat siapa, kapan, dan sampai kapan."),
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("asked_by")),
                name="clinics_exception_by_another",
                violation_error_message=_("Pengecualian diberikan oleh orang lain daripada yang memintanya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.reason[:60]}"


@track_changes()
class Target(models.Model):
    """That an office has a target for an indicator in a period. How much stands in its revisions."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="targets", verbose_name=_("unit kerja"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name=_("indikator"))
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="targets", verbose_name=_("periode"))

    objects = TargetQuerySet.as_manager()

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


@track_changes()
class TargetRevision(models.Model):
    """What was decided about a target, and the decree it rests on. Append-only: a change is the next number.

    It holds from the day it was decided and replaces, from that day on, what was recorded before it. Only a target
    that is set has an amount: an office that is exempt has none, and one that was given by mistake is withdrawn. A
    decree may spread the amount over the months of the period.
    """

    target = models.ForeignKey(Target, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("revisi ke-"), default=1)
    state = models.CharField(
        _("keputusan"),
        max_length=10,
        choices=TargetRevisionState,
        default=TargetRevisionState.SET,
        db_default=TargetRevisionState.SET,
    )
    quantity = models.IntegerField(_("jumlah"), null=True, blank=True)
    months = ArrayField(
        models.IntegerField(),
        verbose_name=_("rencana tiap bulan"),
        null=True,
        blank=True,
        help_text=_("Bagian tiap bulan periodenya, jumlahnya sama dengan target; kosong berarti rata."),
    )
    decree = models.CharField(_("dasar penetapan"), max_length=200)
    decided_on = models.DateField(_("ditetapkan"))
    reason = models.CharField(_("alasan"), max_length=300, blank=True)
    recorded_at, recorded_by = signed_moment(_("dicatat"), default=timezone.now)
    exception = models.ForeignKey(
        PeriodException, models.PROTECT, null=True, blank=True, related_name="target_revisions"
    )

    objects = TargetRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revisi target")
        verbose_name_plural = _("revisi target")
        triggers = [*APPEND_ONLY, TARGET_GUARD]
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
            models.CheckConstraint(
                condition=Q(state=TargetRevisionState.SET, quantity__isnull=False)
                | (~Q(state=TargetRevisionState.SET) & Q(quantity__isnull=True)),
                name="clinics_target_amount_where_set",
                violation_error_message=_("Hanya target yang ditetapkan yang berjumlah."),
            ),
            models.CheckConstraint(
                condition=Q(months__isnull=True) | Q(quantity__isnull=False, months__len__range=(1, 12)),
                name="clinics_target_plan_of_amount",
                violation_error_message=_("Rencana bulanan membagi sebuah jumlah atas bulan-bulan periodenya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} #{self.number}"


@track_changes()
class PublishedFigure(models.Model):
    """A figure somebody has said in public, kept beside ours: never edited, at most withdrawn with a reason.

    What the portal itself published stands here, too, with the revision that said it.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="published")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="published")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="published")
    value = models.IntegerField(_("nilai"))
    as_at = models.DateField(_("data per"))
    stated_on = models.DateField(_("dinyatakan"))
    source = models.CharField(_("sumber"), max_length=300)
    said_by = models.CharField(_("yang menyatakan"), max_length=150, blank=True, default="", db_default="")
    link = models.URLField(_("tautan"), blank=True)
    revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("revisi laporan")
    )
    recorded_at, recorded_by = signed_moment(_("dicatat"), is_optional=True)
    withdrawn_at, withdrawn_by = signed_moment(_("dicabut"), is_optional=True)
    withdrawal_reason = models.CharField(_("alasan pencabutan"), max_length=300, blank=True)

    objects = PublishedFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("angka terpublikasi")
        verbose_name_plural = _("angka terpublikasi")
        triggers = FIGURE_STANDS
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "office", "as_at", "source"],
                name="clinics_published_once",
                nulls_distinct=False,
                violation_error_message=_("Angka dari sumber ini sudah dicatat."),
            ),
            all_or_none(
                "recorded_at",
                "recorded_by",
                name="clinics_published_recorded",
                message=_("Pencatatan menyebut siapa dan kapan."),
            ),
            all_or_none(
                "withdrawn_at",
                "withdrawn_by",
                name="clinics_published_withdrawn",
                message=_("Pencabutan mencatat siapa dan kapan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} ({self.source})"

    @property
    def known_at(self) -> datetime:
        """The moment whose knowledge it states: its report's own, or the end of the day on which it was said."""
        return self.revision.known_at if self.revision else get_last_moment(self.stated_on)
