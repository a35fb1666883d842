"""Photos are decoded, turned upright, shrunk and encoded again, so that nothing but the picture is kept."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from krs_portal.files.enums import MOST_PIXELS, PHOTO_SIDE, THUMBNAIL_SIDE

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

FORMATS = ("JPEG", "PNG", "WEBP")
HEIC = re.compile(rb"^.{4}ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif)", re.DOTALL)
EXIF_IFD, TAKEN, CHANGED = 0x8769, 0x9003, 0x0132
QUALITY = 85


@dataclass(frozen=True)
class Photo:
    content: bytes
    thumbnail: bytes
    width: int
    height: int
    taken_on: date | None


def looks_like_photo(data: bytes) -> bool:
    return data.startswith((b"\xff\xd8\xff", b"\x89PNG")) or data[8:12] == b"WEBP" or bool(HEIC.match(data[:16]))


def prepare_photo(data: bytes) -> Photo:
    """Check the photo, turn it upright, shrink it and encode it again without metadata.

    Raises ValidationError if it is not a readable photo.
    """
    from PIL import ImageFile, ImageOps

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint switches it on for the whole process
    if HEIC.match(data[:16]):
        raise ValidationError(
            _("Foto HEIC belum dapat dibaca. Ubah menjadi JPEG, atau atur kamera telepon ke “Paling kompatibel”.")
        )
    opened = open_picture(data)
    if opened.width * opened.height > MOST_PIXELS:
        raise ValidationError(
            _("Foto ini terlalu besar: %(width)s × %(height)s titik. Perkecil dahulu.")
            % {"width": opened.width, "height": opened.height}
        )
    try:
        taken_on = read_day_taken(opened)
        opened.draft("RGB", (PHOTO_SIDE, PHOTO_SIDE))  # a JPEG is unpacked no larger than it is needed
        upright = flatten_picture(ImageOps.exif_transpose(opened))
    except Exception as error:  # a picture made to break its reader breaks it in any way it likes
        raise ValidationError(_("Foto ini rusak dan tidak dapat dibaca. Ambil atau unggah sekali lagi.")) from error
    upright.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
    small = upright.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Photo(encode_jpeg(upright), encode_jpeg(small), upright.width, upright.height, taken_on)


def open_picture(data: bytes) -> Any:
    """Open only the header: dimensions and metadata. The pixels are decoded later."""
    from PIL import Image

    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise ValidationError(_("Foto ini terlalu besar untuk dibuka. Perkecil dahulu.")) from bomb
    except Exception as error:
        raise ValidationError(_("Berkas ini bukan foto JPEG, PNG, atau WebP.")) from error


def read_day_taken(picture: Picture) -> date | None:
    exif = picture.getexif()
    said = str(exif.get_ifd(EXIF_IFD).get(TAKEN) or exif.get(CHANGED) or "")
    try:
        return date(*(int(part) for part in said[:10].split(":")))
    except (ValueError, TypeError):
        return None


def flatten_picture(picture: Picture) -> Picture:
    """Return the picture on a white background: transparency and metadata are dropped."""
    from PIL import Image

    plain = Image.new("RGB", picture.size, "white")
    layer = picture.convert("RGBA") if "transparency" in picture.info or picture.mode in ("RGBA", "LA", "PA") else None
    plain.paste(layer or picture.convert("RGB"), mask=layer)
    return plain


def encode_jpeg(picture: Picture) -> bytes:
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return made.getvalue()
