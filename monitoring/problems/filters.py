"""The filter of problems, used by the page and the API, and the figures by which the page groups them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters as filters
from django.db.models import Case, CharField, Count, Max, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from krs_portal.kit import clock
from krs_portal.kit.filters import ListFilter
from krs_portal.offices.models import Region
from monitoring.problems.enums import ProblemCategory, ProblemState, Severity
from monitoring.problems.models import Problem
from monitoring.register.filters import list_regions_with_estates

ALL = _("Semua")
SHOWN = [
    ("open", _("Belum selesai")),
    ("overdue", _("Lewat tenggat")),
    ("repeated", _("Terulang")),
    ("resolved", _("Selesai")),
    ("all", ALL),
]
REGION, CATEGORY, AGE = "region", "category", "age"
GROUPS = [(REGION, _("Kab/kota")), (CATEGORY, _("Kategori")), (AGE, _("Umur"))]
AGES = [
    ("month", _("Sampai 30 hari"), 0, 30),
    ("quarter", _("31-90 hari"), 31, 90),
    ("year", _("91-365 hari"), 91, 365),
    ("older", _("Lebih dari setahun"), 366, 40_000),
]


class ProblemFilter(ListFilter):
    show = filters.ChoiceFilter(choices=SHOWN, method="filter_state", label=_("Tampilkan"), empty_label=None)
    by = filters.ChoiceFilter(choices=GROUPS, method="keep_all", label=_("Kelompokkan menurut"), empty_label=None)
    region = filters.ModelChoiceFilter(
        field_name="estate__region",
        queryset=list_regions_with_estates,
        to_field_name="code",
        label=_("Kab/kota"),
        empty_label=ALL,
    )
    category = filters.ChoiceFilter(choices=ProblemCategory.choices, label=_("Kategori"), empty_label=ALL)
    severity = filters.ChoiceFilter(choices=Severity.choices, label=_("Tingkat"), empty_label=ALL)
    age = filters.ChoiceFilter(
        choices=[(code, label) for code, label, _first, _last in AGES],
        method="filter_age",
        label=_("Umur"),
        empty_label=ALL,
    )
    estate = filters.NumberFilter(field_name="estate", label="Id of the estate")

    class Meta:
        model = Problem
        fields = ["show", "by", "region", "category", "severity", "age", "estate"]

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        data = data.copy() if data is not None else {}
        data.setdefault("show", "open")
        data.setdefault("by", REGION)
        super().__init__(data, *args, **options)

    @property
    def day(self) -> date:
        return clock.today()

    def filter_state(self, rows: QuerySet[Problem], name: str, value: str) -> Any:
        is_resolved = Q(state=ProblemState.RESOLVED)
        return rows.filter(
            {
                "open": ~is_resolved,
                "overdue": ~is_resolved & Q(due_on__lt=self.day),
                "repeated": ~is_resolved & Q(repeats__isnull=False),
                "resolved": is_resolved,
                "all": Q(),
            }[value]
        )

    def filter_age(self, rows: QuerySet[Problem], name: str, value: str) -> Any:
        return rows.filter(
            next(self.build_age_condition(first, last) for code, _label, first, last in AGES if code == value)
        )

    def build_age_condition(self, first: int, last: int) -> Q:
        return Q(found_on__lte=self.day - timedelta(first), found_on__gte=self.day - timedelta(last))

    def keep_all(self, rows: QuerySet[Problem], name: str, value: str) -> Any:
        """`by` groups the problems and filters none."""
        return rows

    @property
    def group(self) -> str:
        return self.form.cleaned_data.get("by") or REGION if self.form.is_valid() else REGION

    def count_groups(self) -> list[tuple[Any, str, int]]:
        """Label, filter value and number of each group; the largest first, ages in their own order."""
        return {REGION: self.count_by_region, CATEGORY: self.count_by_category, AGE: self.count_by_age}[self.group]()

    def count_by_region(self) -> list[tuple[Any, str, int]]:
        rows = self.qs.order_by().values("estate__region").annotate(count=Count("pk"), code=Max("estate__region__code"))
        regions = Region.objects.in_bulk([row["estate__region"] for row in rows])
        ordered = sorted(rows, key=lambda row: (-row["count"], row["code"]))
        return [(str(regions[row["estate__region"]]), row["code"], row["count"]) for row in ordered]

    def count_by_category(self) -> list[tuple[Any, str, int]]:
        rows = self.qs.order_by().values("category").annotate(count=Count("pk")).order_by("-count", "category")
        named = dict(ProblemCategory.choices)
        return [(named[row["category"]], row["category"], row["count"]) for row in rows]

    def count_by_age(self) -> list[tuple[Any, str, int]]:
        when = [When(self.build_age_condition(first, last), then=Value(code)) for code, _label, first, last in AGES]
        aged = self.qs.order_by().annotate(age=Case(*when, default=Value("older"), output_field=CharField()))
        counts = dict(aged.values_list("age").annotate(count=Count("pk")))
        return [(label, code, counts[code]) for code, label, _first, _last in AGES if code in counts]
