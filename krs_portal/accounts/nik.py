"""NIK, the 16-digit population number: `PPKKCC DDMMYY SSSS`, day + 40 for women (domain: Dukcapil's layout).

Only the shape can be checked here; who somebody is, only Dukcapil can say. The number is kept encrypted, found again by
an HMAC, and shown masked.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Nik:
    """A well-formed NIK taken apart. The century of the birth date is not in it: the year is 0-99."""

    text: str

    @property
    def kecamatan_code(self) -> str:
        """The Kemendagri code where the number was first issued; not the domicile."""
        return f"{self.text[:2]}.{self.text[2:4]}.{self.text[4:6]}"

    @property
    def is_female(self) -> bool:
        return int(self.text[6:8]) > 40

    @property
    def masked(self) -> str:
        return mask(self.text)


def parse(value: str) -> Nik:
    """The NIK in `value`, spaces and dots forgiven; `ValidationError` says which part cannot be."""
    text = re.sub(r"[\s.\-]", "", value)
    if not text.isascii() or not text.isdigit():
        raise ValidationError(_("NIK hanya berisi angka."))
    if len(text) != 16:
        raise ValidationError(_("NIK terdiri dari 16 angka; yang Anda tulis %(count)d angka.") % {"count": len(text)})
    day, month, year = int(text[6:8]), int(text[8:10]), int(text[10:12])
    if not any(is_date(day % 40, month, century + year) for century in (1900, 2000)) or day > 71 or day == 40:
        raise ValidationError(_("Tanggal lahir di dalam NIK (angka ke-7 sampai ke-12) tidak mungkin."))
    if text[12:] == "0000":
        raise ValidationError(_("Nomor urut NIK (empat angka terakhir) tidak mungkin 0000."))
    return Nik(text)


def is_date(day: int, month: int, year: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def mask(text: str) -> str:
    return f"{text[:4]}********{text[-4:]}" if len(text) == 16 else ""


def lookup(text: str) -> str:
    """The keyed hash that finds a NIK again without decrypting anything."""
    return hmac.new(settings.FIELD_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
