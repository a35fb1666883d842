"""Taking files in, removing them, and letting their bytes go when the retention is over."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
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
from krs_portal.offices.models import Office

STRAY = timedelta(days=1)  # bytes without a row for so long belong to a transaction that failed


def refuse(sentence: str | None) -> None:
    if sentence:
        raise PermissionDenied(sentence)


def attach(
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
    """Keep the file; without a `kind` its content decides. The same bytes about the same thing are kept once."""
    refuse(policies.why_not_attach(by, about))
    data = read(file)
    made = Attachment(
        office=office,
        about_kind=about.kind,
        about_key=about.key,
        kind=kind or kind_of(data),
        title=" ".join(title.split())[:200],
        original_name=" ".join((file.name or "").split())[-200:],
        uploaded_at=at,
        uploaded_by=by,
    )
    content, thumbnail = looked_into(made, data)
    if made.is_photo:
        day = taken_on or made.taken_on
        made.taken_on = day if day and day <= day_of(at, office.time_zone) else None
    made.size, made.sha256 = len(content), hashlib.sha256(content).hexdigest()
    known = Attachment.objects.present().about(*about).filter(sha256=made.sha256).first()
    return known or kept(made, content, thumbnail)


def read(file: UploadedFile) -> bytes:
    """The bytes; of a file that is too large not one more than tells so."""
    file.seek(0)
    data = file.read(LARGEST + 1)
    if not data:
        raise ValidationError({"file": _("Berkas ini kosong.")})
    if len(data) > LARGEST:
        raise ValidationError(
            {
                "file": _("Berkas lebih dari %(size)s MB. Perkecil dahulu.")
                % {"size": formats.number(LARGEST // 1024**2)}
            }
        )
    return data


def kind_of(data: bytes) -> str:
    if papers.looks_like_paper(data):
        return AttachmentKind.DOCUMENT
    if photos.looks_like_photo(data):
        return AttachmentKind.PHOTO
    raise ValidationError({"file": _("Berkas ini bukan foto (JPEG, PNG, WebP) dan bukan dokumen (PDF, XLSX, DOCX).")})


def looked_into(made: Attachment, data: bytes) -> tuple[bytes, bytes]:
    """What is kept of it, and its small picture; what it is stands in the attachment."""
    try:
        if made.kind == AttachmentKind.DOCUMENT:
            made.content_type = papers.recognise(data)
            return data, b""
        photo = photos.develop(data)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    made.content_type = ContentType.JPEG
    made.width, made.height, made.taken_on = photo.width, photo.height, photo.taken_on
    return photo.content, photo.thumbnail


def kept(made: Attachment, content: bytes, thumbnail: bytes) -> Attachment:
    try:
        with transaction.atomic():
            made.content.save("", ContentFile(content), save=False)
            if thumbnail:
                made.thumbnail.save("", ContentFile(thumbnail), save=False)
            made.save()
    except IntegrityError:  # somebody was quicker with the same bytes
        empty(made)
        return Attachment.objects.present().about(*made.about).get(sha256=made.sha256)
    except BaseException:
        empty(made)
        raise
    return made


def empty(attachment: Attachment) -> None:
    for field in (attachment.content, attachment.thumbnail):
        if field:
            field.delete(save=False)


@transaction.atomic
def remove(*, attachment: Attachment, by: Any, at: datetime) -> Attachment:
    """Out of sight at once; the bytes go when the retention is over."""
    attachment = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
    refuse(policies.why_not_remove(by, attachment))
    attachment.removed_at, attachment.removed_by = at, by
    attachment.save(update_fields=["removed_at", "removed_by"])
    return attachment


def let_go(*, at: datetime) -> int:
    """The bytes of what was removed long ago; how many. The row stays and says what there was."""
    gone = 0
    for attachment in Attachment.objects.kept_long_enough(at).order_by("pk").iterator():
        names = [str(field) for field in (attachment.content, attachment.thumbnail) if field]
        Attachment.objects.filter(pk=attachment.pk).update(content="", thumbnail="")
        for name in names:
            Vault().delete(name)
        gone += 1
    return gone


def sweep_strays(*, at: datetime) -> int:
    """Bytes that no row knows, left by a transaction that failed; how many."""
    strays = set(Vault().names_before(at - STRAY))
    for names in Attachment.objects.values_list("content", "thumbnail").iterator():
        strays.difference_update(names)
    for name in strays:
        Vault().delete(name)
    return len(strays)
