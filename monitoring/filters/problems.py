"""Which problems are shown, and by what they are grouped."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import Case, CharField, Count, Max, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from krs_portal.offices.models import Region
from monitoring.enums import ProblemCategory, ProblemState, Severity
from monitoring.models import Estate, Problem

OPEN, OVERDUE, REPEATED, ALL = "terbuka", "lewat", "terulang", "semua"
SHOWN = [
    (OPEN, _("Belum selesai")),
    (OVERDUE, _("Lewat tenggat")),
    (REPEATED, _("Terulang")),
    (ProblemState.RESOLVED.value, _("Selesai")),
    (ALL, _("Semua")),
]
BY_REGION, BY_CATEGORY, BY_AGE = "wilayah", "kategori", "umur"
GROUPS = [(BY_REGION, _("Kab/kota")), (BY_CATEGORY, _("Kategori")), (BY_AGE, _("Umur"))]
AGES = [
    ("30", _("Sampai 30 hari"), 0, 30),
    ("90", _("31-90 hari"), 31, 90),
    ("365", _("91-365 hari"), 91, 365),
    ("lama", _("Lebih dari setahun"), 366, 40_000),
]


class ProblemFilter(django_filters.FilterSet):
    wilayah = django_filters.ModelChoiceFilter(
        field_name="estate__region", queryset=Region.objects.none(), label=_("Kab/kota"), empty_label=_("Semua")
    )
    kategori = django_filters.ChoiceFilter(
        field_name="category", choices=ProblemCategory.choices, label=_("Kategori"), empty_label=_("Semua")
    )
    tingkat = django_filters.ChoiceFilter(
        field_name="severity", choices=Severity.choices, label=_("Tingkat"), empty_label=_("Semua")
    )
    umur = django_filters.ChoiceFilter(
        method="of_age", choices=[(code, label) for code, label, _first, _last in AGES], label=_("Umur"),
        empty_label=_("Semua"),
    )  # fmt: skip
    tampil = django_filters.ChoiceFilter(
        method="in_state", choices=SHOWN, label=_("Tampilkan"), null_label=None, empty_label=None
    )
    kelompok = django_filters.ChoiceFilter(
        method="leave", choices=GROUPS, label=_("Kelompokkan menurut"), empty_label=None
    )

    class Meta:
        model = Problem
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: Any, user: Any, day: date) -> None:
        self.day = day
        data = data.copy()
        data.setdefault("tampil", OPEN)
        data.setdefault("kelompok", BY_REGION)
        super().__init__(data, queryset=queryset)
        regions = Region.objects.filter(pk__in=Estate.objects.visible_to(user).values("region")).order_by("code")
        self.filters["wilayah"].queryset = regions

    def in_state(self, rows: QuerySet[Problem], name: str, value: str) -> Any:
        if value == OVERDUE:
            return rows.filter(due_on__lt=self.day).exclude(state=ProblemState.RESOLVED)
        if value == REPEATED:
            return rows.filter(repeats__isnull=False).exclude(state=ProblemState.RESOLVED)
        if value == ALL:
            return rows
        if value == ProblemState.RESOLVED:
            return rows.filter(state=value)
        return rows.exclude(state=ProblemState.RESOLVED)

    def of_age(self, rows: QuerySet[Problem], name: str, value: str) -> Any:
        first, last = next((first, last) for code, _label, first, last in AGES if code == value)
        return rows.filter(self.found(first, last))

    def found(self, first: int, last: int) -> Q:
        return Q(found_on__lte=self.day - timedelta(first), found_on__gte=self.day - timedelta(last))

    def leave(self, rows: QuerySet[Problem], name: str, value: str) -> Any:
        return rows

    @property
    def group(self) -> str:
        chosen = self.form.cleaned_data.get("kelompok") if self.form.is_valid() else ""
        return chosen or BY_REGION

    def grouped(self) -> list[tuple[Any, dict[str, str], int]]:
        """Label, what to add to the address, and how many; the largest first, ages by age."""
        if self.group == BY_CATEGORY:
            counted = self.qs.order_by().values("category").annotate(count=Count("pk")).order_by("-count", "category")
            named = dict(ProblemCategory.choices)
            return [(named[row["category"]], {"kategori": row["category"]}, row["count"]) for row in counted]
        if self.group == BY_AGE:
            return self.by_age()
        counted = self.qs.order_by().values("estate__region").annotate(count=Count("pk"), code=Max("estate__region__code"))
        regions = Region.objects.in_bulk([row["estate__region"] for row in counted])
        rows = sorted(counted, key=lambda row: (-row["count"], row["code"]))
        return [
            (str(regions[row["estate__region"]]), {"wilayah": str(row["estate__region"])}, row["count"]) for row in rows
        ]

    def by_age(self) -> list[tuple[Any, dict[str, str], int]]:
        when = [When(self.found(first, last), then=Value(code)) for code, _label, first, last in AGES]
        aged = self.qs.order_by().annotate(age=Case(*when, default=Value("30"), output_field=CharField()))
        counts = dict(aged.values_list("age").annotate(count=Count("pk")))
        return [(label, {"umur": code}, counts[code]) for code, label, _first, _last in AGES if code in counts]
