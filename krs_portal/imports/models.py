from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.imports import kinds
from krs_portal.imports.enums import WORKING, BatchState, RowState
from krs_portal.imports.querysets import BatchQuerySet, RowQuerySet
from krs_portal.kit.badges import Badge, build_badge
from krs_portal.kit.constraints import all_or_none, at_least
from krs_portal.kit.moments import signed_moment
from krs_portal.kit.sealing import EncryptedTextField, SealableBinaryField, unseal_bytes
from krs_portal.offices.models import Office

KEPT_OUT = ["progress", "attempts", "moved_at", "counts", "layout", "sums_before", "sums_after", "notes", "leftovers"]


@track_changes(exclude=KEPT_OUT)
class Batch(models.Model):
    """One uploaded workbook: how it was read, and how far its rows have come.

    `layout` is what was found in the file (sheets, columns with samples), `mapping` says which column of the file is
    which column of the import: `{"4": "name"}`; `leftovers` lists every part of the file that was not read, or was
    hidden, and why. A worker holds the row's lock while it works; `moved_at` says when the state last changed.
    """

    kind = models.SlugField(_("jenis"), max_length=40)
    office = models.ForeignKey(Office, models.PROTECT, related_name="import_batches", verbose_name=_("unit kerja"))
    file_name = models.CharField(_("nama berkas"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField(_("ukuran"))
    state = models.CharField(_("status"), max_length=10, choices=BatchState, default=BatchState.QUEUED)
    progress = models.PositiveSmallIntegerField(_("kemajuan"), default=0)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=1)
    moved_at = models.DateTimeField(_("status berubah"))
    failure = models.CharField(_("kegagalan"), max_length=500, blank=True)
    sheet = models.CharField(_("lembar"), max_length=100, blank=True)
    header_row = models.PositiveIntegerField(_("baris judul"), null=True, blank=True)
    mapping = models.JSONField(_("kolom"), default=dict)
    layout = models.JSONField(_("tata letak"), default=dict)
    notes = models.JSONField(_("catatan"), default=list)
    leftovers = models.JSONField(_("yang tidak dibaca"), default=list)
    reads_hidden_rows = models.BooleanField(_("baris tersembunyi dibaca"), default=True)
    counts = models.JSONField(_("jumlah baris"), default=dict)
    sums_before = models.JSONField(_("jumlah sebelum"), default=dict)
    sums_after = models.JSONField(_("jumlah sesudah"), default=dict)
    uploaded_at, uploaded_by = signed_moment(_("diunggah"))
    committed_at, committed_by = signed_moment(_("dimasukkan"), is_optional=True)
    undone_at, undone_by = signed_moment(_("dibatalkan"), is_optional=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("impor")
        verbose_name_plural = _("impor")
        indexes = [
            models.Index(fields=["office", "-uploaded_at"], name="imports_batch_by_office"),
            models.Index(fields=["moved_at"], condition=Q(state__in=list(WORKING)), name="imports_batch_working"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="imports_progress_to_100",
                violation_error_message=_("Kemajuan berjalan dari 0 sampai 100."),
            ),
            at_least("header_row", 1, name="imports_header_from_1", message=_("Baris dihitung mulai dari 1.")),
            all_or_none(
                "committed_at",
                "committed_by",
                name="imports_commit_signed",
                message=_("Yang dimasukkan mencatat siapa dan kapan."),
            ),
            all_or_none(
                "undone_at", "undone_by", name="imports_undo_signed", message=_("Pembatalan mencatat siapa dan kapan.")
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[BatchState.COMMITTING, BatchState.COMMITTED, BatchState.UNDONE])
                | Q(committed_at__isnull=False),
                name="imports_committed_is_signed",
                violation_error_message=_("Impor yang sudah dimasukkan mencatat siapa yang memasukkannya."),
            ),
            models.CheckConstraint(
                condition=Q(state=BatchState.UNDONE, undone_at__isnull=False)
                | (~Q(state=BatchState.UNDONE) & Q(undone_at__isnull=True)),
                name="imports_undone_is_signed",
                violation_error_message=_("Impor yang dibatalkan mencatat siapa yang membatalkannya."),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def badge(self) -> Badge:
        return build_badge(BatchState(self.state))

    @cached_property
    def import_kind(self) -> kinds.ImportKind:
        return kinds.get_import_kind(self.kind)

    @property
    def sums(self) -> list[dict[str, Any]]:
        """For each summed column: the file's own total, and the sums of all, of the ready and of the committed rows."""
        return [
            {"column": column, **self.sums_before[column.code], "committed": self.sums_after.get(column.code)}
            for column in self.import_kind.columns
            if column.code in self.sums_before
        ]

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def is_committed(self) -> bool:
        return self.committed_at is not None and self.undone_at is None


class Workbook(models.Model):
    """The uploaded file. If its kind has private columns, it is stored encrypted."""

    batch = models.OneToOneField(Batch, models.CASCADE, related_name="workbook")
    content = SealableBinaryField(_("isi"), where="is_sealed")
    is_sealed = models.BooleanField(_("disandikan"), default=False)

    class Meta:
        verbose_name = _("buku kerja")
        verbose_name_plural = _("buku kerja")

    def __str__(self) -> str:
        return str(self.batch)

    @property
    def plain(self) -> bytes:
        return unseal_bytes(bytes(self.content)) if self.is_sealed else bytes(self.content)


class Row(models.Model):
    """A row of the sheet: its raw cells, its corrections, its parsed values, and its state.

    `problems` say why it waits; `hints` hold it back from nothing: what was understood, what looks doubtful.
    Values of private columns are in `sealed` instead, as JSON `{"raw": …, "corrections": …, "cleaned": …}`.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("baris"))
    state = models.CharField(_("status"), max_length=16, choices=RowState)
    raw = models.JSONField(_("isi"), default=dict)
    corrections = models.JSONField(_("perbaikan"), default=dict)
    cleaned = models.JSONField(_("isi yang dipahami"), default=dict)
    sealed = EncryptedTextField(_("isi tersandi"), null=True, blank=True)
    problems = models.JSONField(_("alasan"), default=list)
    hints = models.JSONField(_("catatan"), default=list)
    identity = models.CharField(_("pengenal"), max_length=32, blank=True)
    result_key = models.CharField(_("hasil"), max_length=64, blank=True)

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = _("baris impor")
        verbose_name_plural = _("baris impor")
        indexes = [
            models.Index(fields=["batch", "state", "number"], name="imports_row_by_state"),
            models.Index(fields=["batch", "identity"], condition=~Q(identity=""), name="imports_row_by_identity"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "number"],
                name="imports_row_once",
                violation_error_message=_("Baris ini sudah ada dalam impor."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RowState.COMMITTED, RowState.UNDONE]) | Q(result_key=""),
                name="imports_result_of_committed",
                violation_error_message=_("Hanya baris yang sudah dimasukkan yang punya hasil."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} – {self.number}"

    def part(self, name: str) -> dict[str, Any]:
        """`raw`, `corrections` or `cleaned` with the private values."""
        sealed = json.loads(self.sealed)[name] if self.sealed else {}
        return getattr(self, name) | sealed

    @property
    def written(self) -> dict[str, Any]:
        """The raw cells with the corrections over them."""
        return self.part("raw") | self.part("corrections")

    @property
    def values(self) -> dict[str, Any]:
        return self.part("cleaned")


@track_changes()
class Mapping(models.Model):
    """The columns that an office chose for sheets with this header, used again next time."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="import_mappings")
    kind = models.SlugField(_("jenis"), max_length=40)
    fingerprint = models.CharField(_("sidik judul"), max_length=64)
    columns = models.JSONField(_("kolom"), default=dict)
    chosen_at, chosen_by = signed_moment(_("dipilih"))

    class Meta:
        verbose_name = _("pasangan kolom")
        verbose_name_plural = _("pasangan kolom")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "fingerprint"],
                name="imports_mapping_once",
                violation_error_message=_("Judul kolom ini sudah punya pasangan."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.office} – {self.kind}"
