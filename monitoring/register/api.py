"""/api/v1/estates/: the register as far as the user may see it, with the figures that the pages show."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, permissions, serializers, viewsets

from krs_portal.kit.api import KnownParameters
from krs_portal.kit.refusals import refuse_if
from monitoring.register import policies
from monitoring.register.filters import EstateFilter
from monitoring.register.handover.models import HandOver
from monitoring.register.models import Block, Estate, Facility

FIGURES_SCHEMA = {
    "type": "object",
    "properties": {
        name: {"type": ["integer", "null"]}
        for name in ("towers", "units", "occupied", "empty", "broken", "unanswered_blocks", "open_problems")
    }
    | {"occupancy": {"type": ["string", "null"], "format": "decimal"}},
}


class MayReadMonitoring(permissions.IsAuthenticated):
    """Only users for whom monitoring is meant, as on its pages. Which rows they see is decided by `visible_to`."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        refuse_if(policies.why_not_read(request.user))
        return True


class HandOverSerializer(serializers.ModelSerializer[HandOver]):
    class Meta:
        model = HandOver
        fields = ("path", "state", "since_on", "recipient", "value", "obstacle", "obstacle_since_on")


class EstateSerializer(serializers.ModelSerializer[Estate]):
    office = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    region = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    region_name = serializers.CharField(source="region.__str__", read_only=True)
    figures = serializers.SerializerMethodField(help_text="Null is unknown, not zero. `occupancy` is in percent.")
    hand_over = serializers.SerializerMethodField()

    class Meta:
        model = Estate
        fields: tuple[str, ...] = (
            "id", "office", "kind", "code", "name", "beneficiary", "address", "region", "region_name", "latitude",
            "longitude", "coordinate_quality", "built_year", "budget_year_first", "budget_year_last", "condition",
            "land_status", "figures", "hand_over",
        )  # fmt: skip

    @extend_schema_field(FIGURES_SCHEMA)
    def get_figures(self, estate: Estate) -> dict[str, Any]:
        tally = estate.tally
        return {
            "towers": tally.towers,
            "units": tally.units,
            "occupied": tally.occupied,
            "empty": tally.empty,
            "broken": tally.broken,
            "unanswered_blocks": tally.unanswered,
            "open_problems": tally.open_problems,
            "occupancy": None if tally.occupancy is None else str(tally.occupancy),
        }

    @extend_schema_field(HandOverSerializer(allow_null=True))
    def get_hand_over(self, estate: Estate) -> dict[str, Any] | None:
        found = getattr(estate, "hand_over", None)
        return HandOverSerializer(found).data if found else None


class BlockSerializer(serializers.ModelSerializer[Block]):
    units = serializers.IntegerField(source="unit_count", allow_null=True, read_only=True)
    occupied = serializers.IntegerField(source="occupied_count", allow_null=True, read_only=True)

    class Meta:
        model = Block
        fields = ("id", "name", "towers", "floors", "is_listed", "units", "occupied", "declared_on")


class FacilitySerializer(serializers.ModelSerializer[Facility]):
    class Meta:
        model = Facility
        fields = ("kind", "is_present", "is_connected", "is_working", "note")


class EstateDetailSerializer(EstateSerializer):
    blocks = serializers.SerializerMethodField()
    facilities = FacilitySerializer(many=True, read_only=True)

    class Meta(EstateSerializer.Meta):
        fields = (
            *EstateSerializer.Meta.fields, "package_name", "builder", "proposer", "unit_type", "variant", "floors",
            "capacity", "manager", "occupied_since_on", "lease_years", "stay_limit_years", "stay_rule_source", "notes",
            "closed_on", "blocks", "facilities",
        )  # fmt: skip

    @extend_schema_field(BlockSerializer(many=True))
    def get_blocks(self, estate: Estate) -> Any:
        return BlockSerializer(Block.objects.filter(estate=estate).with_counts().order_by("name", "pk"), many=True).data


class EstateViewSet(KnownParameters, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Estate]):
    """Rusun and rusus in your scope, narrowed as on the page."""

    permission_classes = (MayReadMonitoring,)
    filter_backends = (DjangoFilterBackend,)
    filterset_class = EstateFilter
    ordering = ("name", "pk")

    def get_serializer_class(self) -> Any:
        return EstateSerializer if self.action == "list" else EstateDetailSerializer

    def get_queryset(self) -> QuerySet[Estate]:
        return Estate.objects.visible_to(self.request.user).select_related("office", "region", "tally", "hand_over")
