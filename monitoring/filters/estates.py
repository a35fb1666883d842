"""How the register is narrowed, on the page and in the API alike."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from krs_portal.offices.models import Region
from monitoring.enums import (
    ROUND_BENEFICIARIES,
    Beneficiary,
    Condition,
    EstateKind,
    HandOverState,
    OccupancyBand,
    ProblemCategory,
)
from monitoring.models import Estate, Problem

ALL = _("Semua")
SELECTED = mark_safe(" selected")
UNKNOWN = "UNKNOWN"
ROUND = "ROUND"
KNOWN = Q(tally__occupancy__isnull=False)
BANDS = {
    OccupancyBand.EMPTY: Q(tally__occupied=0) & KNOWN,
    OccupancyBand.LOW: Q(tally__occupied__gt=0, tally__occupancy__lt=50),
    OccupancyBand.PARTLY: Q(tally__occupancy__range=(50, 80)),
    OccupancyBand.MOST: Q(tally__occupancy__gt=80, tally__occupied__lt=F("tally__units")),
    OccupancyBand.FULL: Q(tally__occupied=F("tally__units")) & KNOWN,
    OccupancyBand.UNKNOWN: ~KNOWN,
}
CONDITIONS = [*Condition.choices, (UNKNOWN, _("Belum diketahui"))]
BENEFICIARIES = [(ROUND, _("MBR dan pekerja")), *Beneficiary.choices]
HAND_OVERS = [*HandOverState.choices, ("BLOCKED", _("Terhambat")), (UNKNOWN, _("Belum dicatat"))]


def visible_estates(request: Any) -> QuerySet[Estate]:
    """Asked once a request: the scope itself takes a query."""
    if not hasattr(request, "_visible_estates"):
        request._visible_estates = Estate.objects.visible_to(request.user)
    return request._visible_estates.all()


def regions_with_estates(request: Any) -> QuerySet[Region]:
    """The kab/kota that the reader has estates in."""
    if request is None:
        return Region.objects.none()
    return Region.objects.filter(Exists(visible_estates(request).filter(region=OuterRef("pk")))).order_by("code", "pk")


def provinces_with_estates(request: Any) -> QuerySet[Region]:
    return (
        Region.objects.filter(children__in=regions_with_estates(request).order_by()).distinct().order_by("code", "pk")
    )


class PlainSelect(forms.Select):
    """A list of choices written straight out: Django's own renders a template for each of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, SELECTED if str(key) == chosen else "", label) for key, label in self.choices),
        )
        return format_html(
            '<select name="{}"{}>{}</select>', name, flatatt(self.build_attrs(self.attrs, attrs)), options
        )


class EstateFilter(filters.FilterSet):
    q = filters.CharFilter(method="named", label=_("Nama, alamat, atau ID"))
    region = filters.ModelChoiceFilter(
        queryset=regions_with_estates, to_field_name="code", label=_("Kab/kota"), empty_label=ALL, widget=PlainSelect
    )
    province = filters.ModelChoiceFilter(
        queryset=provinces_with_estates,
        to_field_name="code",
        method="in_province",
        label=_("Provinsi"),
        empty_label=ALL,
        widget=PlainSelect,
    )
    kind = filters.ChoiceFilter(choices=EstateKind.choices, label=_("Jenis"), empty_label=ALL, widget=PlainSelect)
    beneficiary = filters.ChoiceFilter(
        choices=BENEFICIARIES, method="built_for", label=_("Penerima manfaat"), empty_label=ALL, widget=PlainSelect
    )
    condition = filters.ChoiceFilter(
        choices=CONDITIONS, method="in_condition", label=_("Kondisi bangunan"), empty_label=ALL, widget=PlainSelect
    )
    problem = filters.ChoiceFilter(
        choices=[("ANY", _("Ada masalah terbuka")), *ProblemCategory.choices],
        method="with_problem",
        label=_("Masalah terbuka"),
        empty_label=ALL,
        widget=PlainSelect,
    )
    occupancy = filters.ChoiceFilter(
        choices=OccupancyBand.choices, method="this_full", label=_("Hunian"), empty_label=ALL, widget=PlainSelect
    )
    hand_over = filters.ChoiceFilter(
        choices=HAND_OVERS, method="handed_over", label=_("Serah terima"), empty_label=ALL, widget=PlainSelect
    )
    box = filters.CharFilter(method="within", label="south,west,north,east in degrees")

    class Meta:
        model = Estate
        fields = [
            "q",
            "province",
            "region",
            "kind",
            "beneficiary",
            "condition",
            "problem",
            "occupancy",
            "hand_over",
            "box",
        ]

    def named(self, queryset: QuerySet[Estate], name: str, value: str) -> QuerySet[Estate]:
        for word in value.split():
            queryset = queryset.filter(Q(name__icontains=word) | Q(address__icontains=word) | Q(code__istartswith=word))
        return queryset

    def in_province(self, queryset: QuerySet[Estate], name: str, value: Region) -> QuerySet[Estate]:
        return queryset.filter(region__code__startswith=f"{value.code}.")

    def built_for(self, queryset: QuerySet[Estate], name: str, value: str) -> QuerySet[Estate]:
        return queryset.filter(beneficiary__in=ROUND_BENEFICIARIES if value == ROUND else [value])

    def in_condition(self, queryset: QuerySet[Estate], name: str, value: str) -> QuerySet[Estate]:
        return queryset.filter(condition="" if value == UNKNOWN else value)

    def with_problem(self, queryset: QuerySet[Estate], name: str, value: str) -> QuerySet[Estate]:
        if value == "ANY":
            return queryset.filter(tally__open_problems__gt=0)
        open_ones = Problem.objects.unresolved().filter(estate=OuterRef("pk"), category=value)
        return queryset.filter(Exists(open_ones), tally__open_problems__gt=0)

    def this_full(self, queryset: QuerySet[Estate], name: str, value: str) -> QuerySet[Estate]:
        return queryset.filter(BANDS[OccupancyBand(value)])

    def handed_over(self, queryset: QuerySet[Estate], name: str, value: str) -> QuerySet[Estate]:
        if value == UNKNOWN:
            return queryset.filter(hand_over__isnull=True)
        if value == "BLOCKED":
            return queryset.filter(hand_over__obstacle_since_on__isnull=False)
        return queryset.filter(hand_over__state=value)

    def within(self, queryset: QuerySet[Estate], name: str, value: str) -> QuerySet[Estate]:
        try:
            south, west, north, east = (float(part) for part in value.split(","))
        except ValueError:
            return queryset
        if not all(abs(edge) <= 180 for edge in (south, west, north, east)):
            return queryset
        return queryset.filter(latitude__gte=south, latitude__lt=north, longitude__gte=west, longitude__lt=east)
