"""/api/v1/problems/: problems of the estates that the user sees; recording one, and moving it from state to state."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from krs_portal.accounts.enums import Scope
from krs_portal.kit import clock
from krs_portal.kit.api import KnownParameters, VersionedMixin, takes_key, takes_version
from monitoring.problems import services
from monitoring.problems.filters import ProblemFilter
from monitoring.problems.models import Problem
from monitoring.register.api import MayReadMonitoring
from monitoring.register.models import Estate


class ProblemSerializer(serializers.ModelSerializer[Problem]):
    estate = serializers.PrimaryKeyRelatedField[Estate](queryset=Estate.objects.none())
    estate_name = serializers.CharField(source="estate.name", read_only=True)
    region = serializers.SlugRelatedField[Any](source="estate.region", slug_field="code", read_only=True)

    class Meta:
        model = Problem
        fields = (
            "id", "estate", "estate_name", "region", "category", "severity", "title", "description", "found_on",
            "owner", "due_on", "cost_estimate", "plan", "state", "resolved_on", "proof", "repeats", "occurrence",
        )  # fmt: skip
        read_only_fields = ("state", "resolved_on", "proof", "repeats", "occurrence")

    def get_fields(self) -> dict[str, Any]:
        found = super().get_fields()
        request = self.context.get("request")
        if request is not None:
            found["estate"].queryset = Estate.objects.visible_to(request.user)
        return found


class ResolutionSerializer(serializers.Serializer[Any]):
    proof = serializers.CharField(max_length=4000)
    resolved_on = serializers.DateField()


class ProblemViewSet(
    KnownParameters,
    VersionedMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.CreateModelMixin,
    viewsets.GenericViewSet[Problem],
):
    scope = Scope.MONITORING
    permission_classes = (MayReadMonitoring,)
    serializer_class = ProblemSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = ProblemFilter
    queryset = Problem.objects.none()
    ordering = ("found_on", "pk")
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Problem]:
        return Problem.objects.visible_to(self.request.user).select_related("estate__region", "estate__office__parent")

    def filter_queryset(self, queryset: QuerySet[Problem]) -> QuerySet[Problem]:
        """One problem is found whatever its state."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    @takes_key()
    def create(self, request: Request) -> Response:
        return super().create(request)

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = services.create_problem(**serializer.validated_data, by=self.request.user, at=clock.now())

    @takes_key()
    @takes_version()
    @extend_schema(request=None, responses=ProblemSerializer)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, pk: str | None = None) -> Response:
        services.start_problem(problem=self.get_object(), by=request.user, at=clock.now())
        return self.answer()

    @takes_key()
    @takes_version()
    @extend_schema(request=ResolutionSerializer, responses=ProblemSerializer)
    @action(detail=True, methods=["post"])
    def resolve(self, request: Request, pk: str | None = None) -> Response:
        sent = ResolutionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        services.resolve_problem(problem=self.get_object(), **sent.validated_data, by=request.user, at=clock.now())
        return self.answer()

    def answer(self) -> Response:
        return Response(self.get_serializer(self.get_object()).data, status=status.HTTP_200_OK)
