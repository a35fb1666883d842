"""Narrowing lists, one definition for page and API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.booking.enums import ServiceChannel
from consultations.booking.models.topics import Topic
from consultations.counter.enums import NOBODY, ConsultationState, Outcome
from consultations.counter.models import Consultation
from consultations.counter.policies import list_known_houses
from consultations.people.addresses import normalise_address
from consultations.people.policies import list_served_offices
from krs_portal.kit.clock import today
from krs_portal.kit.fields import DayInput
from krs_portal.kit.filters import ListFilter
from krs_portal.kit.numbers import read_key
from krs_portal.offices.finding import RegionFinder
from krs_portal.offices.models import Office


def list_clinics(request: Any) -> Any:
    """The clinics that the reader sees, by their names of today; none while the API schema is generated."""
    if request is None:
        return Office.objects.none()
    return Office.objects.visible_to(request.user).clinics().with_name_on(today()).order_by("code")


class ClinicField(filters.fields.ModelChoiceField):
    def label_from_instance(self, office: Any) -> str:
        return str(office.short_name)


class ClinicFilter(filters.ModelChoiceFilter):
    field_class = ClinicField


class NamedRegionField(forms.CharField):
    """The kab/kota that somebody means, by whatever people call it; what means several is all of them."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = RegionFinder().find(text).regions if text else []
        if text and not found:
            raise forms.ValidationError(_("Kab/kota ini tidak dikenal. Periksa ejaannya."))
        return found


class NamedRegionFilter(filters.CharFilter):
    field_class = NamedRegionField


class OfficerKeyField(forms.CharField):
    """The key of one officer, as an address holds it, or `NOBODY`."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text and text != NOBODY and not read_key(text):
            raise forms.ValidationError(_("Petugas ini tidak dikenal."))
        return text


class OfficerKeyFilter(filters.CharFilter):
    field_class = OfficerKeyField


class ConsultationFilter(ListFilter):
    """A name is searched only where the reader may read names."""

    office = ClinicFilter(label=_("Unit kerja"), queryset=list_clinics, to_field_name="code", empty_label=_("Semua"))
    q = filters.CharFilter(label=_("Nama"), method="by_name", max_length=100)
    state = filters.ChoiceFilter(label=_("Status"), choices=ConsultationState, empty_label=_("Semua"))
    outcome = filters.ChoiceFilter(label=_("Hasil"), choices=Outcome, empty_label=_("Semua"))
    topic = filters.ModelChoiceFilter(
        label=_("Topik"), field_name="topics", queryset=Topic.objects.in_order(), to_field_name="code",
        empty_label=_("Semua"),
    )  # fmt: skip
    channel = filters.ChoiceFilter(label=_("Cara"), choices=ServiceChannel, empty_label=_("Semua"))
    since = filters.DateFilter(label=_("Dari"), field_name="happened_on", lookup_expr="gte", widget=DayInput())
    until = filters.DateFilter(label=_("Sampai"), field_name="happened_on", lookup_expr="lte", widget=DayInput())
    officer = filters.CharFilter(
        label=_("Petugas"), field_name="officer__name", lookup_expr="icontains", max_length=100
    )
    officer_id = OfficerKeyFilter(
        label=_("Nomor petugas"), method="by_officer_key", max_length=20, widget=forms.HiddenInput()
    )
    region = NamedRegionFilter(label=_("Kab/kota rumah"), method="by_region", max_length=100)
    house = filters.CharFilter(label=_("Alamat rumah"), method="by_house", max_length=300)

    class Meta:
        model = Consultation
        fields = (
            "office", "q", "state", "outcome", "topic", "channel", "since", "until", "officer", "officer_id",
            "region", "house",
        )  # fmt: skip

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(office__in=list_served_offices(self.request.user), client_name__icontains=value)

    def by_officer_key(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(officer=None if value == NOBODY else read_key(value))

    def by_region(self, queryset: Any, name: str, value: list[Any]) -> Any:
        return queryset.filter(house__region__in=value)

    def by_house(self, queryset: Any, name: str, value: str) -> Any:
        """By a part of the address in whichever spelling, where the reader may read addresses."""
        known = list_known_houses(self.request.user).filter(address_key__contains=normalise_address(value))
        return queryset.filter(office__in=list_served_offices(self.request.user), house__in=known)
