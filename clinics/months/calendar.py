"""Offices and months as one picture, what is due when, and what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format

from clinics.models import MonthTally, ReportingPeriod, Target
from clinics.months.enums import UNSENT, MonthState
from clinics.months.models import OfficeMonth
from krs_portal.kit.clock import add_months, get_month_end
from krs_portal.offices.models import Office


@dataclass(frozen=True)
class MonthPlace:
    """A month of an office, whether it was ever submitted or not."""

    office: Any  # with its name of the day
    starts_on: date
    state: MonthState
    due_on: date
    is_over: bool
    days_late: int
    unanswered: int = 0

    @property
    def name(self) -> str:
        return date_format(self.starts_on, "F Y")

    @property
    def short_name(self) -> str:
        return date_format(self.starts_on, "M")

    @property
    def is_overdue(self) -> bool:
        return self.days_late > 0


def build_calendar(period: ReportingPeriod, offices: Any, today: date) -> list[list[MonthPlace]]:
    """A row for each office that reports in the year, a place for each of its months.

    An office with a target sends every month; another only those in which it did something.
    """
    aimed = set(Target.objects.filter(period=period).standing().values_list("office", flat=True))
    done = set(MonthTally.objects.of_period(period).filter(office__in=offices).values_list("office", "month"))
    found = OfficeMonth.objects.filter(
        office__in=offices, starts_on__gte=period.starts_on, starts_on__lte=period.ends_on
    ).with_remark_counts()
    known = {(month.office_id, month.starts_on): month for month in found}
    firsts = list_months(period)
    reporting = offices.filter(pk__in=aimed | {office for office, _month in done}).with_name_on(period.ends_on)
    return [
        [
            build_place(
                office, first, known.get((office.pk, first)), period.due_days, today,
                is_due=office.pk in aimed or (office.pk, first) in done,
            )
            for first in firsts
        ]
        for office in reporting.order_by("code", "pk")
    ]  # fmt: skip


def list_months(period: ReportingPeriod) -> list[date]:
    count = (period.ends_on.year - period.starts_on.year) * 12 + period.ends_on.month - period.starts_on.month + 1
    return [add_months(period.starts_on.replace(day=1), month) for month in range(count)]


def build_place(
    office: Any, first: date, month: Any, due_days: int, today: date, *, is_due: bool = True
) -> MonthPlace:  # fmt: skip
    state = MonthState(month.state) if month else MonthState.OPEN
    last = get_month_end(first)
    due_on = last + timedelta(days=due_days)
    late = (today - due_on).days if state in UNSENT and is_due and office_exists_on(office, last) else 0
    return MonthPlace(
        office, first, state, due_on, last < today, max(late, 0), getattr(month, "unanswered", 0)
    )  # fmt: skip


def office_exists_on(office: Office, day: date) -> bool:
    return office.opened_on <= day and (office.closed_on is None or day <= office.closed_on)


def find_year(starts_on: date) -> ReportingPeriod | None:
    return ReportingPeriod.objects.of_year(starts_on.year).first()


def list_overdue_months(today: date) -> list[MonthPlace]:
    """What offices still have to send of last year and of this one, unless it is locked; the oldest first."""
    found: list[MonthPlace] = []
    for year in (today.year - 1, today.year):
        period = ReportingPeriod.objects.of_year(year).filter(locked_at=None).first()
        if period:
            rows = build_calendar(period, Office.objects.clinics(), today)
            found += [place for row in rows for place in row if place.is_overdue]
    return sorted(found, key=lambda place: (place.starts_on, place.office.code))
