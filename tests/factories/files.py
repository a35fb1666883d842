"""Files in one line: photos with what a telephone writes into them, documents, and what pretends to be one."""

import io
import zipfile
from contextlib import contextmanager
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from krs_portal.files.owners import ATTACHMENT_OWNERS, AttachmentOwner
from krs_portal.kit.about import About

KIND = "uji.rumah"
ABOUT = About(KIND, "7")


def upload(content: bytes, name: str = "berkas.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(width: int = 800, height: int = 600, fmt: str = "JPEG", mode: str = "RGB", **options) -> bytes:
    made = io.BytesIO()
    image = Image.linear_gradient("L").resize((width, height)).convert(mode)
    image.save(made, fmt, **options)
    return made.getvalue()


def telephone_photo(width: int = 3000, height: int = 2000, orientation: int = 1) -> bytes:
    """With the place it was taken at, the day, and a comment."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8769)[0x9003] = "2021:08:19 09:30:00"
    exif.get_ifd(0x8825).update({1: "S", 2: (IFDRational(6), IFDRational(58), IFDRational(1))})
    return picture(width, height, exif=exif, comment=b"rahasia di foto")


def pdf(pages: int = 1, **options) -> bytes:
    import pikepdf

    made = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        document.save(made, **options)
    return made.getvalue()


def package(*parts: str, content: bytes = b"<xml/>") -> bytes:
    """An Office package of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, content)
    return made.getvalue()


@contextmanager
def owner(office, *, sees=lambda user: True, why_not=lambda user: None):
    """A room whose rows have files, as long as the block lasts."""
    made = AttachmentOwner(
        KIND,
        may_see=lambda user, key: key == ABOUT.key and sees(user),
        why_not_change=lambda user, key: why_not(user),
        office=lambda key: office,
        url=lambda key: f"/rumah/{key}/",
    )
    with patch.dict(ATTACHMENT_OWNERS._items, {KIND: made}):
        yield
