from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.files.enums import AttachmentKind, ContentType
from krs_portal.files.querysets import AttachmentQuerySet
from krs_portal.files.vault import Vault, new_name
from krs_portal.kit.about import About
from krs_portal.kit.constraints import all_or_none
from krs_portal.kit.moments import signed_moment
from krs_portal.offices.models import Office


@track_changes()
class Attachment(models.Model):
    """A photo or document that somebody uploaded about something. `content` is empty once its retention is over."""

    key = models.UUIDField(_("kunci"), default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="attachments", verbose_name=_("unit kerja"))
    about_kind = models.CharField(_("tentang"), max_length=60)
    about_key = models.CharField(_("kunci hal"), max_length=60)
    kind = models.CharField(_("jenis"), max_length=10, choices=AttachmentKind)
    title = models.CharField(_("judul"), max_length=200, blank=True)
    original_name = models.CharField(_("nama asal"), max_length=200, blank=True)
    content_type = models.CharField(_("jenis isi"), max_length=100, choices=ContentType)
    content = models.FileField(_("isi"), storage=Vault, upload_to=new_name, max_length=60, blank=True)
    thumbnail = models.FileField(_("gambar kecil"), storage=Vault, upload_to=new_name, max_length=60, blank=True)
    size = models.PositiveIntegerField(_("ukuran"))
    sha256 = models.CharField("SHA-256", max_length=64)
    width = models.PositiveIntegerField(_("lebar"), null=True, blank=True)
    height = models.PositiveIntegerField(_("tinggi"), null=True, blank=True)
    taken_on = models.DateField(_("tanggal foto"), null=True, blank=True)
    uploaded_at, uploaded_by = signed_moment(_("diunggah"))
    removed_at, removed_by = signed_moment(_("dihapus"), is_optional=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("lampiran")
        verbose_name_plural = _("lampiran")
        indexes = [models.Index(fields=["about_kind", "about_key"], name="files_attachment_about")]
        constraints = [
            models.UniqueConstraint(
                fields=["about_kind", "about_key", "sha256"],
                condition=Q(removed_at__isnull=True),
                name="files_same_bytes_once",
                violation_error_message=_("Berkas yang sama sudah dilampirkan di sini."),
            ),
            all_or_none(
                "removed_at",
                "removed_by",
                name="files_removal_signed",
                message=_("Penghapusan mencatat siapa dan kapan."),
            ),
            models.CheckConstraint(
                condition=~Q(content="") | Q(removed_at__isnull=False),
                name="files_bytes_until_removed",
                violation_error_message=_("Isi berkas hanya hilang sesudah berkasnya dihapus."),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=AttachmentKind.PHOTO,
                    content_type=ContentType.JPEG,
                    width__isnull=False,
                    height__isnull=False,
                )
                | (
                    Q(kind=AttachmentKind.DOCUMENT, width__isnull=True, height__isnull=True, taken_on__isnull=True)
                    & ~Q(content_type=ContentType.JPEG)
                ),
                name="files_only_photos_have_measures",
                violation_error_message=_("Hanya foto yang punya ukuran gambar dan tanggal pengambilan."),
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="files_not_empty",
                violation_error_message=_("Berkas ini kosong."),
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(removed_at__gte=F("uploaded_at")),
                name="files_removed_after_upload",
                violation_error_message=_("Berkas dihapus sebelum diunggah."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.original_name or str(self.get_kind_display())

    @property
    def about(self) -> About:
        return About(self.about_kind, self.about_key)

    @property
    def is_photo(self) -> bool:
        return self.kind == AttachmentKind.PHOTO

    @property
    def url(self) -> str:
        return reverse("files:open", args=[self.key])

    @property
    def thumbnail_url(self) -> str:
        return reverse("files:thumbnail", args=[self.key])

    @property
    def download_name(self) -> str:
        """The title with the extension of the real content, whatever extension the upload had."""
        stem = str(self)
        for ending in (".jpeg", ".png", ".webp", *(f".{each.extension}" for each in ContentType)):
            stem = stem[: -len(ending)] if stem.lower().endswith(ending) else stem
        return f"{stem}.{ContentType(self.content_type).extension}"
