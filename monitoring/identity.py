"""NIK and KK as they are typed: the shape is checked, an unknown region only warned of (domain.md §6.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from krs_portal.accounts import nik
from krs_portal.offices.models import Region


def parse_nik(text: str) -> str:
    return nik.parse(text).text if text else ""


def parse_kk(text: str) -> str:
    """The number of a family card: region, the day it was issued, a serial number."""
    number = re.sub(r"[\s.\-]", "", text)
    if not number:
        return ""
    if not number.isascii() or not number.isdigit():
        raise ValidationError(_("Nomor KK hanya berisi angka."))
    if len(number) != 16:
        raise ValidationError(
            _("Nomor KK terdiri dari 16 angka; yang Anda tulis %(count)d angka.") % {"count": len(number)}
        )
    day, month, year = int(number[6:8]), int(number[8:10]), int(number[10:12])
    if not any(nik.is_date(day, month, century + year) for century in (1900, 2000)):
        raise ValidationError(_("Tanggal terbit di dalam nomor KK (angka ke-7 sampai ke-12) tidak mungkin."))
    if number[12:] == "0000":
        raise ValidationError(_("Nomor urut KK (empat angka terakhir) tidak mungkin 0000."))
    return number


def region_code(number: str) -> str:
    """The kab/kota in which the number was first issued."""
    return f"{number[:2]}.{number[2:4]}"


def unknown_regions(numbers: Iterable[str]) -> set[str]:
    """The kab/kota codes of the numbers that no list of regions knows."""
    codes = {region_code(number) for number in numbers if number}
    return codes - set(Region.objects.filter(code__in=codes).values_list("code", flat=True))


def warnings(**numbers: str) -> list[str]:
    """Sentences about numbers that may be right although their region is not known: codes have changed over time."""
    unknown = unknown_regions(numbers.values())
    codes = {what: region_code(number) for what, number in numbers.items() if number}
    return [
        _("Kode wilayah %(code)s pada %(what)s tidak dikenal. Datanya tetap dipakai; cocokkan dengan dokumennya.")
        % {"code": code, "what": f" {_('dan')} ".join(what for what in codes if codes[what] == code)}
        for code in sorted(unknown)
    ]


def initials(name: str) -> str:
    """ "Siti Aminah" → "S. A.": a person for those who need not know who it is."""
    return " ".join(f"{word[0].upper()}." for word in name.split()[:3])
