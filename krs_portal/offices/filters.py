"""What a list of offices is narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.filters import ListFilter
from krs_portal.offices.enums import OfficeKind
from krs_portal.offices.models import Office


class OfficeListFilter(ListFilter):
    q = filters.CharFilter(method="search_name", label=_("Nama atau kode"))
    kind = filters.ChoiceFilter(choices=OfficeKind.choices, label=_("Jenis"), empty_label=_("Semua jenis"))

    class Meta:
        model = Office
        fields = ["q", "kind"]

    def search_name(self, offices: QuerySet[Office], name: str, value: Any) -> QuerySet[Office]:
        """By the code, and by every name that an office has had."""
        named = Q(names__name__icontains=value) | Q(names__short_name__icontains=value)
        found = Office.objects.filter(Q(code__icontains=value) | named).values("pk")
        return offices.filter(pk__in=found)
