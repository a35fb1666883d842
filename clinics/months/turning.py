"""The turn of the year as a list: what the new year needs, and what the old one still owes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clinics.models import CountingRule, Indicator, ReportingPeriod
from clinics.months.calendar import build_calendar
from clinics.months.enums import MonthState
from clinics.questions import (
    find_default_indicator,
    find_default_period,
    list_counted_indicators,
    list_untargeted_offices,
)
from krs_portal.kit.formats import format_number
from krs_portal.offices.models import Holiday, Office

TURNS_FROM = 11  # the month from which on the next year is prepared


@dataclass(frozen=True)
class TurnPoint:
    """One thing to be done; `left` names what is missing, and nothing once it is done."""

    name: str
    left: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def is_done(self) -> bool:
        return not self.left


@dataclass(frozen=True)
class TurnOfYear:
    old: str
    new: str
    shown: str
    of_new: list[TurnPoint]
    of_old: list[TurnPoint]


def build_turn_of_year(today: date) -> TurnOfYear:
    """From November on it is the coming turn, before that the one that was."""
    new = today.year + 1 if today.month >= TURNS_FROM else today.year
    old_period, new_period = find_year(new - 1), find_year(new)
    indicator = find_default_indicator()
    shown = find_default_period(indicator) if indicator else None
    return TurnOfYear(
        str(new - 1), str(new), shown.name if shown else "",
        of_new=list_new_points(new, new_period, old_period, indicator),
        of_old=list_old_points(new - 1, old_period, today),
    )  # fmt: skip


def find_year(year: int) -> ReportingPeriod | None:
    return ReportingPeriod.objects.of_year(year).first()


def list_new_points(
    year: int, period: ReportingPeriod | None, before: ReportingPeriod | None, indicator: Indicator | None
) -> list[TurnPoint]:
    first = date(year, 1, 1)
    ruled = CountingRule.objects.in_force(first).values("indicator")
    unruled = [each.name for each in list_counted_indicators().exclude(pk__in=ruled)]
    has_days = Holiday.objects.filter(day_on__year=year).exists()
    return [
        TurnPoint(
            _("Periode %(year)d ada") % {"year": year},
            [] if period else [_("administrator menambahkannya")],
            reverse("clinics:periods"),
        ),
        TurnPoint(
            _("Setiap unit yang bertarget tahun lalu bertarget lagi"),
            list_missing_targets(period, before, indicator),
            f"{reverse('clinics:targets')}?year={year}" if period else reverse("clinics:targets"),
        ),
        TurnPoint(_("Setiap indikator punya aturan hitung pada 1 Januari"), unruled),
        TurnPoint(
            _("Hari libur %(year)d tercatat") % {"year": year}, [] if has_days else [_("belum ada satu pun")]
        ),
    ]  # fmt: skip


def list_missing_targets(
    period: ReportingPeriod | None, before: ReportingPeriod | None, indicator: Indicator | None
) -> list[str]:
    if period is None or indicator is None:
        return [_("menunggu periodenya")]
    if before is None:
        return []
    named: Any = Office.objects.with_name_on(period.starts_on)
    missing = list_untargeted_offices(indicator, period, before).values("pk")
    found = [office.short_name for office in named.filter(pk__in=missing).order_by("code", "pk")]
    if not found and not period.targets.filter(indicator=indicator).exists():
        return [_("belum ada target")]
    return found


def list_old_points(year: int, period: ReportingPeriod | None, today: date) -> list[TurnPoint]:
    if period is None:
        return []
    rows = build_calendar(period, Office.objects.clinics(), today)
    return [
        TurnPoint(
            _("Semua bulan %(year)d diterima") % {"year": year},
            list(describe_unaccepted(rows)),
            f"{reverse('clinics:months')}?year={year}",
        ),
        TurnPoint(
            _("%(year)d dikunci") % {"year": year},
            [] if period.locked_at else [_("sesudah semua bulannya diterima")],
            reverse("clinics:periods"),
        ),
    ]


def describe_unaccepted(rows: Iterable[list[Any]]) -> Iterable[str]:
    for row in rows:
        waiting = sum(place.state not in (MonthState.ACCEPTED, MonthState.LOCKED) for place in row)
        if waiting:
            yield _("%(office)s: %(months)s bulan") % {
                "office": row[0].office.short_name, "months": format_number(waiting)
            }  # fmt: skip
