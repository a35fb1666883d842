from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import tracked
from krs_portal.kit import formats
from krs_portal.kit.constraints import all_or_none, at_least
from krs_portal.reports import kinds
from krs_portal.reports.codes import new_code
from krs_portal.reports.enums import UNFINISHED, FileFormat, RevisionState
from krs_portal.reports.querysets import PartQuerySet, ReportQuerySet, RevisionQuerySet
from krs_portal.reports.triggers import FROZEN_WITH_REVISION, PUBLISHED_IS_FROZEN


@tracked()
class Report(models.Model):
    """A paper about something: its kind and what it is about. What it says stands in its revisions."""

    kind = models.SlugField(_("jenis"), max_length=40)
    params = models.JSONField(_("isian"))
    scope_key = models.CharField(max_length=300, editable=False)
    title = models.CharField(_("judul"), max_length=200)
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("laporan")
        verbose_name_plural = _("laporan")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "scope_key"],
                name="reports_report_once",
                violation_error_message=_("Laporan ini sudah ada; susun revisinya."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def report_kind(self) -> kinds.ReportKind:
        return kinds.get(self.kind)


@tracked(exclude=["snapshot", "progress", "step", "claim", "heartbeat_at"])
class Revision(models.Model):
    """One state of a report, frozen for ever once published. A report has at most one that is not.

    A worker holds it by `claim` while it writes; `heartbeat_at` says when anything last moved.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("revisi ke-"))
    code = models.CharField(_("kode"), max_length=11, unique=True, default=new_code, editable=False)
    state = models.CharField(_("status"), max_length=10, choices=RevisionState, default=RevisionState.QUEUED)
    progress = models.PositiveSmallIntegerField(_("kemajuan"), default=0)
    step = models.CharField(_("langkah"), max_length=100, blank=True)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=1)
    claim = models.UUIDField(null=True, blank=True, editable=False)
    heartbeat_at = models.DateTimeField(_("tanda kerja terakhir"), default=timezone.now)
    error = models.CharField(_("kesalahan"), max_length=500, blank=True)
    snapshot = models.JSONField(_("salinan beku"), null=True, blank=True)
    as_at = models.DateField(_("data per"))
    known_at = models.DateTimeField(_("seperti diketahui pada"))
    requested_at = models.DateTimeField(_("diminta"))
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    rendered_at = models.DateTimeField(_("tersusun"), null=True, blank=True)
    publish_requested_at = models.DateTimeField(_("penerbitan diminta"), null=True, blank=True)
    publish_requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("terbit"), null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("menggantikan")
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revisi")
        verbose_name_plural = _("revisi")
        triggers = [PUBLISHED_IS_FROZEN]
        indexes = [
            models.Index(
                fields=["heartbeat_at"], condition=Q(state__in=list(UNFINISHED)), name="reports_revision_unfinished"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name="reports_revision_once",
                violation_error_message=_("Nomor revisi ini sudah ada."),
            ),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(published_at__isnull=True),
                name="reports_one_draft",
                violation_error_message=_("Laporan ini sudah punya draf."),
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="reports_progress_to_100",
                violation_error_message=_("Kemajuan berjalan dari 0 sampai 100."),
            ),
            at_least("number", 1, name="reports_number_from_1", message=_("Revisi dihitung mulai dari 1.")),
            all_or_none(
                "publish_requested_at",
                "publish_requested_by",
                name="reports_publish_asked_signed",
                message=_("Permintaan terbit mencatat siapa dan kapan."),
            ),
            all_or_none(
                "published_at",
                "published_by",
                name="reports_publish_signed",
                message=_("Penerbitan mencatat siapa dan kapan."),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(state=RevisionState.READY, snapshot__isnull=False),
                name="reports_published_is_ready",
                violation_error_message=_("Hanya revisi yang sudah tersusun yang dapat terbit."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} – revisi {self.number}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def is_draft(self) -> bool:
        """Whether its paper carries the mark DRAF: until publishing is asked for."""
        return self.publish_requested_at is None

    @property
    def is_superseded(self) -> bool:
        return hasattr(self, "superseded_by")


def written(value: Decimal | None, unit: str) -> str:
    """A figure as people read it, "144,64 %" or "1.808"."""
    return formats.percent(value) if unit == "%" else formats.number(value)


class Figure(models.Model):
    """A number of a revision with what stands behind it: its rule, and its rows by identity or the figures it sums."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="figures")
    key = models.CharField(_("kunci"), max_length=80)
    position = models.PositiveSmallIntegerField(_("urutan"))
    label = models.CharField(_("nama"), max_length=200)
    value = models.DecimalField(_("nilai"), max_digits=18, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("satuan"), max_length=30)
    rule = models.TextField(_("aturan"))
    as_at = models.DateField(_("data per"))
    office_code = models.CharField(_("unit kerja"), max_length=20, blank=True)
    address = models.CharField(_("alamat baris"), max_length=300, blank=True)
    row_ids = ArrayField(models.BigIntegerField(), default=list, verbose_name=_("identitas baris"))
    parts = ArrayField(models.CharField(max_length=80), default=list, verbose_name=_("terdiri atas"))
    is_headline = models.BooleanField(_("angka utama"), default=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("angka")
        verbose_name_plural = _("angka")
        triggers = [FROZEN_WITH_REVISION]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "key"],
                name="reports_figure_once",
                violation_error_message=_("Angka ini sudah ada dalam revisi."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.shown}"

    @property
    def is_percent(self) -> bool:
        return self.unit == "%"

    @property
    def shown(self) -> str:
        return written(self.value, self.unit)


@tracked()
class Reconciliation(models.Model):
    """Our figure beside another one that ought to be the same. A difference needs a reason before publishing."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="reconciliations")
    key = models.CharField(_("kunci"), max_length=80)
    position = models.PositiveSmallIntegerField(_("urutan"))
    label = models.CharField(_("yang dibandingkan"), max_length=200)
    ours = models.BigIntegerField(_("angka laporan"))
    theirs = models.BigIntegerField(_("angka pembanding"))
    difference = models.GeneratedField(
        expression=F("ours") - F("theirs"), output_field=models.BigIntegerField(), db_persist=True
    )
    source = models.CharField(_("sumber pembanding"), max_length=400)
    reason = models.TextField(_("alasan"), blank=True)
    reasoned_at = models.DateTimeField(_("diberi alasan"), null=True, blank=True)
    reasoned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("rekonsiliasi")
        verbose_name_plural = _("rekonsiliasi")
        triggers = [FROZEN_WITH_REVISION]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "key"],
                name="reports_reconciliation_once",
                violation_error_message=_("Perbandingan ini sudah ada dalam revisi."),
            ),
            all_or_none(
                "reasoned_at",
                "reasoned_by",
                name="reports_reason_signed",
                message=_("Alasan mencatat siapa dan kapan."),
            ),
            models.CheckConstraint(
                condition=Q(reason="", reasoned_at__isnull=True) | (~Q(reason="") & Q(reasoned_at__isnull=False)),
                name="reports_reason_not_empty",
                violation_error_message=_("Tuliskan alasannya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.ours} / {self.theirs}"

    @property
    def is_open(self) -> bool:
        return self.ours != self.theirs and not self.reason


@tracked(exclude=["content"])
class File(models.Model):
    """A rendered file. It lives in the database: docs/decisions/0004 says why."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="files")
    format = models.CharField(_("format"), max_length=4, choices=FileFormat)
    name = models.CharField(_("nama berkas"), max_length=120)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField(_("ukuran"))
    content = models.BinaryField(_("isi"))

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("berkas laporan")
        verbose_name_plural = _("berkas laporan")
        triggers = [FROZEN_WITH_REVISION]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "format"],
                name="reports_file_once",
                violation_error_message=_("Berkas berformat ini sudah ada dalam revisi."),
            )
        ]

    def __str__(self) -> str:
        return self.name
