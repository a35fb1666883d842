"""Numbers, money, days and times as people here read them, in the active language. Nothing is "–", never 0.

A day is a `date`, a moment an aware `datetime`; a clock time always carries its zone.
"""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from krs_portal.kit.clock import TimeZone

BLANK = "–"
NBSP = "\u00a0"
MINUS = "\u2212"
ZONES = {zone.value: zone.label for zone in TimeZone}
Number = int | float | Decimal


@cache
def _parse_locale(language: str | None) -> Locale:
    return Locale.parse("en_GB" if (language or "").startswith("en") else "id_ID")


def get_locale() -> Locale:
    """Indonesian, or British English: both put the day before the month."""
    return _parse_locale(get_language())


def format_decimals(value: Number | None, places: int = 2) -> str:
    """82.345 → "82,35": exactly so many places, halves rounded away from zero."""
    return BLANK if value is None else _format_decimals(value, places, get_locale())


@lru_cache(maxsize=8192)  # a page writes the same small figures hundreds of times
def _format_decimals(value: Number, places: int, written_in: Locale) -> str:
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(rounded or abs(rounded), pattern, written_in).replace("-", MINUS)


def format_number(value: Number | None) -> str:
    """1806 → "1.806"."""
    return format_decimals(value, 0)


def format_signed(value: Number | None) -> str:
    """2 → "+2", -77 → "−77", 0 → "0"."""
    return ("+" if value and value > 0 else "") + format_number(value)


def format_percent(value: Number | None, places: int = 2) -> str:
    """82.34 → "82,34 %"."""
    if value is None:
        return BLANK
    return format_decimals(value, places) + ("%" if get_locale().language == "en" else f"{NBSP}%")


def format_rupiah(value: Number | None) -> str:
    """500000 → "Rp500.000"."""
    if value is None:
        return BLANK
    return (MINUS if value < 0 else "") + "Rp" + format_number(value).removeprefix(MINUS)


def format_yes_no(value: bool | None) -> str:
    """True → "Ya", False → "Tidak"."""
    return BLANK if value is None else _("Ya") if value else _("Tidak")


def format_initials(name: str) -> str:
    """ "Siti Aminah" → "S. A.": a person, for those who need not know who it is."""
    return " ".join(f"{word[0].upper()}." for word in name.split()[:3])


def format_person_name(name: str, *, known: bool) -> str:
    """The name for those who work with the person, the initials for everybody else."""
    return name if known else format_initials(name)


def format_day(value: date | None) -> str:
    """ "8 Desember 2022"."""
    return _format_with_pattern(value, "d MMMM y")


def format_short_day(value: date | None) -> str:
    """ "8 Des 2022"."""
    return _format_with_pattern(value, "d MMM y")


def format_full_day(value: date | None) -> str:
    """ "Kamis, 8 Desember 2022"."""
    return _format_with_pattern(value, "EEEE, d MMMM y")


def format_weekday(value: date | None) -> str:
    """ "Kam, 8 Des"."""
    return _format_with_pattern(value, "EEE, d MMM")


def format_day_without_year(value: date | None) -> str:
    """ "8 Des", where the year stands above."""
    return _format_with_pattern(value, "d MMM")


def format_month(value: date | None) -> str:
    """ "Desember 2022"."""
    return _format_with_pattern(value, "MMMM y")


def _format_with_pattern(value: date | None, pattern: str) -> str:
    if value is None:
        return BLANK
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return _format_cached_date(value, pattern, get_locale())


@lru_cache(4096)
def _format_cached_date(value: date, pattern: str, where: Locale) -> str:
    return format_date(value, pattern, where)


def format_day_range(first: date | None, last: date | None) -> str:
    """ "19-24 Agustus 2021", "30 Agustus - 2 September 2021", "31 Desember 2021 - 2 Januari 2022"."""
    if first is None or last is None or first == last:
        return format_day(first or last)
    if first.year != last.year:
        return f"{format_day(first)} - {format_day(last)}"
    if first.month != last.month:
        return f"{_format_with_pattern(first, 'd MMMM')} - {format_day(last)}"
    return f"{first.day}-{format_day(last)}"


def format_clock(value: datetime | None, zone: str | None = None) -> str:
    """ "07.30 WIB", in the zone given or else the current one."""
    if value is None:
        return BLANK
    local, name = _convert_to_zone(value, zone)
    return f"{_format_time(local)}{NBSP}{name}"


def format_clock_range(first: datetime | None, last: datetime | None, zone: str | None = None) -> str:
    """ "07.30-16.00 WIB"."""
    if first is None or last is None:
        return BLANK
    local, name = _convert_to_zone(last, zone)
    return f"{_format_time(first.astimezone(local.tzinfo))}-{_format_time(local)}{NBSP}{name}"


def format_local_hours(first: time, last: time, zone: str) -> str:
    """ "07.30-16.00 WIB", of times that are the zone's already."""
    return f"{_format_time(first)}-{_format_time(last)}{NBSP}{ZONES.get(zone, zone)}"


def format_moment(value: datetime | None, zone: str | None = None) -> str:
    """ "8 Desember 2022, 07.30 WIB"."""
    if value is None:
        return BLANK
    return f"{format_day(_convert_to_zone(value, zone)[0].date())}, {format_clock(value, zone)}"


def _convert_to_zone(value: datetime, zone: str | None) -> tuple[datetime, str]:
    info = ZoneInfo(zone) if zone else timezone.get_current_timezone()
    local = value.astimezone(info)
    key = str(info)
    return local, ZONES.get(key) or local.tzname() or key


def _format_time(value: datetime | time) -> str:
    return f"{value.hour:02}{':' if get_locale().language == 'en' else '.'}{value.minute:02}"
