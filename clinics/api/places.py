"""Places with their hours, and indicators with their rules: open to everybody."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import mixins, permissions, serializers, viewsets

from clinics.filters import PlaceFilter
from clinics.models import CountingRule, Indicator, OpeningHours, Place
from krs_portal.kit.api import KnownParameters
from krs_portal.offices.models import Office


class HoursSerializer(serializers.ModelSerializer[OpeningHours]):
    class Meta:
        model = OpeningHours
        fields = ("weekday", "opens_at", "closes_at", "valid_from", "valid_until")


class PlaceSerializer(serializers.ModelSerializer[Place]):
    office = serializers.SlugRelatedField[Office](slug_field="code", read_only=True)
    region = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    time_zone = serializers.CharField(source="office.time_zone", read_only=True)
    hours = HoursSerializer(many=True, read_only=True)

    class Meta:
        model = Place
        fields = ("id", "office", "name", "kind", "address", "region", "directions", "time_zone", "hours")


class PlaceViewSet(KnownParameters, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Place]):
    """Where people meet an officer: public, since anybody may book there."""

    permission_classes = (permissions.AllowAny,)
    serializer_class = PlaceSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = PlaceFilter
    lookup_value_regex = r"\d{1,18}"
    ordering = ("name", "pk")

    def get_queryset(self) -> QuerySet[Place]:
        hours = OpeningHours.objects.order_by("weekday", "opens_at")
        open_now = Place.objects.filter(closed_on=None).select_related("office", "region")
        return open_now.prefetch_related(Prefetch("hours", hours))


class RuleSerializer(serializers.ModelSerializer[CountingRule]):
    class Meta:
        model = CountingRule
        fields = ("version", "measure", "statement", "basis", "valid_from", "valid_until")


class IndicatorSerializer(serializers.ModelSerializer[Indicator]):
    unit = serializers.CharField(source="get_unit_display", read_only=True)
    numerator = serializers.SlugRelatedField[Indicator](slug_field="code", read_only=True)
    denominator = serializers.SlugRelatedField[Indicator](slug_field="code", read_only=True)
    rules = RuleSerializer(many=True, read_only=True)

    class Meta:
        model = Indicator
        fields = ("code", "name", "kind", "unit", "direction", "numerator", "denominator", "definition", "rules")


class IndicatorViewSet(
    KnownParameters, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Indicator]
):
    """What is counted, in which unit, and how: every version of its counting rule. Public."""

    permission_classes = (permissions.AllowAny,)
    serializer_class = IndicatorSerializer
    lookup_field = "code"
    lookup_value_regex = r"[a-z0-9-]+"
    ordering = ("code", "pk")

    def get_queryset(self) -> QuerySet[Indicator]:
        named = Indicator.objects.select_related("numerator", "denominator")
        return named.prefetch_related(Prefetch("rules", CountingRule.objects.order_by("version")))
