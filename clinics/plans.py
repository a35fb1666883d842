"""How a target is spread over the months of its period, and how much of it a day expects. It asks nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from clinics.models import ReportingPeriod
from krs_portal.kit.clock import get_month_end


def list_plan_months(period: ReportingPeriod) -> list[tuple[date, date]]:
    """First and last day of each month of the period, in order."""
    months, first = [], period.starts_on
    while first <= period.ends_on:
        last = get_month_end(first)
        months.append((first, min(last, period.ends_on)))
        first = last + timedelta(days=1)
    return months


def split_amount(quantity: int, weights: Sequence[int]) -> list[int]:
    """Whole parts that add up to the amount, as the weights are to each other; evenly where all of them are nothing.

    What rounding leaves goes to the largest remainders, the earliest of equal ones first.
    """
    if not any(weights):
        weights = [1] * len(weights)
    total = sum(weights)
    parts = [quantity * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(quantity * weights[place] % total), place))
    for place in by_remainder[: quantity - sum(parts)]:
        parts[place] += 1
    return parts


def compute_expected(
    quantity: int | None, months: Sequence[int] | None, period: ReportingPeriod, as_at: date
) -> Decimal | None:
    """What should have been reached by the day: by the plan's months, the running one by its days; evenly without one.

    Not rounded; blank without a target.
    """
    if quantity is None:
        return None
    if not months:
        return Decimal(quantity) * count_days_passed(period, as_at) / period.days
    expected = Decimal()
    for (first, last), part in zip(list_plan_months(period), months, strict=True):
        passed = min(max((as_at - first).days + 1, 0), (last - first).days + 1)
        expected += Decimal(part) * passed / ((last - first).days + 1)
    return expected


def count_days_passed(period: ReportingPeriod, as_at: date) -> int:
    return max((min(as_at, period.ends_on) - period.starts_on).days + 1, 0)
