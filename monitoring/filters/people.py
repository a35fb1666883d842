"""How occupants are narrowed, on the page and in the API alike."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts import nik
from krs_portal.kit.clock import today
from monitoring.filters.estates import ALL, regions_with_estates
from monitoring.models import Estate, Member, Tenancy
from monitoring.policies import known_agencies

SOON = 90  # days before a lease ends


class Matter(models.TextChoices):
    """What about a stay asks for somebody's attention."""

    BEYOND = "BEYOND", _("Melebihi masa sewa terlama")
    ENDING = "ENDING", _("Perjanjian berakhir dalam 90 hari atau sudah berakhir")
    DOUBTED = "DOUBTED", _("Data perlu koreksi")
    LEFT = "LEFT", _("Sudah keluar")


ARREARS = [("yes", _("Menunggak")), ("no", _("Tidak menunggak")), ("unknown", _("Belum dicatat"))]


def estates_in_sight(request: Any) -> QuerySet[Estate]:
    return Estate.objects.visible_to(request.user).order_by("name", "pk") if request else Estate.objects.none()


class PeopleFilter(filters.FilterSet):
    """Of stays; without a matter, of those who live there now. A name is searched where the reader knows names."""

    q = filters.CharFilter(method="named", label=_("Nama, NIK, atau KK"), max_length=100)
    region = filters.ModelChoiceFilter(
        field_name="unit__block__estate__region",
        queryset=regions_with_estates,
        to_field_name="code",
        label=_("Kab/kota"),
        empty_label=ALL,
    )
    estate = filters.ModelChoiceFilter(
        field_name="unit__block__estate", queryset=estates_in_sight, label=_("Hunian"), empty_label=ALL
    )
    matter = filters.ChoiceFilter(
        method="about", choices=Matter.choices, label=_("Perlu perhatian"), empty_label=_("Semua yang tinggal")
    )
    arrears = filters.ChoiceFilter(method="owing", choices=ARREARS, label=_("Tunggakan sewa"), empty_label=ALL)

    class Meta:
        model = Tenancy
        fields = ("q", "region", "estate", "matter", "arrears")

    def named(self, rows: Any, name: str, value: str) -> Any:
        """A number is found by its keyed hash: whole or not at all."""
        known = Q(household__estate__office__in=known_agencies(self.request.user))
        digits = value.replace(" ", "").replace(".", "")
        if digits.isdigit() and len(digits) == 16:
            hashed = nik.lookup(digits)
            members = Member.objects.filter(household=OuterRef("household"), nik_lookup=hashed)
            return rows.filter(known, Q(household__kk_lookup=hashed) | Exists(members))
        return rows.filter(known, household__name__icontains=value)

    def about(self, rows: Any, name: str, value: str) -> Any:
        day = today()
        return {
            Matter.BEYOND: lambda: rows.beyond_limit(day),
            Matter.ENDING: lambda: rows.ending_within(SOON, day),
            Matter.DOUBTED: lambda: rows.active().exclude(household__doubts=[]),
            Matter.LEFT: lambda: rows.filter(ended_on__isnull=False),
        }[Matter(value)]()

    def owing(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(has_arrears__isnull=True) if value == "unknown" else rows.filter(has_arrears=value == "yes")

    def filter_queryset(self, queryset: Any) -> Any:
        chosen = super().filter_queryset(queryset)
        return chosen if self.form.cleaned_data.get("matter") == Matter.LEFT else chosen.active()
