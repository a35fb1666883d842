from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.kit import formats
from krs_portal.kit.badges import Badge, build_badge
from krs_portal.kit.constraints import all_or_none, at_least
from krs_portal.kit.moments import signed_moment
from krs_portal.reports import kinds
from krs_portal.reports.codes import new_code
from krs_portal.reports.enums import NEEDS_REFERENCE, UNFINISHED, DifferenceCategory, FileFormat, RevisionState
from krs_portal.reports.querysets import LineQuerySet, PartQuerySet, ReportQuerySet, RevisionQuerySet
from krs_portal.reports.triggers import (
    FROZEN_WITH_REVISION,
    LINE_FROZEN_WITH_REVISION,
    PUBLISHED_IS_EXPLAINED,
    PUBLISHED_IS_FROZEN,
)


@track_changes()
class Report(models.Model):
    """A report: its kind and parameters. Its contents are in its revisions."""

    kind = models.SlugField(_("jenis"), max_length=40)
    params = models.JSONField(_("isian"))
    scope_key = models.CharField(max_length=300, editable=False)
    title = models.CharField(_("judul"), max_length=200)
    created_at, created_by = signed_moment(_("dibuat"), default=timezone.now)

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
        return kinds.REPORT_KINDS.get(self.kind)


@track_changes(exclude=["snapshot", "progress", "step", "claim", "heartbeat_at"])
class Revision(models.Model):
    """One state of a report, frozen for ever once published. A report has at most one unpublished revision.

    A worker holds it by `claim` while it works; `heartbeat_at` says when it last wrote.
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
    requested_at, requested_by = signed_moment(_("diminta"))
    rendered_at = models.DateTimeField(_("tersusun"), null=True, blank=True)
    publish_requested_at, publish_requested_by = signed_moment(_("penerbitan diminta"), is_optional=True)
    published_at, published_by = signed_moment(_("terbit"), is_optional=True)
    drift_reason = models.TextField(_("penjelasan perubahan sesudah dibekukan"), blank=True)
    official_number = models.CharField(_("nomor"), max_length=80, blank=True)
    place = models.CharField(_("tempat"), max_length=100, blank=True)
    signatory_position = models.CharField(_("jabatan penanda tangan"), max_length=150, blank=True)
    signatory_name = models.CharField(_("nama penanda tangan"), max_length=150, blank=True)
    signatory_nip = models.CharField(_("NIP penanda tangan"), max_length=18, blank=True)
    copies_to = models.TextField(_("tembusan"), blank=True)
    note = models.TextField(_("mengapa revisi sebelumnya diganti"), blank=True, default="", db_default="")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("menggantikan")
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revisi")
        verbose_name_plural = _("revisi")
        triggers = [PUBLISHED_IS_FROZEN, PUBLISHED_IS_EXPLAINED]
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
    def badge(self) -> Badge:
        """The state until the revision is published ("Draf" once it is ready), then whether it is still current."""
        if self.is_superseded:
            return Badge(_("Sudah digantikan"), "neutral", "history")
        if self.published_at:
            return Badge(_("Terbit"), "success")
        state = RevisionState(self.state)
        return build_badge(state, _("Draf") if state == RevisionState.READY else "")

    @property
    def copies(self) -> list[str]:
        return [line.strip() for line in self.copies_to.splitlines() if line.strip()]

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def is_draft(self) -> bool:
        """Whether the document carries the mark DRAF: until publishing is requested."""
        return self.publish_requested_at is None

    @property
    def is_superseded(self) -> bool:
        """Whether a later revision was published; a draft of one replaces nothing yet."""
        return hasattr(self, "superseded_by") and self.superseded_by.published_at is not None


def format_figure(value: Decimal | None, unit: str) -> str:
    """A figure as people read it, "144,64 %" or "1.808"."""
    return formats.format_percent(value) if unit == "%" else formats.format_number(value)


class Figure(models.Model):
    """A number of a revision and where it comes from: its rule, and its row ids or the figures it sums."""

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
        return format_figure(self.value, self.unit)


@track_changes()
class Reconciliation(models.Model):
    """Our figure beside another that should be equal. Before publishing, lines explain the whole difference."""

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
    reasoned_at, reasoned_by = signed_moment(_("diberi alasan"), is_optional=True)

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
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.ours} / {self.theirs}"

    @property
    def explained(self) -> int:
        return sum(line.amount for line in self.lines.all())

    @property
    def is_open(self) -> bool:
        return self.ours - self.theirs != self.explained

    @property
    def reason(self) -> str:
        """All lines as one text, for a table's cell."""
        return "; ".join(str(line) for line in self.lines.all())


@track_changes()
class ReconciliationLine(models.Model):
    """A part of a difference, and why it is there. All lines of a difference add up to it."""

    reconciliation = models.ForeignKey(Reconciliation, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(_("urutan"))
    category = models.CharField(_("sebab"), max_length=10, choices=DifferenceCategory)
    amount = models.BigIntegerField(_("jumlah"))
    reference = models.CharField(_("keterangan atau rujukan"), max_length=300, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("baris rekonsiliasi")
        verbose_name_plural = _("baris rekonsiliasi")
        triggers = [LINE_FROZEN_WITH_REVISION]
        constraints = [
            models.UniqueConstraint(
                fields=["reconciliation", "position"],
                name="reports_line_once",
                violation_error_message=_("Baris ini sudah ada."),
            ),
            models.CheckConstraint(
                condition=~Q(amount=0),
                name="reports_line_amount",
                violation_error_message=_("Baris tanpa jumlah tidak menerangkan apa pun."),
            ),
            models.CheckConstraint(
                condition=~Q(category__in=list(NEEDS_REFERENCE)) | ~Q(reference=""),
                name="reports_line_referenced",
                violation_error_message=_("Terangkan sebab ini atau sebutkan rujukannya."),
            ),
        ]

    def __str__(self) -> str:
        said = f"{formats.format_signed(self.amount)} {self.get_category_display()}"
        return f"{said} ({self.reference})" if self.reference else said


@track_changes(exclude=["content"])
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
