"""/api/v1/rounds/: rounds, and how far each participant is."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from krs_portal.kit.api import KnownParameters
from monitoring.register.api import MayReadMonitoring
from monitoring.rounds import progress
from monitoring.rounds.models import Participant, Round


class RoundSerializer(serializers.ModelSerializer[Round]):
    office = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    form = serializers.SlugRelatedField[Any](slug_field="version", read_only=True)

    class Meta:
        model = Round
        fields = (
            "id", "office", "name", "state", "data_as_at", "fill_until_on", "desk_starts_on", "desk_ends_on", "form",
            "previous", "opened_at", "closed_at",
        )  # fmt: skip


class StandingSerializer(serializers.Serializer[Any]):
    office = serializers.CharField(source="participant.office.code")
    percent = serializers.IntegerField()
    profiles = serializers.IntegerField()
    submitted = serializers.IntegerField()
    frozen = serializers.IntegerField()


class RoundWithStandingsSerializer(RoundSerializer):
    participants = serializers.SerializerMethodField()

    class Meta(RoundSerializer.Meta):
        fields = (*RoundSerializer.Meta.fields, "participants")

    @extend_schema_field(StandingSerializer(many=True))
    def get_participants(self, round_: Round) -> Any:
        """Those whose rows the reader may see."""
        rows = Participant.objects.visible_to(self.context["request"].user).filter(round=round_)
        rows = rows.select_related("office").order_by("office__code", "pk")
        return StandingSerializer(progress.list_participant_progress(round_, rows), many=True).data


class RoundViewSet(KnownParameters, viewsets.ReadOnlyModelViewSet[Round]):
    permission_classes = (MayReadMonitoring,)
    filter_backends = (DjangoFilterBackend,)
    filterset_fields = ("state",)
    queryset = Round.objects.none()
    lookup_value_regex = r"\d{1,18}"
    ordering = ("-data_as_at", "-pk")

    def get_queryset(self) -> QuerySet[Round]:
        return Round.objects.visible_to(self.request.user).select_related("office", "form")

    def get_serializer_class(self) -> Any:
        return RoundSerializer if self.action == "list" else RoundWithStandingsSerializer
