"""NIK and KK as they are typed: a wrong shape is refused, an unknown region is only warned of (domain.md §6.2).

And names: whole for those who work with the household, initials for others.
"""

from __future__ import annotations

import re
from collections.abc import Container

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from krs_portal.accounts import nik
from krs_portal.kit.formats import format_person_name
from krs_portal.offices.former_codes import find_unknown_codes
from monitoring.occupants.enums import Relation
from monitoring.occupants.models import Household, Member
from monitoring.occupants.querysets import HouseholdQuerySet


def parse_nik(text: str) -> str:
    return nik.read_nik(text).text if text else ""


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
    if not any(nik.is_possible_date(day, month, century + year) for century in (1900, 2000)):
        raise ValidationError(_("Tanggal terbit di dalam nomor KK (angka ke-7 sampai ke-12) tidak mungkin."))
    if number[12:] == "0000":
        raise ValidationError(_("Nomor urut KK (empat angka terakhir) tidak mungkin 0000."))
    return number


def extract_region_code(number: str) -> str:
    """The kab/kota in which the number was first issued."""
    return f"{number[:2]}.{number[2:4]}"


def list_region_warnings(**numbers: str) -> list[str]:
    """Warnings about numbers whose region is unknown. They may be right nevertheless: codes have changed over time."""
    codes = {what: extract_region_code(number) for what, number in numbers.items() if number}
    unknown = find_unknown_codes(codes.values())
    return [
        _("Kode wilayah %(code)s pada %(what)s tidak dikenal. Datanya tetap dipakai; cocokkan dengan dokumennya.")
        % {"code": code, "what": f" {_('dan')} ".join(what for what in codes if codes[what] == code)}
        for code in sorted(unknown)
    ]


def list_homes_with_same_head(household: Household) -> HouseholdQuerySet:
    """Other households living somewhere whose head has the same NIK: a person moved, or is counted twice."""
    numbers = Member.objects.filter(household=household, relation=Relation.HEAD).exclude(nik_lookup="")
    same = Member.objects.filter(nik_lookup__in=numbers.values("nik_lookup"), relation=Relation.HEAD)
    return Household.objects.living_there().filter(pk__in=same.values("household")).exclude(pk=household.pk)


def explain_same_head(count: int) -> str:
    return ngettext(
        "NIK kepala keluarga ini juga tercatat sebagai kepala %(count)d rumah tangga lain yang masih menghuni.",
        "NIK kepala keluarga ini juga tercatat sebagai kepala %(count)d rumah tangga lain yang masih menghuni.",
        count,
    ) % {"count": count}


def mask_name(household: Household, known: Container[int]) -> str:
    """The household's name for users who write for its agency (`known`), its initials for others."""
    return format_person_name(household.name, known=household.estate.office_id in known)
