"""API of consultations for those who work with them."""

from __future__ import annotations

from typing import Any

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import exceptions, mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from consultations.booking.models.topics import Topic
from consultations.counter import services
from consultations.counter.enums import Outcome
from consultations.counter.facts.api import FactsField
from consultations.counter.filters import ConsultationFilter
from consultations.counter.models import Consultation
from consultations.counter.policies import list_known_houses
from consultations.counter.services.record import lock_with_visits
from consultations.people import policies
from consultations.people.models.house import House
from krs_portal.accounts.enums import Scope
from krs_portal.kit.api import CodeRelatedField, KnownParameters, VersionedMixin, read_body, takes_key, takes_version
from krs_portal.kit.clock import now
from krs_portal.kit.formats import format_person_name
from krs_portal.kit.numbers import LARGEST_KEY
from krs_portal.offices.models import Office, Region


class HouseSerializer(serializers.ModelSerializer):
    region = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = House
        fields = ["id", "address", "region"]


class KnownHouseField(serializers.PrimaryKeyRelatedField):
    """A house by its id, instead of its address; only one whose address the caller may read."""

    def get_queryset(self) -> Any:
        return list_known_houses(self.context["request"].user)


class ConsultationSerializer(serializers.ModelSerializer):
    """The person's name is whole only for those who meet them."""

    office = CodeRelatedField(queryset=Office.objects.clinics())
    topics = CodeRelatedField(queryset=Topic.objects.in_order(), many=True)
    officer: Any = serializers.StringRelatedField()
    house_address = serializers.CharField(required=False, allow_blank=True, max_length=300, write_only=True)
    house_region = CodeRelatedField(
        queryset=Region.objects.filter(valid_until__isnull=True), required=False, write_only=True
    )

    house = KnownHouseField(
        queryset=House.objects.none(), required=False, write_only=True,
        pk_field=serializers.IntegerField(min_value=1, max_value=LARGEST_KEY),
    )  # fmt: skip

    facts = FactsField(required=False)

    class Meta:
        model = Consultation
        fields = [
            "id", "office", "state", "outcome", "kind", "channel", "client_name", "head_count", "topics", "officer",
            "summary", "advice", "next_steps", "obstacle", "follow_up", "is_technical_assistance", "house",
            "house_address", "house_region", "facts", "happened_on", "recorded_at", "closed_at",
        ]  # fmt: skip
        read_only_fields = ["state", "outcome", "recorded_at", "closed_at"]
        validators: list[Any] = []

    def to_representation(self, consultation: Consultation) -> dict[str, Any]:
        known = consultation.office_id in self.context["view"].offices_served
        shown = super().to_representation(consultation)
        return shown | {"client_name": format_person_name(consultation.client_name, known=known)}


class WrittenConsultationSerializer(ConsultationSerializer):
    """The answer to a consultation that was written: with other houses that look like the one that was told."""

    similar_houses = serializers.SerializerMethodField()

    class Meta(ConsultationSerializer.Meta):
        fields = [*ConsultationSerializer.Meta.fields, "similar_houses"]

    @extend_schema_field(HouseSerializer(many=True))
    def get_similar_houses(self, consultation: Consultation) -> Any:
        """To be named by `house` in a correction, if one of them is meant."""
        house = consultation.house
        if house is None:
            return []
        known = list_known_houses(self.context["request"].user).exclude(pk=house.pk)
        return HouseSerializer(known.list_alike(house.address, house.region), many=True).data


class CloseSerializer(serializers.Serializer):
    outcome = serializers.ChoiceField(Outcome.choices)
    summary = serializers.CharField(required=False)


class ReasonSerializer(serializers.Serializer):
    reason = serializers.CharField()


class CorrectionSerializer(ConsultationSerializer):
    reason = serializers.CharField(write_only=True)

    class Meta(ConsultationSerializer.Meta):
        fields = [name for name in ConsultationSerializer.Meta.fields if name != "office"] + ["reason"]
        read_only_fields = ["state", "recorded_at", "closed_at"]


class ConsultationViewSet(
    KnownParameters, VersionedMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    scope = Scope.CONSULTATIONS
    serializer_class = ConsultationSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = ConsultationFilter
    queryset = Consultation.objects.none()
    lookup_value_regex = r"\d+"
    ordering = ("-happened_on", "-pk")

    def get_queryset(self) -> Any:
        return Consultation.objects.visible_to(self.request.user).standing().with_people().with_facts()

    @property
    def offices_served(self) -> set[int]:
        if not hasattr(self, "_offices_served"):
            self._offices_served = set(policies.list_served_offices(self.request.user).values_list("pk", flat=True))
        return self._offices_served

    @extend_schema(responses={201: WrittenConsultationSerializer})
    @takes_key()
    def create(self, request: Request) -> Response:
        """A draft, of today or an earlier day."""
        values = self.checked(request, ConsultationSerializer)
        office, topics = values.pop("office"), values.pop("topics")
        if office not in Office.objects.visible_to(request.user):
            raise exceptions.NotFound
        made = services.record_consultation(office=office, by=request.user, at=now(), topics=topics, **values)
        return self.answer(made, status.HTTP_201_CREATED, serializer=WrittenConsultationSerializer)

    @takes_key()
    @takes_version(lock_with_visits)
    @extend_schema(request=CloseSerializer, responses=ConsultationSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        consultation, values = self.get_object(), self.checked(request, CloseSerializer)
        outcome = values.pop("outcome")
        made = services.close_consultation(
            consultation=consultation, outcome=outcome, values=values, by=request.user, at=now()
        )
        return self.answer(made)

    @takes_key()
    @takes_version(lock_with_visits)
    @extend_schema(request=ReasonSerializer, responses=ConsultationSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        made = services.reopen_consultation(
            consultation=self.get_object(), by=request.user, at=now(), **self.checked(request, ReasonSerializer)
        )
        return self.answer(made)

    @takes_key()
    @takes_version(lock_with_visits)
    @extend_schema(request=ReasonSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: str) -> Response:
        """Take back a consultation that never was; it is in no list any more."""
        services.void_consultation(
            consultation=self.get_object(), by=request.user, at=now(), **self.checked(request, ReasonSerializer)
        )
        return Response(status=status.HTTP_204_NO_CONTENT)

    @takes_key()
    @takes_version(lock_with_visits)
    @extend_schema(request=CorrectionSerializer, responses=WrittenConsultationSerializer)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Only what is sent is changed; the old entries are reversed and the new posted."""
        consultation = self.get_object()
        values = self.checked(request, CorrectionSerializer, partial=True)
        reason, topics, facts = values.pop("reason", ""), values.pop("topics", None), values.pop("facts", None)
        made = services.correct_consultation(
            consultation=consultation,
            values=values,
            topics=topics,
            facts=facts,
            reason=reason,
            by=request.user,
            at=now(),
        )
        return self.answer(made, serializer=WrittenConsultationSerializer)

    def checked(self, request: Request, serializer: Any, **options: Any) -> dict[str, Any]:
        return read_body(request, serializer, context=self.get_serializer_context(), **options)

    def answer(
        self, consultation: Consultation, code: int = status.HTTP_200_OK, *, serializer: Any = ConsultationSerializer
    ) -> Response:
        fresh = self.get_queryset().select_related("house__region").get(pk=consultation.pk)
        return Response(serializer(fresh, context=self.get_serializer_context()).data, status=code)
