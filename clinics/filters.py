"""What is asked of the account, and how its lists are narrowed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Self
from urllib.parse import urlencode

import django_filters as filters
from django.db.models import QuerySet

from clinics.enums import PeriodKind
from clinics.models import Indicator, Place, ReportingPeriod, Target
from krs_portal.kit.clock import today
from krs_portal.offices.models import Office

DEFAULT_INDICATOR = "layanan"


@dataclass(frozen=True)
class Question:
    """An indicator in a period as at a day, as known at a moment; of one office, from a later day on."""

    indicator: Indicator
    period: ReportingPeriod
    as_at: date
    known_at: datetime | None = None
    office: Any = None
    since: date | None = None

    @property
    def start(self) -> date:
        return self.since or self.period.starts_on

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)

    def parameters(self) -> dict[str, str]:
        """The question as it stands in an address; the same address asks the same again."""
        is_year = self.period.kind == PeriodKind.YEAR
        written = {
            "indicator": self.indicator.code,
            "year": str(self.period.starts_on.year) if is_year else "",
            "period": "" if is_year else str(self.period.pk),
            "office": self.office.code if self.office else "",
            "since": self.since.isoformat() if self.since else "",
            "as_at": self.as_at.isoformat(),
            "known_at": self.known_at.astimezone(UTC).isoformat().replace("+00:00", "Z") if self.known_at else "",
        }
        return {name: value for name, value in written.items() if value}

    def query(self) -> str:
        return urlencode(self.parameters())


def asked_indicators() -> QuerySet[Indicator]:
    """Indicators that have a way of being counted."""
    return Indicator.objects.filter(rules__isnull=False).distinct().order_by("pk")


def default_indicator() -> Indicator | None:
    asked = list(asked_indicators())
    return next((indicator for indicator in asked if indicator.code == DEFAULT_INDICATOR), asked[0] if asked else None)


def default_period(indicator: Indicator) -> ReportingPeriod | None:
    """The newest year that has begun and has targets; without any, the newest year that has begun."""
    begun = ReportingPeriod.objects.filter(kind=PeriodKind.YEAR, starts_on__lte=today()).order_by("-starts_on")
    return begun.filter(targets__indicator=indicator).first() or begun.first()


def default_as_at(period: ReportingPeriod) -> date:
    """Today while the period runs, its last day once it is over."""
    return max(min(today(), period.ends_on), period.starts_on)


def visible_offices(request: Any) -> QuerySet[Office]:
    """The choices of a filter by office: those the asker may see."""
    return Office.objects.visible_to(request.user) if request else Office.objects.none()


class OfficeScopedFilter(filters.FilterSet):
    office = filters.ModelChoiceFilter(queryset=visible_offices, to_field_name="code", label="Office code")


class PlaceFilter(OfficeScopedFilter):
    class Meta:
        model = Place
        fields = ["office", "kind"]


class TargetFilter(OfficeScopedFilter):
    indicator = filters.ModelChoiceFilter(
        queryset=Indicator.objects.all(), to_field_name="code", label="Indicator code"
    )
    year = filters.NumberFilter(field_name="period__starts_on", lookup_expr="year", label="Calendar year")

    class Meta:
        model = Target
        fields = ["office", "indicator", "year"]
