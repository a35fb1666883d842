"""Recognises PDF, XLSX and DOCX by their content, without unpacking; macros and scripts are refused."""

from __future__ import annotations

import io
import re
import zipfile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from krs_portal.files.enums import MOST_PARTS, MOST_UNPACKED, ContentType

OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")  # also how Office wraps what it locks with a password
PROGRAM = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|activeX/.*|macrosheets/.*)$", re.IGNORECASE)
MAIN_PARTS = {"xl/workbook.xml": ContentType.XLSX, "word/document.xml": ContentType.DOCX}


def looks_like_document(data: bytes) -> bool:
    return data[:1024].lstrip().startswith(b"%PDF-") or data.startswith((OLD_OFFICE, b"PK\x03\x04"))


def recognise_document(data: bytes) -> ContentType:
    """Return what the document is. Raises ValidationError with the reason if it is not accepted."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        check_pdf(data)
        return ContentType.PDF
    if data.startswith(OLD_OFFICE):
        raise ValidationError(
            _("Berkas Office lama atau berkata sandi tidak diterima. Simpan sebagai .xlsx atau .docx tanpa kata sandi.")
        )
    if data.startswith(b"PK\x03\x04"):
        return check_office_package(data)
    raise ValidationError(_("Berkas ini bukan PDF, XLSX, atau DOCX."))


def check_pdf(data: bytes) -> None:
    from pikepdf import Dictionary, PasswordError, PdfError
    from pikepdf import open as read

    try:
        with read(io.BytesIO(data)) as document:
            first = document.Root.get("/OpenAction")
            runs = "/JavaScript" in document.Root.get("/Names", {}) or (
                isinstance(first, Dictionary) and str(first.get("/S")) in ("/JavaScript", "/Launch")
            )
    except PasswordError as error:
        raise ValidationError(_("PDF ini berkata sandi. Simpan tanpa kata sandi.")) from error
    except (PdfError, ValueError, TypeError, AttributeError) as error:
        raise ValidationError(_("PDF ini rusak dan tidak dapat dibuka.")) from error
    if runs:
        raise ValidationError(_("PDF ini memuat program. Cetak ulang menjadi PDF biasa."))


def check_office_package(data: bytes) -> ContentType:
    """Recognise an Office file from its ZIP directory only; nothing is unpacked, so a ZIP bomb does no harm."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise ValidationError(_("Berkas ini rusak dan tidak dapat dibuka.")) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ValidationError(_("Berkas ini mengembang terlalu besar bila dibuka."))
    names = {part.filename for part in parts}
    if any(PROGRAM.search(name) for name in names):
        raise ValidationError(_("Berkas ini memuat makro. Simpan sebagai .xlsx atau .docx tanpa makro."))
    found = [kind for name, kind in MAIN_PARTS.items() if name in names]
    if "[Content_Types].xml" not in names or len(found) != 1:
        raise ValidationError(_("Berkas ini bukan PDF, XLSX, atau DOCX."))
    return found[0]
