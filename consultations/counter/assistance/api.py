"""API of the assistances to houses, to read."""

from __future__ import annotations

from typing import Any

from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import mixins, serializers, viewsets

from consultations.counter.api import HouseSerializer
from consultations.counter.assistance.filters import AssistanceFilter
from consultations.counter.assistance.models import Assistance, HouseImprovement, SiteVisit
from consultations.people import policies
from krs_portal.kit.api import CodeRelatedField, KnownParameters
from krs_portal.kit.formats import format_person_name


class SiteVisitSerializer(serializers.ModelSerializer):
    officer: Any = serializers.StringRelatedField()

    class Meta:
        model = SiteVisit
        fields = ["visited_on", "officer", "progress", "finding"]


class HouseImprovementSerializer(serializers.ModelSerializer):
    witness: Any = serializers.StringRelatedField()

    class Meta:
        model = HouseImprovement
        fields = ["seen_on", "witness", "before", "after", "note"]


class AssistanceSerializer(serializers.ModelSerializer):
    """The applicant's name is whole, and the address of the house is told, only for those who meet them."""

    office = CodeRelatedField(read_only=True)
    officer: Any = serializers.StringRelatedField()
    house = HouseSerializer(read_only=True)
    consultations = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    progress = serializers.IntegerField(read_only=True, allow_null=True, help_text="Percent, of the last visit.")
    visits = SiteVisitSerializer(many=True, read_only=True)
    improvement = HouseImprovementSerializer(read_only=True, allow_null=True, default=None)

    class Meta:
        model = Assistance
        fields = [
            "id", "office", "state", "kind", "applicant", "house", "consultations", "officer", "plan", "result",
            "asked_on", "due_on", "started_on", "finished_on", "progress", "visits", "improvement", "recorded_at",
        ]  # fmt: skip
        read_only_fields = fields

    def to_representation(self, assistance: Assistance) -> dict[str, Any]:
        known = assistance.office_id in self.context["view"].offices_served
        shown = super().to_representation(assistance)
        if not known:
            shown["house"] = shown["house"] | {"address": ""}
        return shown | {"applicant": format_person_name(assistance.applicant, known=known)}


class AssistanceViewSet(KnownParameters, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    serializer_class = AssistanceSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = AssistanceFilter
    queryset = Assistance.objects.none()
    lookup_value_regex = r"\d+"
    ordering = ("-asked_on", "-pk")

    def get_queryset(self) -> Any:
        rows = Assistance.objects.visible_to(self.request.user).standing().with_lines()
        return rows.select_related("improvement__witness").prefetch_related("consultations", "visits__officer")

    @property
    def offices_served(self) -> set[int]:
        if not hasattr(self, "_offices_served"):
            self._offices_served = set(policies.list_served_offices(self.request.user).values_list("pk", flat=True))
        return self._offices_served
