"""Days and moments in Indonesia's three zones. Services receive `at`; only views, tasks and commands call these."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone


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


def today(zone: str = TimeZone.WIB) -> date:
    return day_of(now(), zone)
