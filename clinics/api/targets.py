"""What each office is to reach, and its history."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from clinics import policies, services
from clinics.enums import TargetRevisionState
from clinics.filters import TargetFilter
from clinics.forms import LARGEST_TARGET
from clinics.models import Indicator, ReportingPeriod, Target, TargetRevision
from clinics.questions import list_measured_indicators
from krs_portal.accounts.enums import Scope
from krs_portal.kit import clock
from krs_portal.kit.api import CodeRelatedField, KnownParameters, VersionedMixin, read_body, takes_key, takes_version
from krs_portal.kit.refusals import refuse_if
from krs_portal.offices.models import Office


class RevisionSerializer(serializers.ModelSerializer[TargetRevision]):
    recorded_by = serializers.CharField(source="recorded_by.name", read_only=True)

    class Meta:
        model = TargetRevision
        fields = (
            "number",
            "state",
            "quantity",
            "months",
            "decree",
            "decided_on",
            "reason",
            "recorded_at",
            "recorded_by",
        )


class TargetSerializer(serializers.ModelSerializer[Target]):
    """A target with its history, newest first; `quantity` is what holds now, null when exempt or withdrawn."""

    office = serializers.SlugRelatedField[Office](slug_field="code", read_only=True)
    indicator = serializers.SlugRelatedField[Indicator](slug_field="code", read_only=True)
    period = serializers.CharField(source="period.name", read_only=True)
    state = serializers.SerializerMethodField()
    quantity = serializers.SerializerMethodField()
    revisions = RevisionSerializer(source="history", many=True, read_only=True)

    class Meta:
        model = Target
        fields = ("id", "office", "indicator", "period", "state", "quantity", "revisions")

    @extend_schema_field(serializers.ChoiceField(TargetRevisionState.choices))
    def get_state(self, target: Any) -> str | None:
        return target.history[0].state if target.history else None

    def get_quantity(self, target: Any) -> int | None:
        return target.history[0].quantity if target.history else None


class AmountRequest(serializers.Serializer[Any]):
    quantity = serializers.IntegerField(
        min_value=0, max_value=LARGEST_TARGET, error_messages={"min_value": _("Target tidak boleh kurang dari 0.")}
    )
    months = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=LARGEST_TARGET),
        required=False,
        allow_empty=True,
        max_length=12,
        help_text="The parts of the period's months, adding up to the quantity. Left out: as before; empty: evenly.",
    )
    decree = serializers.CharField(max_length=200)
    decided_on = serializers.DateField()


class TargetRequest(AmountRequest):
    office = CodeRelatedField(queryset=Office.objects.clinics())
    indicator = CodeRelatedField(queryset=list_measured_indicators())
    year = serializers.IntegerField(source="period")

    def validate_year(self, year: int) -> ReportingPeriod:
        if period := ReportingPeriod.objects.of_year(year).first():
            return period
        raise ValidationError(_("Belum ada periode pelaporan untuk tahun %(year)d.") % {"year": year})


class RevisionRequest(AmountRequest):
    """A new amount, or that the office is exempt, or that the target was a mistake and is withdrawn."""

    state = serializers.ChoiceField(TargetRevisionState.choices, default=TargetRevisionState.SET)
    quantity = serializers.IntegerField(
        min_value=0,
        max_value=LARGEST_TARGET,
        required=False,
        allow_null=True,
        help_text="Only of a target that is set.",
        error_messages={"min_value": _("Target tidak boleh kurang dari 0.")},
    )
    reason = serializers.CharField(max_length=300)


class TargetViewSet(
    KnownParameters,
    VersionedMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet[Target],
):
    """What each office is to reach. The ministry sets and revises; nothing is ever overwritten."""

    scope = Scope.TARGETS
    serializer_class = TargetSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = TargetFilter
    lookup_value_regex = r"\d{1,18}"
    ordering = ("-period__starts_on", "office__code", "indicator__code", "pk")

    def get_queryset(self) -> QuerySet[Target]:
        targets = Target.objects.visible_to(self.request.user).with_history()
        return targets.select_related("office", "indicator", "period")

    def shown(self, target: Target, code: int) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=target.pk)).data, status=code)

    @extend_schema(request=TargetRequest, responses={201: TargetSerializer})
    @takes_key()
    def create(self, request: Request) -> Response:
        refuse_if(policies.why_not_set_target(request.user))
        given = read_body(request, TargetRequest)
        target = services.set_target(**given, by=request.user, at=clock.now())
        return self.shown(target, status.HTTP_201_CREATED)

    @takes_key()
    @takes_version()
    @extend_schema(request=RevisionRequest, responses={201: TargetSerializer})
    @action(detail=True, methods=["post"])
    def revise(self, request: Request, pk: str) -> Response:
        target = self.get_object()
        refuse_if(policies.why_not_set_target(request.user))
        given = read_body(request, RevisionRequest)
        services.revise_target(target=target, **given, by=request.user, at=clock.now())
        return self.shown(target, status.HTTP_201_CREATED)
