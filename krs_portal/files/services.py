"""Storing files, removing them, and deleting their bytes when the retention is over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from krs_portal.files import papers, photos, policies
from krs_portal.files.enums import LARGEST, AttachmentKind, ContentType
from krs_portal.files.models import Attachment
from krs_portal.files.vault import Vault
from krs_portal.kit import formats
from krs_portal.kit.about import About
from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.personal import erase_rows
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.words import squeeze_spaces
from krs_portal.offices.models import Office

STRAY = timedelta(days=1)  # bytes without a row for so long belong to a transaction that failed


def attach_file(
    *,
    file: UploadedFile,
    about: About,
    office: Office,
    by: Any,
    at: datetime,
    kind: str = "",
    title: str = "",
    taken_on: date | None = None,
) -> Attachment:
    """Store the file.

    Without `kind` it is taken from the content. The same bytes about the same row are stored once; the existing
    attachment is returned.
    """
    refuse_if(policies.why_not_attach(by, about))
    data = read_upload(file)
    made = Attachment(
        office=office,
        about_kind=about.kind,
        about_key=about.key,
        kind=kind or detect_attachment_kind(data),
        title=squeeze_spaces(title)[:200],
        original_name=squeeze_spaces(file.name or "")[-200:],
        uploaded_at=at,
        uploaded_by=by,
    )
    content, thumbnail = prepare_content(made, data)
    if made.is_photo:
        day = taken_on or made.taken_on
        made.taken_on = day if day and day <= day_of(at, office.time_zone) else None
    made.size, made.sha256 = len(content), hashlib.sha256(content).hexdigest()
    known = Attachment.objects.present().about(*about).filter(sha256=made.sha256).first()
    return known or store_attachment(made, content, thumbnail)


def read_upload(file: UploadedFile) -> bytes:
    """Read the bytes, at most one more than the limit, so that an oversized file is not loaded."""
    file.seek(0)
    data = file.read(LARGEST + 1)
    if not data:
        raise ValidationError({"file": _("Berkas ini kosong.")})
    if len(data) > LARGEST:
        raise ValidationError(
            {
                "file": _("Berkas lebih dari %(size)s MB. Perkecil dahulu.")
                % {"size": formats.format_number(LARGEST // 1024**2)}
            }
        )
    return data


def detect_attachment_kind(data: bytes) -> str:
    if papers.looks_like_document(data):
        return AttachmentKind.DOCUMENT
    if photos.looks_like_photo(data):
        return AttachmentKind.PHOTO
    raise ValidationError({"file": _("Berkas ini bukan foto (JPEG, PNG, WebP) dan bukan dokumen (PDF, XLSX, DOCX).")})


def prepare_content(made: Attachment, data: bytes) -> tuple[bytes, bytes]:
    """Return the bytes to store and the thumbnail; set type, size in pixels and date on `made`."""
    try:
        if made.kind == AttachmentKind.DOCUMENT:
            made.content_type = papers.recognise_document(data)
            return data, b""
        photo = photos.prepare_photo(data)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    made.content_type = ContentType.JPEG
    made.width, made.height, made.taken_on = photo.width, photo.height, photo.taken_on
    return photo.content, photo.thumbnail


def store_attachment(made: Attachment, content: bytes, thumbnail: bytes) -> Attachment:
    try:
        with transaction.atomic():
            made.content.save("", ContentFile(content), save=False)
            if thumbnail:
                made.thumbnail.save("", ContentFile(thumbnail), save=False)
            made.save()
    except IntegrityError:  # somebody was quicker with the same bytes
        delete_stored_bytes(made)
        return Attachment.objects.present().about(*made.about).get(sha256=made.sha256)
    except BaseException:
        delete_stored_bytes(made)
        raise
    return made


def delete_stored_bytes(attachment: Attachment) -> None:
    for field in (attachment.content, attachment.thumbnail):
        if field:
            field.delete(save=False)


@transaction.atomic
def remove_attachment(*, attachment: Attachment, by: Any, at: datetime) -> Attachment:
    """Mark the attachment as removed: it is hidden at once, its bytes are deleted when the retention ends."""
    attachment = lock_row(attachment)
    refuse_if(policies.why_not_remove(by, attachment))
    attachment.removed_at, attachment.removed_by = at, by
    attachment.save(update_fields=["removed_at", "removed_by"])
    return attachment


@transaction.atomic
def erase_files(abouts: Iterable[About]) -> int:
    """Delete the files about the rows of erased people, row and bytes; return how many. The trail keeps no name."""
    found = [each for about in abouts for each in Attachment.objects.about(*about)]
    keys = [attachment.pk for attachment in found]
    names = [str(field) for each in found for field in (each.content, each.thumbnail) if field]
    Attachment.objects.filter(pk__in=keys).delete()
    erase_rows(Attachment, keys)
    transaction.on_commit(lambda: delete_bytes(names))
    return len(keys)


def delete_bytes(names: Iterable[str]) -> None:
    for name in names:
        Vault().delete(name)


def delete_expired_contents(*, at: datetime) -> int:
    """Delete the bytes of attachments removed longer ago than the retention; return how many.

    The rows stay as evidence.
    """
    gone = 0
    for attachment in Attachment.objects.kept_long_enough(at).order_by("pk").iterator():
        names = [str(field) for field in (attachment.content, attachment.thumbnail) if field]
        Attachment.objects.filter(pk=attachment.pk).update(content="", thumbnail="")
        delete_bytes(names)
        gone += 1
    return gone


def delete_stray_contents(*, at: datetime) -> int:
    """Delete files in the vault that no row refers to (left by a failed transaction); return how many."""
    strays = set(Vault().names_before(at - STRAY))
    for names in Attachment.objects.values_list("content", "thumbnail").iterator():
        strays.difference_update(names)
    delete_bytes(strays)
    return len(strays)
