"""/api/v1/households/ and /api/v1/readiness/: households, masked as on the pages, and their assessments."""

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
from krs_portal.accounts.enums import Scope
from krs_portal.kit.api import KnownParameters
from krs_portal.kit.clock import now
from monitoring.occupants import identity
from monitoring.occupants.enums import DisclosurePurpose
from monitoring.occupants.filters import PeopleFilter
from monitoring.occupants.models import Household, Tenancy
from monitoring.occupants.readiness.enums import Verdict
from monitoring.occupants.readiness.filters import ReadinessFilter
from monitoring.occupants.readiness.models import Assessment, Criterion
from monitoring.occupants.readiness.rules import describe_finding
from monitoring.occupants.services import people
from monitoring.register import policies
from monitoring.register.api import MayReadMonitoring


class MaskedNameSerializer(serializers.ModelSerializer):
    """Gives the whole name only to those who work with the household."""

    def mask_name(self, household: Household) -> str:
        return identity.mask_name(household, self.context["view"].known)


class StaySerializer(MaskedNameSerializer):
    """A stay of a household: whose, where, until when. It gives no amounts."""

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
        return self.mask_name(tenancy.household)

    def get_kk(self, tenancy: Tenancy) -> str:
        return nik.mask_nik(tenancy.household.kk_ciphertext or "")


class HouseholdSerializer(StaySerializer):
    """One household, with those that the same NIK heads: how many, and the ids of those that the caller may see."""

    same_head_count = serializers.SerializerMethodField()
    same_head = serializers.SerializerMethodField()

    class Meta(StaySerializer.Meta):
        fields = [*StaySerializer.Meta.fields, "same_head_count", "same_head"]

    def get_same_head_count(self, tenancy: Tenancy) -> int | None:
        """Null for callers who see the household masked."""
        if tenancy.household.estate.office_id not in self.context["view"].known:
            return None
        return identity.list_homes_with_same_head(tenancy.household).count()

    def get_same_head(self, tenancy: Tenancy) -> list[int]:
        if tenancy.household.estate.office_id not in self.context["view"].known:
            return []
        seen = identity.list_homes_with_same_head(tenancy.household).visible_to(self.context["request"].user)
        return list(seen.order_by("pk").values_list("pk", flat=True))


class PurposeSerializer(serializers.Serializer):
    purpose = serializers.ChoiceField(choices=DisclosurePurpose.choices)
    case = serializers.CharField(max_length=120)


class OpenedSerializer(serializers.ModelSerializer):
    """Specific data, for the one answer for which they were opened."""

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
    """A view about people, which knows in which agencies the user knows them by name."""

    permission_classes = (MayReadMonitoring,)
    request: Request

    @property
    def known(self) -> set[int]:
        if not hasattr(self, "_known"):
            self._known = policies.list_known_agencies(self.request.user)
        return self._known


class HouseholdViewSet(
    KnownParameters, PeopleScope, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """Households that live somewhere, by their stays; `matter=LEFT` lists those who have left."""

    scope = Scope.SPECIFIC
    serializer_class = StaySerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = PeopleFilter
    queryset = Tenancy.objects.none()
    lookup_value_regex = r"\d{1,18}"
    ordering = ("pk",)

    def get_queryset(self) -> Any:
        rows = Tenancy.objects.visible_to(self.request.user).with_stay()
        return rows.select_related("household__estate", "unit__block")

    def get_serializer_class(self) -> Any:
        return HouseholdSerializer if self.action == "retrieve" else StaySerializer

    def get_object(self) -> Any:
        """The household's latest stay, also when it has left."""
        rows = self.get_queryset().filter(household=self.kwargs["pk"]).order_by("-started_on", "-pk")
        if found := rows.first():
            return found
        raise Http404

    @extend_schema(request=PurposeSerializer, responses=OpenedSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def disclose(self, request: Request, pk: str) -> Response:
        """Opens specific data of one household for a listed purpose and its case; who, when and what for is recorded.

        After twenty households in an hour: 403, until a head releases the limit.
        """
        asked = PurposeSerializer(data=request.data)
        home = self.find_household(pk)
        asked.is_valid(raise_exception=True)
        purpose = DisclosurePurpose(asked.validated_data["purpose"])
        case = asked.validated_data["case"]
        people.open_household(household=home, purpose=purpose, case=case, by=request.user, at=now())
        return Response(OpenedSerializer(home).data, headers={"Cache-Control": "no-store"})

    def find_household(self, pk: str) -> Household:
        rows = Household.objects.visible_to(self.request.user).select_related("estate__office")
        return get_object_or_404(rows, pk=pk)


class ReadinessSerializer(MaskedNameSerializer):
    """A verdict with the conditions that are not met or not known, in words without amounts."""

    name = serializers.SerializerMethodField()
    programme = serializers.SlugRelatedField(slug_field="code", read_only=True)
    unmet = serializers.SerializerMethodField()
    unknown = serializers.SerializerMethodField()

    class Meta:
        model = Assessment
        fields = ["household", "name", "programme", "verdict", "as_at", "unmet", "unknown"]

    def get_name(self, row: Assessment) -> str:
        return self.mask_name(row.household)

    def get_unmet(self, row: Assessment) -> list[dict[str, Any]]:
        return self.describe_criteria(row.unmet, Verdict.NOT_YET)

    def get_unknown(self, row: Assessment) -> list[dict[str, Any]]:
        return self.describe_criteria(row.unknown, Verdict.NEEDS_DATA)

    def describe_criteria(self, criteria: list[int], verdict: Verdict) -> list[dict[str, Any]]:
        kinds = self.context["view"].kinds
        return [{"criterion": pk, "text": describe_finding(kinds[pk], verdict)} for pk in criteria if pk in kinds]


class ReadinessViewSet(KnownParameters, PeopleScope, mixins.ListModelMixin, viewsets.GenericViewSet):
    """Assessments of households against the programmes of home ownership. There is no score."""

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
