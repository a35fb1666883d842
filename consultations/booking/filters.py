"""Narrowing lists, one definition for page and API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from clinics.models import Place
from consultations.booking.models.seats import Slot
from consultations.booking.models.topics import Topic
from krs_portal.kit.filters import ListFilter


class TopicCodeField(forms.CharField):
    def clean(self, value: Any) -> Any:
        code = super().clean(value)
        if code and not Topic.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(_("Topik ini tidak dikenal."))
        return code


class TopicFilter(filters.CharFilter):
    field_class = TopicCodeField


class SlotFilter(ListFilter):
    """`from` and `to` are days in WIB, both included."""

    place = filters.ModelChoiceFilter(queryset=Place.objects.filter(closed_on=None))
    topic = TopicFilter(method="about")

    class Meta:
        model = Slot
        fields = ("place", "topic")

    def about(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(Q(topic__code__iexact=value) | Q(topic__isnull=True))


# `from` is a word of Python, so these two cannot be written as attributes.
SlotFilter.base_filters["from"] = filters.DateFilter(field_name="starts_at", lookup_expr="date__gte")
SlotFilter.base_filters["to"] = filters.DateFilter(field_name="starts_at", lookup_expr="date__lte")
