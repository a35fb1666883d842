"""Narrowing lists, one definition for page and API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.enums import Channel, ConsultationState
from consultations.models import Consultation, Slot, Topic
from consultations.policies import offices_served


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ConsultationFilter(filters.FilterSet):
    """A name is searched only where the reader may read names."""

    q = filters.CharFilter(label=_("Nama"), method="by_name", max_length=100)
    state = filters.ChoiceFilter(label=_("Status"), choices=ConsultationState, empty_label=_("Semua"))
    topic = filters.ModelChoiceFilter(
        label=_("Topik"), field_name="topics", queryset=Topic.objects.in_order(), to_field_name="code",
        empty_label=_("Semua"),
    )  # fmt: skip
    channel = filters.ChoiceFilter(label=_("Cara"), choices=Channel, empty_label=_("Semua"))
    since = filters.DateFilter(label=_("Dari"), field_name="happened_on", lookup_expr="gte", widget=day_input())
    until = filters.DateFilter(label=_("Sampai"), field_name="happened_on", lookup_expr="lte", widget=day_input())

    class Meta:
        model = Consultation
        fields = ("q", "state", "topic", "channel", "since", "until")

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(office__in=offices_served(self.request.user), client_name__icontains=value)


class SlotFilter(filters.FilterSet):
    """`from` and `to` are days in WIB, both included."""

    place = filters.NumberFilter(field_name="place_id")
    topic = filters.CharFilter(method="about")

    class Meta:
        model = Slot
        fields = ("place", "topic")

    def about(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(Q(topic__code__iexact=value) | Q(topic__isnull=True))


# `from` is a word of Python, so these two cannot be written as attributes.
SlotFilter.base_filters["from"] = filters.DateFilter(field_name="starts_at", lookup_expr="date__gte")
SlotFilter.base_filters["to"] = filters.DateFilter(field_name="starts_at", lookup_expr="date__lte")
