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

from krs_portal.kit.clock import TimeZone

BLANK = "–"
NBSP = "\u00a0"
MINUS = "\u2212"
ZONES = {zone.value: zone.label for zone in TimeZone}
Number = int | float | Decimal


@cache
def _locale(language: str | None) -> Locale:
    return Locale.parse("en_GB" if (language or "").startswith("en") else "id_ID")


def locale() -> Locale:
    """Indonesian, or British English: both put the day before the month."""
    return _locale(get_language())


def decimal(value: Number | None, places: int = 2) -> str:
    """82.345 → "82,35": exactly so many places, halves rounded away from zero."""
    return BLANK if value is None else _decimal(value, places, locale())


@lru_cache(maxsize=8192)  # a page writes the same small figures hundreds of times
def _decimal(value: Number, places: int, written_in: Locale) -> str:
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(rounded or abs(rounded), pattern, written_in).replace("-", MINUS)


def number(value: Number | None) -> str:
    """1806 → "1.806"."""
    return decimal(value, 0)


def signed(value: Number | None) -> str:
    """2 → "+2", -77 → "−77", 0 → "0"."""
    return ("+" if value and value > 0 else "") + number(value)


def percent(value: Number | None, places: int = 2) -> str:
    """82.34 → "82,34 %"."""
    if value is None:
        return BLANK
    return decimal(value, places) + ("%" if locale().language == "en" else f"{NBSP}%")


def rupiah(value: Number | None) -> str:
    """500000 → "Rp500.000"."""
    if value is None:
        return BLANK
    return (MINUS if value < 0 else "") + "Rp" + number(value).removeprefix(MINUS)


def day(value: date | None) -> str:
    """ "8 Desember 2022"."""
    return _date(value, "d MMMM y")


def day_short(value: date | None) -> str:
    """ "8 Des 2022"."""
    return _date(value, "d MMM y")


def day_full(value: date | None) -> str:
    """ "Kamis, 8 Desember 2022"."""
    return _date(value, "EEEE, d MMMM y")


def day_named(value: date | None) -> str:
    """ "Kam, 8 Des"."""
    return _date(value, "EEE, d MMM")


def month(value: date | None) -> str:
    """ "Desember 2022"."""
    return _date(value, "MMMM y")


def _date(value: date | None, pattern: str) -> str:
    if value is None:
        return BLANK
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return _formatted(value, pattern, locale())


@lru_cache(4096)
def _formatted(value: date, pattern: str, where: Locale) -> str:
    return format_date(value, pattern, where)


def days(first: date | None, last: date | None) -> str:
    """ "19-24 Agustus 2021", "30 Agustus - 2 September 2021", "31 Desember 2021 - 2 Januari 2022"."""
    if first is None or last is None or first == last:
        return day(first or last)
    if first.year != last.year:
        return f"{day(first)} - {day(last)}"
    if first.month != last.month:
        return f"{_date(first, 'd MMMM')} - {day(last)}"
    return f"{first.day}-{day(last)}"


def clock(value: datetime | None, zone: str | None = None) -> str:
    """ "07.30 WIB", in the zone given or else the current one."""
    if value is None:
        return BLANK
    local, name = _local(value, zone)
    return f"{_time(local)}{NBSP}{name}"


def clock_range(first: datetime | None, last: datetime | None, zone: str | None = None) -> str:
    """ "07.30-16.00 WIB"."""
    if first is None or last is None:
        return BLANK
    local, name = _local(last, zone)
    return f"{_time(first.astimezone(local.tzinfo))}-{_time(local)}{NBSP}{name}"


def clock_span(first: time, last: time, zone: str) -> str:
    """ "07.30-16.00 WIB", of times that are the zone's already."""
    return f"{_time(first)}-{_time(last)}{NBSP}{ZONES.get(zone, zone)}"


def moment(value: datetime | None, zone: str | None = None) -> str:
    """ "8 Desember 2022, 07.30 WIB"."""
    if value is None:
        return BLANK
    return f"{day(_local(value, zone)[0].date())}, {clock(value, zone)}"


def _local(value: datetime, zone: str | None) -> tuple[datetime, str]:
    info = ZoneInfo(zone) if zone else timezone.get_current_timezone()
    local = value.astimezone(info)
    key = str(info)
    return local, ZONES.get(key) or local.tzname() or key


def _time(value: datetime | time) -> str:
    return f"{value.hour:02}{':' if locale().language == 'en' else '.'}{value.minute:02}"
