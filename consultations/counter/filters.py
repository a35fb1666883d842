"""Narrowing lists, one definition for page and API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from consultations.booking.enums import ServiceChannel
from consultations.booking.models.topics import Topic
from consultations.counter.enums import ConsultationState
from consultations.counter.models import Consultation
from consultations.people.policies import list_served_offices
from krs_portal.kit.fields import DayInput
from krs_portal.kit.filters import ListFilter


class ConsultationFilter(ListFilter):
    """A name is searched only where the reader may read names."""

    q = filters.CharFilter(label=_("Nama"), method="by_name", max_length=100)
    state = filters.ChoiceFilter(label=_("Status"), choices=ConsultationState, empty_label=_("Semua"))
    topic = filters.ModelChoiceFilter(
        label=_("Topik"), field_name="topics", queryset=Topic.objects.in_order(), to_field_name="code",
        empty_label=_("Semua"),
    )  # fmt: skip
    channel = filters.ChoiceFilter(label=_("Cara"), choices=ServiceChannel, empty_label=_("Semua"))
    since = filters.DateFilter(label=_("Dari"), field_name="happened_on", lookup_expr="gte", widget=DayInput())
    until = filters.DateFilter(label=_("Sampai"), field_name="happened_on", lookup_expr="lte", widget=DayInput())

    class Meta:
        model = Consultation
        fields = ("q", "state", "topic", "channel", "since", "until")

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(office__in=list_served_offices(self.request.user), client_name__icontains=value)
