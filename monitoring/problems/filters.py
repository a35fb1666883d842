"""The filter of problems, used by the page and the API, and the figures by which the page groups them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters as filters
from django.db.models import Case, CharField, Count, Max, Min, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from krs_portal.kit import clock
from krs_portal.kit.filters import ListFilter
from krs_portal.kit.formats import format_day
from krs_portal.offices.models import Region
from monitoring.problems.enums import DecisionLevel, ProblemCategory, ProblemState, Severity
from monitoring.problems.models import Problem
from monitoring.problems.querysets import was_open_on
from monitoring.register.filters import get_request_estates, list_regions_with_estates, list_rounds_in_sight
from monitoring.register.models import Estate

ALL = _("Semua")
SHOWN = [
    ("open", _("Belum selesai")),
    ("overdue", _("Lewat tenggat")),
    ("repeated", _("Terulang")),
    ("resolved", _("Selesai")),
    ("all", ALL),
]
REGION, CATEGORY, AGE, OWNER = "region", "category", "age", "owner"
GROUPS = [(REGION, _("Kab/kota")), (CATEGORY, _("Kategori")), (AGE, _("Umur")), (OWNER, _("Penanggung jawab"))]
NOBODY = "-"  # asks for the problems that nobody owns
CARRIED = ("estate", "round", "owner", "on")  # what a link asks for, and the page keeps without a field for it
AGES = [
    ("month", _("Sampai 30 hari"), 0, 30),
    ("quarter", _("31-90 hari"), 31, 90),
    ("year", _("91-365 hari"), 91, 365),
    ("older", _("Lebih dari setahun"), 366, 40_000),
]


def list_estates_in_sight(request: Any) -> QuerySet[Estate]:
    return get_request_estates(request) if request is not None else Estate.objects.none()


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
    level = filters.ChoiceFilter(choices=DecisionLevel.choices, label=_("Diputuskan oleh"), empty_label=ALL)
    age = filters.ChoiceFilter(
        choices=[(code, label) for code, label, _first, _last in AGES],
        method="filter_age",
        label=_("Umur"),
        empty_label=ALL,
    )
    estate = filters.ModelChoiceFilter(queryset=list_estates_in_sight, label=_("Lokasi"))
    round = filters.ModelChoiceFilter(queryset=list_rounds_in_sight, method="filter_round", label=_("Putaran"))
    owner = filters.CharFilter(method="filter_owner", label=_("Penanggung jawab"))
    on = filters.DateFilter(method="keep_all", label=_("Keadaan pada hari"))

    class Meta:
        model = Problem
        fields = ["show", "by", "region", "category", "severity", "level", "age", "estate", "round", "owner", "on"]

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        data = data.copy() if data is not None else {}
        data.setdefault("show", "open")
        data.setdefault("by", REGION)
        super().__init__(data, *args, **options)

    @property
    def asked(self) -> dict[str, Any]:
        """What the address asks for, to be kept in the links of the page."""
        return {name: self.data[name] for name in self.base_filters if self.data.get(name)}

    @property
    def asked_day(self) -> date | None:
        """The day whose state of affairs is asked for; None is now."""
        return self.form.cleaned_data.get("on") if self.form.is_valid() else None

    @property
    def day(self) -> date:
        return self.asked_day or clock.today()

    def filter_state(self, rows: QuerySet[Problem], name: str, value: str) -> Any:
        return rows.filter(self.build_state_condition(value))

    def build_state_condition(self, value: str) -> Q:
        """As things stand now, or stood on the day that is asked for."""
        day = self.asked_day
        is_open = was_open_on(day) if day else ~Q(state=ProblemState.RESOLVED)
        return {
            "open": is_open,
            "overdue": is_open & Q(due_on__lt=self.day),
            "repeated": is_open & Q(repeats__isnull=False),
            "resolved": Q(resolved_on__lte=day) if day else Q(state=ProblemState.RESOLVED),
            "all": Q(found_on__lte=day) if day else Q(),
        }[value]

    def count_states(self) -> dict[str, int]:
        """How many there are in each state, of what the other filters ask for."""
        rows = self.queryset.all()
        for name, value in self.form.cleaned_data.items() if self.form.is_valid() else ():
            rows = rows if name == "show" else self.filters[name].filter(rows, value)
        found: dict[str, int] = rows.order_by().aggregate(
            **{value: Count("pk", filter=self.build_state_condition(value)) for value, _label in SHOWN}
        )
        return found

    @property
    def carried(self) -> list[tuple[Any, Any]]:
        """What a link asks for besides the fields of the page: its label, and its value in words."""
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        values = {name: asked[name] for name in CARRIED if asked.get(name)}
        if "on" in values:
            values["on"] = format_day(values["on"])
        if values.get("owner") == NOBODY:
            values["owner"] = _("Belum ada")
        return [(self.filters[name].label, value) for name, value in values.items()]

    def count_late(self) -> dict[str, Any]:
        """Of what the page asks for: how many are late, since when, without an owner, without a plan."""
        late: dict[str, Any] = self.qs.filter(self.build_state_condition("overdue")).aggregate(
            count=Count("pk"),
            oldest=Min("due_on"),
            unowned=Count("pk", filter=Q(owner="")),
            unplanned=Count("pk", filter=Q(plan="")),
        )
        return late

    def filter_round(self, rows: QuerySet[Problem], name: str, value: Any) -> Any:
        found: Any = rows
        return found.of_round(value)

    def filter_owner(self, rows: QuerySet[Problem], name: str, value: str) -> Any:
        return rows.filter(owner="" if value == NOBODY else value)

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
        return {
            REGION: self.count_by_region,
            CATEGORY: self.count_by_category,
            AGE: self.count_by_age,
            OWNER: self.count_by_owner,
        }[self.group]()

    def count_by_region(self) -> list[tuple[Any, str, int]]:
        rows = self.qs.order_by().values("estate__region").annotate(count=Count("pk"), code=Max("estate__region__code"))
        regions = Region.objects.in_bulk([row["estate__region"] for row in rows])
        ordered = sorted(rows, key=lambda row: (-row["count"], row["code"]))
        return [(str(regions[row["estate__region"]]), row["code"], row["count"]) for row in ordered]

    def count_by_category(self) -> list[tuple[Any, str, int]]:
        rows = self.qs.order_by().values("category").annotate(count=Count("pk")).order_by("-count", "category")
        named = dict(ProblemCategory.choices)
        return [(named[row["category"]], row["category"], row["count"]) for row in rows]

    def count_by_owner(self) -> list[tuple[Any, str, int]]:
        """The list of work of each owner; what nobody owns comes first."""
        rows = self.qs.order_by().values("owner").annotate(count=Count("pk"))
        ordered = sorted(rows, key=lambda row: (bool(row["owner"]), -row["count"], row["owner"]))
        return [(row["owner"] or _("Belum ada"), row["owner"] or NOBODY, row["count"]) for row in ordered]

    def count_by_age(self) -> list[tuple[Any, str, int]]:
        when = [When(self.build_age_condition(first, last), then=Value(code)) for code, _label, first, last in AGES]
        aged = self.qs.order_by().annotate(age=Case(*when, default=Value("older"), output_field=CharField()))
        counts = dict(aged.values_list("age").annotate(count=Count("pk")))
        return [(label, code, counts[code]) for code, label, _first, _last in AGES if code in counts]
