"""The national holidays and cuti bersama of this year and the next, as the package `holidays` knows them, and the
ministry whose clinics these are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

import holidays

from krs_portal.kit.reference import Loading, Reference
from krs_portal.offices.enums import HolidayKind
from krs_portal.offices.models import Holiday, Institution

KIND = "holidays"
CATEGORIES = {"public": HolidayKind.NATIONAL, "government": HolidayKind.JOINT_LEAVE}


class Listed(NamedTuple):
    """A holiday as the package lists it."""

    day: date
    kind: HolidayKind
    name: str

    @property
    def key(self) -> str:
        return f"{self.day.isoformat()} {self.kind} {self.name}"

    @classmethod
    def of_key(cls, key: str) -> Listed:
        day, kind, name = key.split(" ", 2)
        return cls(date.fromisoformat(day), HolidayKind(kind), name)


def list_holidays(years: Sequence[int]) -> list[Listed]:
    return [
        Listed(day, kind, name)
        for category, kind in CATEGORIES.items()
        for day, name in sorted(holidays.ID(years=years, categories=(category,), language="id").items())
    ]


def load_holidays(loading: Loading, years: Sequence[int], today: date) -> None:
    """Put in the holidays of the years, and take back what the package no longer lists of the days to come."""
    listed = list_holidays(years)
    keys = {each.key for each in listed}
    for key in loading.keys_of(KIND):
        old = Listed.of_key(key)
        if old.day.year in years and old.day > today and key not in keys:
            take_back(loading, old)
    for each in listed:
        loading.put_once(KIND, each.key, partial(make_holiday, each))


def make_holiday(listed: Listed) -> bool:
    _, made = Holiday.objects.get_or_create(
        day_on=listed.day, name=listed.name, region=None, defaults={"kind": listed.kind}
    )
    return made


def take_back(loading: Loading, old: Listed) -> None:
    """A date that was an estimate, or that a decree moved, would close offices on a wrong day. One that somebody has
    changed by hand is left alone."""
    loading.forget(KIND, old.key)
    Holiday.objects.filter(day_on=old.day, name=old.name, kind=old.kind, region=None, is_observed=True).delete()


def load(loading: Loading, day: date) -> None:
    load_holidays(loading, [day.year, day.year + 1], day)


def load_institution(loading: Loading, day: date) -> None:
    loading.put_once("institution", "ministry", make_institution)


def make_institution() -> bool:
    """Name and seat of the ministry since October 2024. Its telephone and its pages are recorded by administrators."""
    if Institution.objects.exists():
        return False
    Institution.objects.create(
        name="Kementerian Perumahan dan Kawasan Permukiman",
        name_en="Ministry of Housing and Settlements",
        address="Jl. Raden Patah I No. 1, Kebayoran Baru, Jakarta Selatan",
    )
    return True


REFERENCE = Reference("holidays", load, is_yearly=True)
INSTITUTION = Reference("institution", load_institution)
