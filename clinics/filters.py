"""How the lists of the API are narrowed."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR
from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from clinics.models import Indicator, OfficeMonth, Place, Target
from krs_portal.kit.filters import ListFilter
from krs_portal.offices.models import Office


def list_visible_offices(request: Any) -> QuerySet[Office]:
    """Offices that the user may see, as choices of the office filter; none while the API schema is generated."""
    return Office.objects.visible_to(request.user) if request else Office.objects.none()


class OfficeScopedFilter(ListFilter):
    office = filters.ModelChoiceFilter(queryset=list_visible_offices, to_field_name="code", label="Office code")


class PlaceFilter(OfficeScopedFilter):
    class Meta:
        model = Place
        fields = ["office", "kind"]


class TargetFilter(OfficeScopedFilter):
    indicator = filters.ModelChoiceFilter(
        queryset=Indicator.objects.all(), to_field_name="code", label="Indicator code"
    )
    year = filters.NumberFilter(
        field_name="period__starts_on", lookup_expr="year", min_value=MINYEAR, max_value=MAXYEAR, label="Calendar year"
    )

    class Meta:
        model = Target
        fields = ["office", "indicator", "year"]


class MonthFilter(OfficeScopedFilter):
    year = filters.NumberFilter(
        field_name="starts_on", lookup_expr="year", min_value=MINYEAR, max_value=MAXYEAR, label="Calendar year"
    )

    class Meta:
        model = OfficeMonth
        fields = ["office", "state", "year"]
