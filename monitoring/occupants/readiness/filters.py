"""The filter of assessments, used by the pages and the API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.filters import ListFilter
from monitoring.occupants.filters import list_estates_in_sight
from monitoring.occupants.readiness.enums import Verdict
from monitoring.occupants.readiness.models import Assessment, Criterion
from monitoring.register.filters import ALL, list_regions_with_estates


def list_criteria(request: Any) -> Any:
    return Criterion.objects.order_by("programme", "position", "pk")


class CriterionFilter(filters.ModelChoiceFilter):
    """Shows each criterion by its kind: the full text is long, and only one criterion of a kind is in force."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, queryset=list_criteria, empty_label=ALL, **options)

    @property
    def field(self) -> Any:
        field = super().field
        field.label_from_instance = lambda criterion: str(criterion.get_kind_display())
        return field


class ReadinessFilter(ListFilter):
    verdict = filters.ChoiceFilter(choices=Verdict.choices, label=_("Hasil"), empty_label=ALL)
    unmet = CriterionFilter(method="failing", label=_("Syarat yang belum terpenuhi"))
    unknown = CriterionFilter(method="lacking", label=_("Syarat yang belum ada datanya"))
    region = filters.ModelChoiceFilter(
        field_name="household__estate__region",
        queryset=list_regions_with_estates,
        to_field_name="code",
        label=_("Kab/kota"),
        empty_label=ALL,
    )
    estate = filters.ModelChoiceFilter(
        field_name="household__estate", queryset=list_estates_in_sight, label=_("Hunian"), empty_label=ALL
    )

    class Meta:
        model = Assessment
        fields = ("verdict", "unmet", "unknown", "region", "estate")

    def __init__(self, *args: Any, programme: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if programme:
            for name in ("unmet", "unknown"):
                self.filters[name].field.queryset = self.filters[name].field.queryset.filter(programme=programme)

    def failing(self, rows: Any, name: str, value: Criterion) -> Any:
        return rows.failing(value.pk)

    def lacking(self, rows: Any, name: str, value: Criterion) -> Any:
        return rows.lacking(value.pk)
