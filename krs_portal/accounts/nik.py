"""NIK, the 16-digit population number: `PPKKCC DDMMYY SSSS`, day + 40 for women (domain: Dukcapil's layout).

Only the shape can be checked here; who somebody is, only Dukcapil can say. The number is kept encrypted, found again by
an HMAC, and shown masked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from krs_portal.accounts.enums import Sex
from krs_portal.kit.sealing import hash_for_lookup

WOMEN = 40  # added to a woman's day of birth


@dataclass(frozen=True)
class Nik:
    """A well-formed NIK taken apart. The century of the birth date is not in it: the year is 0-99."""

    text: str

    @property
    def kecamatan_code(self) -> str:
        """The Kemendagri code where the number was first issued; not the domicile."""
        return f"{self.text[:2]}.{self.text[2:4]}.{self.text[4:6]}"

    @property
    def kab_kota_code(self) -> str:
        return self.kecamatan_code[:5]

    @property
    def is_female(self) -> bool:
        return int(self.text[6:8]) > WOMEN

    def tells_birth(self, day: date) -> bool:
        """Whether the birth date in it is this day, in whichever century."""
        told = (int(self.text[6:8]) % WOMEN, int(self.text[8:10]), int(self.text[10:12]))
        return told == (day.day, day.month, day.year % 100)


def read_nik(value: str) -> Nik:
    """Parse a NIK; spaces, dots and dashes are ignored. Raises ValidationError naming the part that is impossible."""
    text = re.sub(r"[\s.\-]", "", value)
    if not text.isascii() or not text.isdigit():
        raise ValidationError(_("NIK hanya berisi angka."))
    if len(text) != 16:
        raise ValidationError(_("NIK terdiri dari 16 angka; yang Anda tulis %(count)d angka.") % {"count": len(text)})
    day, month, year = int(text[6:8]), int(text[8:10]), int(text[10:12])
    if (
        not any(is_possible_date(day % WOMEN, month, century + year) for century in (1900, 2000))
        or day > 71
        or day == WOMEN
    ):
        raise ValidationError(_("Tanggal lahir di dalam NIK (angka ke-7 sampai ke-12) tidak mungkin."))
    if text[12:] == "0000":
        raise ValidationError(_("Nomor urut NIK (empat angka terakhir) tidak mungkin 0000."))
    return Nik(text)


def list_doubts_about_nik(number: str, *, sex: str, born_on: date | None) -> list[tuple[str, str]]:
    """Where the NIK contradicts what is told beside it: (field, sentence). Either may be wrong, so it is only asked."""
    told, found = read_nik(number), []
    if sex and (sex == Sex.FEMALE) != told.is_female:
        found.append(("sex", _("Tidak cocok dengan NIK, yang menyebut jenis kelamin lain; cocokkan dengan KTP-nya.")))
    if born_on and not told.tells_birth(born_on):
        found.append(("born_on", _("Tidak cocok dengan tanggal lahir di dalam NIK; cocokkan dengan KTP-nya.")))
    return found


def is_possible_date(day: int, month: int, year: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def mask_nik(text: str) -> str:
    return f"{text[:4]}********{text[-4:]}" if len(text) == 16 else ""


def hash_nik(text: str) -> str:
    """Keyed hash (HMAC) of a NIK: equal numbers can be found without decrypting them."""
    return hash_for_lookup(text)
