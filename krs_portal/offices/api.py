"""/api/v1/: offices in the asker's scope, and the regions of the country for everybody."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Prefetch, QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import mixins, permissions, serializers, viewsets

from krs_portal.kit.api import KnownParameters
from krs_portal.kit.clock import today
from krs_portal.kit.filters import ListFilter
from krs_portal.offices.enums import OfficeKind, RegionKind
from krs_portal.offices.models import Coverage, Office, Region
from krs_portal.offices.querysets import build_validity_filter


class OfficeFilter(ListFilter):
    kind = filters.ChoiceFilter(choices=OfficeKind.choices)
    parent = filters.CharFilter(field_name="parent__code", label="Code of the office above")

    class Meta:
        model = Office
        fields = ["kind", "parent"]


class OfficeSerializer(serializers.ModelSerializer[Office]):
    name = serializers.CharField(read_only=True)
    short_name = serializers.CharField(read_only=True)
    parent = serializers.SlugRelatedField[Office](slug_field="code", read_only=True)
    region = serializers.SlugRelatedField[Region](slug_field="code", read_only=True)
    regions = serializers.SerializerMethodField(help_text="Codes of the regions served today.")

    class Meta:
        model = Office
        fields = (
            "code", "kind", "name", "short_name", "parent", "region", "regions",
            "time_zone", "address", "phone", "email", "opened_on", "closed_on",
        )  # fmt: skip

    def get_regions(self, office: Any) -> list[str]:
        return sorted(row.region.code for row in office.served)


class OfficeViewSet(KnownParameters, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Office]):
    """The offices whose rows you may see, under the names they bear today."""

    serializer_class = OfficeSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = OfficeFilter
    lookup_field = "code"
    lookup_value_regex = r"[-\w]+"
    ordering = ("code", "pk")

    def get_queryset(self) -> QuerySet[Office]:
        day = today()
        served = Coverage.objects.filter(build_validity_filter(day)).select_related("region")
        return (
            Office.objects.visible_to(self.request.user)
            .with_name_on(day)
            .select_related("parent", "region")
            .prefetch_related(Prefetch("coverage", served, to_attr="served"))
        )


class RegionFilter(ListFilter):
    q = filters.CharFilter(field_name="name", lookup_expr="icontains", label="Part of the name")
    parent = filters.CharFilter(field_name="parent__code", label="Code of the region above")
    kind = filters.ChoiceFilter(choices=RegionKind.choices)

    class Meta:
        model = Region
        fields = ["q", "parent", "kind"]


class RegionSerializer(serializers.ModelSerializer[Region]):
    label = serializers.CharField(source="__str__", read_only=True)
    parent = serializers.SlugRelatedField[Region](slug_field="code", read_only=True)

    class Meta:
        model = Region
        fields = ("id", "code", "kind", "name", "label", "parent")


class RegionViewSet(KnownParameters, mixins.ListModelMixin, viewsets.GenericViewSet[Region]):
    """Provinces, kab/kota and kecamatan under their Kemendagri codes, as valid today. Public."""

    permission_classes = (permissions.AllowAny,)
    serializer_class = RegionSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = RegionFilter
    ordering = ("code", "pk")

    def get_queryset(self) -> QuerySet[Region]:
        return Region.objects.on(today()).select_related("parent")
