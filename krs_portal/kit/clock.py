"""Days and moments in Indonesia's three zones. Services receive `at`; only views, tasks and commands call these."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone

FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2999, 12, 31)  # of those that people write into forms and addresses


class TimeZone(models.TextChoices):
    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"

    @property
    def info(self) -> ZoneInfo:
        return ZoneInfo(self.value)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def day_of(moment: datetime, zone: str = TimeZone.WIB) -> date:
    """The calendar day of a moment in a zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def has_day_everywhere(moment: datetime) -> bool:
    """Whether the moment has a calendar day in every zone: close to the first and the last day of all it has not."""
    return date.min < moment.date() < date.max


def get_midnight(day: date, zone: str = TimeZone.WIB) -> datetime:
    """The moment at which a day begins in a zone."""
    return datetime.combine(day, time.min, ZoneInfo(zone))


def get_last_moment(day: date, zone: str = TimeZone.WIB) -> datetime:
    """The last microsecond of a day in a zone: a figure known then holds everything recorded on the day."""
    return get_midnight(day + timedelta(days=1), zone) - timedelta(microseconds=1)


def today(zone: str = TimeZone.WIB) -> date:
    return day_of(now(), zone)


def add_months(first: date, months: int) -> date:
    """From the first day of a month to the first day of another."""
    place = first.year * 12 + first.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def get_month_end(day: date) -> date:
    return add_months(day.replace(day=1), 1) - timedelta(days=1)


def add_years(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th, as PostgreSQL has it."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def count_years_between(first: date, last: date) -> int:
    """Whole years, as an age is counted."""
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))
