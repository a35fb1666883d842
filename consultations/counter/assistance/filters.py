"""Narrowing the list of assistances, one definition for page and API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.counter.assistance.enums import AssistanceKind, AssistanceState
from consultations.counter.assistance.models import Assistance
from consultations.counter.filters import ClinicFilter, list_clinics
from consultations.people.addresses import normalise_address
from consultations.people.policies import list_served_offices
from krs_portal.kit.clock import now
from krs_portal.kit.fields import DayInput
from krs_portal.kit.filters import ListFilter

RUNNING, LATE = "RUNNING", "LATE"
STATES = [
    (RUNNING, _("Berjalan")),
    (LATE, _("Lewat rencana selesai")),
    *((state.value, state.label) for state in AssistanceState if state != AssistanceState.VOIDED),
]
YES, NO = "yes", "no"


class AssistanceFilter(ListFilter):
    """A name and an address are searched only where the reader may read them."""

    office = ClinicFilter(label=_("Unit kerja"), queryset=list_clinics, to_field_name="code", empty_label=_("Semua"))
    q = filters.CharFilter(label=_("Alamat atau pemohon"), method="by_words", max_length=300)
    state = filters.ChoiceFilter(label=_("Status"), choices=STATES, method="by_state", empty_label=_("Semua"))
    kind = filters.ChoiceFilter(label=_("Bantuan"), choices=AssistanceKind, empty_label=_("Semua"))
    since = filters.DateFilter(label=_("Diminta dari"), field_name="asked_on", lookup_expr="gte", widget=DayInput())
    until = filters.DateFilter(label=_("Sampai"), field_name="asked_on", lookup_expr="lte", widget=DayInput())
    officer = filters.CharFilter(
        label=_("Petugas"), field_name="officer__name", lookup_expr="icontains", max_length=100
    )
    improved = filters.ChoiceFilter(
        label=_("Rumahnya membaik"), choices=[(YES, _("Ya")), (NO, _("Belum"))], method="by_improvement",
        empty_label=_("Semua"),
    )  # fmt: skip

    class Meta:
        model = Assistance
        fields = ("office", "q", "state", "kind", "since", "until", "officer", "improved")

    def by_words(self, queryset: Any, name: str, value: str) -> Any:
        said = Q(applicant__icontains=value)
        if key := normalise_address(value):
            said |= Q(house__address_key__contains=key)
        return queryset.filter(said, office__in=list_served_offices(self.request.user))

    def by_state(self, queryset: Any, name: str, value: str) -> Any:
        if value == RUNNING:
            return queryset.running()
        return queryset.late(now()) if value == LATE else queryset.filter(state=value)

    def by_improvement(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(improvement__isnull=value == NO)
