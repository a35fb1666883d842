"""Months of offices on their way to the ministry: to be read."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import mixins, serializers, viewsets

from clinics.filters import MonthFilter
from clinics.months.models import MonthMove, MonthRemark, OfficeMonth
from krs_portal.kit.api import KnownParameters
from krs_portal.offices.models import Office


class MonthMoveSerializer(serializers.ModelSerializer[MonthMove]):
    class Meta:
        model = MonthMove
        fields = ("step", "moved_at")


class MonthRemarkSerializer(serializers.ModelSerializer[MonthRemark]):
    class Meta:
        model = MonthRemark
        fields = ("entry", "text", "asked_at", "answer", "answered_at")


class MonthSerializer(serializers.ModelSerializer[OfficeMonth]):
    """A month that was submitted at least once; any other is open."""

    office = serializers.SlugRelatedField[Office](slug_field="code", read_only=True)
    moves = MonthMoveSerializer(many=True, read_only=True)
    remarks = MonthRemarkSerializer(many=True, read_only=True)

    class Meta:
        model = OfficeMonth
        fields = ("id", "office", "starts_on", "state", "moves", "remarks")


class MonthViewSet(
    KnownParameters, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[OfficeMonth]
):  # fmt: skip
    """Which months were submitted, returned, accepted and locked, with every step and remark."""

    serializer_class = MonthSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = MonthFilter
    lookup_value_regex = r"\d{1,18}"
    ordering = ("-starts_on", "office__code", "pk")

    def get_queryset(self) -> QuerySet[Any]:
        months = OfficeMonth.objects.visible_to(self.request.user).select_related("office")
        return months.prefetch_related(
            Prefetch("moves", MonthMove.objects.order_by("moved_at", "pk")),
            Prefetch("remarks", MonthRemark.objects.order_by("asked_at", "pk")),
        )
