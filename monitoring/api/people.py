"""/api/v1/: households, masked as on the pages, and how each stands towards the programmes."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from krs_portal.accounts import nik
from krs_portal.kit.clock import now
from monitoring import policies
from monitoring.enums import Verdict
from monitoring.filters.people import PeopleFilter
from monitoring.filters.readiness import ReadinessFilter
from monitoring.identity import initials
from monitoring.models import Assessment, Criterion, Household, Tenancy
from monitoring.readiness import plain
from monitoring.services import people
from monitoring.views.doors import refuse


class Known(serializers.ModelSerializer):
    """A name is whole only for those who work with the household."""

    def named(self, household: Household) -> str:
        known = self.context["view"].known
        return household.name if household.estate.office_id in known else initials(household.name)


class StaySerializer(Known):
    """A stay of a household: whose, where, until when. No amounts."""

    id = serializers.IntegerField(source="household_id")
    name = serializers.SerializerMethodField()
    kk = serializers.SerializerMethodField()
    estate = serializers.IntegerField(source="unit.block.estate_id")
    unit = serializers.StringRelatedField()
    stay_since = serializers.DateField()
    doubts = serializers.ListField(source="household.doubts")

    class Meta:
        model = Tenancy
        fields = [
            "id", "name", "kk", "estate", "unit", "stay_since", "started_on", "ends_on", "ended_on", "extension",
            "has_arrears", "doubts",
        ]  # fmt: skip

    def get_name(self, tenancy: Tenancy) -> str:
        return self.named(tenancy.household)

    def get_kk(self, tenancy: Tenancy) -> str:
        return nik.mask(tenancy.household.kk_ciphertext or "")


class PurposeSerializer(serializers.Serializer):
    purpose = serializers.CharField(max_length=200)


class OpenedSerializer(serializers.ModelSerializer):
    """What is specific data, for the one answer it was opened for."""

    kk = serializers.CharField(source="kk_ciphertext")
    members = serializers.SerializerMethodField()

    class Meta:
        model = Household
        fields = ["id", "name", "kk", "phone", "income", "spouse_income", "savings", "instalment", "members"]

    def get_members(self, household: Household) -> list[dict[str, Any]]:
        return [
            {"name": each.name, "nik": each.nik_ciphertext, "relation": each.relation, "born_on": each.born_on}
            for each in household.members.order_by("pk")
        ]


class PeopleScope:
    """Only those whose business monitoring is; the queryset says what they see of it."""

    request: Request

    def initial(self, request: Request, *args: Any, **options: Any) -> None:
        super().initial(request, *args, **options)  # type: ignore[misc]
        refuse(policies.why_not_read(request.user))

    @property
    def known(self) -> set[int]:
        if not hasattr(self, "_known"):
            self._known = policies.known_agencies(self.request.user)
        return self._known


class HouseholdViewSet(PeopleScope, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Households that live somewhere, by their stays; `matter=LEFT` lists those who have left."""

    serializer_class = StaySerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = PeopleFilter
    queryset = Tenancy.objects.none()
    lookup_value_regex = r"\d{1,18}"
    ordering = ("pk",)

    def get_queryset(self) -> Any:
        rows = Tenancy.objects.visible_to(self.request.user).with_stay()
        return rows.select_related("household__estate", "unit__block")

    def get_object(self) -> Any:
        """The household's latest stay, also when it has left."""
        rows = self.get_queryset().filter(household=self.kwargs["pk"]).order_by("-started_on", "-pk")
        if found := rows.first():
            return found
        raise Http404

    @extend_schema(request=PurposeSerializer, responses=OpenedSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def disclose(self, request: Request, pk: str) -> Response:
        """Opens specific data of one household for a purpose; who, when and what for is kept."""
        asked = PurposeSerializer(data=request.data)
        home = self.home(pk)
        asked.is_valid(raise_exception=True)
        people.disclose(households=[home], purpose=asked.validated_data["purpose"], by=request.user, at=now())
        return Response(OpenedSerializer(home).data, headers={"Cache-Control": "no-store"})

    def home(self, pk: str) -> Household:
        rows = Household.objects.visible_to(self.request.user).select_related("estate__office")
        return get_object_or_404(rows, pk=pk)


class ReadinessSerializer(Known):
    """A verdict with the conditions that are not met or not known, in words without amounts."""

    name = serializers.SerializerMethodField()
    programme = serializers.SlugRelatedField(slug_field="code", read_only=True)
    unmet = serializers.SerializerMethodField()
    unknown = serializers.SerializerMethodField()

    class Meta:
        model = Assessment
        fields = ["household", "name", "programme", "verdict", "as_at", "unmet", "unknown"]

    def get_name(self, row: Assessment) -> str:
        return self.named(row.household)

    def get_unmet(self, row: Assessment) -> list[dict[str, Any]]:
        return self.told(row.unmet, Verdict.NOT_YET)

    def get_unknown(self, row: Assessment) -> list[dict[str, Any]]:
        return self.told(row.unknown, Verdict.NEEDS_DATA)

    def told(self, criteria: list[int], verdict: Verdict) -> list[dict[str, Any]]:
        kinds = self.context["view"].kinds
        return [{"criterion": pk, "text": plain(kinds[pk], verdict)} for pk in criteria if pk in kinds]


class ReadinessViewSet(PeopleScope, mixins.ListModelMixin, viewsets.GenericViewSet):
    """How households stand towards the programmes of home ownership. There is no score."""

    serializer_class = ReadinessSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = ReadinessFilter
    queryset = Assessment.objects.none()
    ordering = ("pk",)

    def get_queryset(self) -> Any:
        return Assessment.objects.visible_to(self.request.user).select_related("programme", "household__estate")

    @property
    def kinds(self) -> dict[int, str]:
        if not hasattr(self, "_kinds"):
            self._kinds = dict(Criterion.objects.values_list("pk", "kind"))
        return self._kinds
