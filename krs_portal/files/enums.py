from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class AttachmentKind(models.TextChoices):
    PHOTO = "PHOTO", _("Foto")
    DOCUMENT = "DOCUMENT", _("Dokumen")


class ContentType(models.TextChoices):
    """What a file really is, found in its bytes; the file name may claim anything."""

    JPEG = "image/jpeg", "JPEG"
    PDF = "application/pdf", "PDF"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"

    @property
    def extension(self) -> str:
        return {"JPEG": "jpg"}.get(self.name, self.name.lower())


LARGEST = 15 * 1024 * 1024  # bytes that are taken in
PHOTO_SIDE, THUMBNAIL_SIDE = 2000, 480  # px of the longer side that is kept
MOST_PIXELS = 60_000_000  # of a photo, before it is unpacked: telephones make 50 million
MOST_UNPACKED = 200 * 1024 * 1024  # bytes of a workbook or text, as its own directory says
MOST_PARTS = 5_000
RETENTION = timedelta(days=90)  # from removal until the bytes go; the row stays
