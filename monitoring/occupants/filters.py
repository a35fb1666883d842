"""The filter of occupants, used by the page and the API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts import nik
from krs_portal.kit.clock import today
from krs_portal.kit.filters import ListFilter
from monitoring.occupants.lease import SOON
from monitoring.occupants.models import Member, Tenancy
from monitoring.register.filters import ALL, get_request_estates, list_regions_with_estates
from monitoring.register.models import Estate
from monitoring.register.policies import list_known_agencies


class Matter(models.TextChoices):
    """Why a stay asks for attention."""

    BEYOND = "BEYOND", _("Melebihi masa sewa terlama")
    ENDING = "ENDING", _("Perjanjian berakhir dalam 90 hari atau sudah berakhir")
    DOUBTED = "DOUBTED", _("Data perlu koreksi")
    LEFT = "LEFT", _("Sudah keluar")


ARREARS = [("yes", _("Menunggak")), ("no", _("Tidak menunggak")), ("unknown", _("Belum dicatat"))]


def list_estates_in_sight(request: Any) -> QuerySet[Estate]:
    return get_request_estates(request).order_by("name", "pk") if request else Estate.objects.none()


class PeopleFilter(ListFilter):
    """A filter of stays; without a matter, of present ones. Names are searched only where the user knows them."""

    q = filters.CharFilter(method="filter_name", label=_("Nama, NIK, atau KK"), max_length=100)
    region = filters.ModelChoiceFilter(
        field_name="unit__block__estate__region",
        queryset=list_regions_with_estates,
        to_field_name="code",
        label=_("Kab/kota"),
        empty_label=ALL,
    )
    estate = filters.ModelChoiceFilter(
        field_name="unit__block__estate", queryset=list_estates_in_sight, label=_("Hunian"), empty_label=ALL
    )
    matter = filters.ChoiceFilter(
        method="filter_matter", choices=Matter.choices, label=_("Perlu perhatian"), empty_label=_("Semua yang tinggal")
    )
    arrears = filters.ChoiceFilter(method="filter_arrears", choices=ARREARS, label=_("Tunggakan sewa"), empty_label=ALL)

    class Meta:
        model = Tenancy
        fields = ("q", "region", "estate", "matter", "arrears")

    def filter_name(self, rows: Any, name: str, value: str) -> Any:
        """A NIK or KK is found by its keyed hash, so only a complete number is found."""
        known = Q(household__estate__office__in=list_known_agencies(self.request.user))
        digits = value.replace(" ", "").replace(".", "")
        if digits.isdigit() and len(digits) == 16:
            hashed = nik.hash_nik(digits)
            members = Member.objects.filter(household=OuterRef("household"), nik_lookup=hashed)
            return rows.filter(known, Q(household__kk_lookup=hashed) | Exists(members))
        return rows.filter(known, household__name__icontains=value)

    def filter_matter(self, rows: Any, name: str, value: str) -> Any:
        day = today()
        return {
            Matter.BEYOND: lambda: rows.beyond_limit(day),
            Matter.ENDING: lambda: rows.ending_within(SOON, day),
            Matter.DOUBTED: lambda: rows.active().exclude(household__doubts=[]),
            Matter.LEFT: lambda: rows.filter(ended_on__isnull=False),
        }[Matter(value)]()

    def filter_arrears(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(has_arrears__isnull=True) if value == "unknown" else rows.filter(has_arrears=value == "yes")

    def filter_queryset(self, queryset: Any) -> Any:
        chosen = super().filter_queryset(queryset)
        return chosen if self.form.cleaned_data.get("matter") == Matter.LEFT else chosen.active()
