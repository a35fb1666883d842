"""/api/v1/: topics, slots and bookings for everybody; consultations for those who work with them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError as Refused
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import exceptions, mixins, permissions, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from consultations import catalogue, people, policies, services
from consultations.enums import AttendanceState, Outcome
from consultations.filters import ConsultationFilter, SlotFilter
from consultations.models import Attendance, Consultation, Slot, Topic
from consultations.throttle import may_try
from krs_portal.accounts.phones import parse_phone
from krs_portal.kit.clock import now
from krs_portal.offices.models import Office, Region

BOOKINGS = 20  # a minute and address


class Full(exceptions.APIException):
    status_code = status.HTTP_409_CONFLICT
    default_code = "full"


class ByAddress(BaseThrottle):
    """The same measure as the pages have."""

    def allow_request(self, request: Request, view: Any) -> bool:
        return may_try(request, f"api-{view.basename}", times=BOOKINGS)

    def wait(self) -> float:
        return 60


class TopicSerializer(serializers.ModelSerializer):
    class Meta:
        model = Topic
        fields = ["code", "name", "name_en", "explanation", "pillar"]


class TopicViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """What people come for and may book."""

    permission_classes = [permissions.AllowAny]
    serializer_class = TopicSerializer
    queryset = Topic.objects.offered()
    ordering = ("position", "pk")


class SlotSerializer(serializers.ModelSerializer):
    topic: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    seats_left = serializers.IntegerField(read_only=True)

    class Meta:
        model = Slot
        fields = ["id", "kind", "channel", "title", "topic", "starts_at", "ends_at", "place", "seats", "seats_left"]


@extend_schema(
    parameters=[
        OpenApiParameter("from", OpenApiTypes.DATE, description="First day, in WIB."),
        OpenApiParameter("to", OpenApiTypes.DATE, description="Last day, in WIB."),
        OpenApiParameter("place", int, description="Id of the place."),
        OpenApiParameter("topic", str, description="Code of the topic: slots kept for it or for none in particular."),
    ]
)
class SlotViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """What can be booked now: open for registration, ahead, with a seat left."""

    permission_classes = [permissions.AllowAny]
    serializer_class = SlotSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = SlotFilter
    queryset = Slot.objects.none()
    ordering = ("starts_at", "pk")

    def get_queryset(self) -> Any:
        return Slot.objects.bookable(now()).select_related("topic")


class BookingSerializer(serializers.Serializer):
    slot = serializers.PrimaryKeyRelatedField(queryset=Slot.objects.public())
    topic = serializers.SlugRelatedField(slug_field="code", queryset=Topic.objects.offered())
    name = serializers.CharField(max_length=120)
    phone = serializers.CharField(max_length=30)
    email = serializers.EmailField(required=False, allow_blank=True, default="")
    party_size = serializers.IntegerField(required=False, min_value=1, max_value=1000, default=1)
    region = serializers.SlugRelatedField(
        slug_field="code",
        queryset=Region.objects.filter(valid_until__isnull=True),
        required=False,
        allow_null=True,
        default=None,
        help_text="Kemendagri code of the house's kab/kota, as 33.74.",
    )
    consent = serializers.BooleanField(source="consents")


class BookedSerializer(serializers.ModelSerializer):
    status = serializers.ChoiceField(AttendanceState.choices, source="state")
    manage_url = serializers.SerializerMethodField()

    class Meta:
        model = Attendance
        fields = ["reference", "status", "slot", "manage_url"]

    @extend_schema_field(OpenApiTypes.URI)
    def get_manage_url(self, attendance: Attendance) -> str:
        return settings.BASE_URL + reverse("consultations:manage", args=[attendance.reference])


class PhoneSerializer(serializers.Serializer):
    phone = serializers.CharField(max_length=30)


class MoveSerializer(PhoneSerializer):
    slot = serializers.PrimaryKeyRelatedField(queryset=Slot.objects.public())


class BookingViewSet(viewsets.GenericViewSet):
    """A citizen's own booking: made without an account, opened by reference and telephone number."""

    permission_classes = [permissions.AllowAny]
    throttle_classes = [ByAddress]
    serializer_class = BookedSerializer
    queryset = Attendance.objects.none()
    lookup_field = "reference"

    @extend_schema(
        request=BookingSerializer,
        parameters=[
            OpenApiParameter(
                "Idempotency-Key", str, OpenApiParameter.HEADER, description="The same key answers the same booking."
            )
        ],
        responses={201: BookedSerializer, 409: OpenApiResponse(description='No seat is left: `{"code": "full"}`.')},
    )
    def create(self, request: Request) -> Response:
        asked = BookingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        key = request.headers.get("Idempotency-Key", "")[:100] or None
        catalogue.settled(asked.validated_data["slot"])
        try:
            made = services.book(**asked.validated_data, at=now(), idempotency_key=key)
        except services.SlotFull as error:
            raise Full(error.messages[0], "full") from error
        return Response(BookedSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=PhoneSerializer, responses=BookedSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, reference: str) -> Response:
        asked = PhoneSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        made = services.cancel(attendance=own(reference, asked.validated_data["phone"]), at=now())
        return Response(BookedSerializer(made).data)

    @extend_schema(
        request=MoveSerializer,
        responses={200: BookedSerializer, 409: OpenApiResponse(description='No seat is left: `{"code": "full"}`.')},
    )
    @action(detail=True, methods=["post"])
    def move(self, request: Request, reference: str) -> Response:
        """The same reference at another time; the old seat is given up only once the new one is taken."""
        asked = MoveSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        attendance = own(reference, asked.validated_data["phone"])
        try:
            made = services.move(attendance=attendance, to_slot=asked.validated_data["slot"], at=now())
        except services.SlotFull as error:
            raise Full(error.messages[0], "full") from error
        return Response(BookedSerializer(made).data)


def own(reference: str, phone: str) -> Attendance:
    """The booking somebody proves to know; which of the two was wrong is not said."""
    try:
        number = parse_phone(phone)
    except Refused:
        number = ""
    if found := Attendance.objects.known_by(reference.upper(), number).first():
        return found
    raise exceptions.NotFound(_("Nomor janji dan nomor telepon ini tidak cocok."))


class ConsultationSerializer(serializers.ModelSerializer):
    """The person's name is whole only for those who meet them."""

    office = serializers.SlugRelatedField(slug_field="code", queryset=Office.objects.clinics())
    topics = serializers.SlugRelatedField(slug_field="code", queryset=Topic.objects.in_order(), many=True)
    officer: Any = serializers.StringRelatedField()
    house_address = serializers.CharField(required=False, allow_blank=True, max_length=300, write_only=True)
    house_region = serializers.SlugRelatedField(
        slug_field="code", queryset=Region.objects.filter(valid_until__isnull=True), required=False, write_only=True
    )

    class Meta:
        model = Consultation
        fields = [
            "id", "office", "state", "outcome", "kind", "channel", "client_name", "head_count", "topics", "officer",
            "summary", "advice", "obstacle", "follow_up", "is_technical_assistance", "house_address", "house_region",
            "happened_on", "recorded_at", "closed_at",
        ]  # fmt: skip
        read_only_fields = ["state", "outcome", "recorded_at", "closed_at"]
        validators: list[Any] = []

    def to_representation(self, consultation: Consultation) -> dict[str, Any]:
        known = consultation.office_id in self.context["view"].offices_served
        shown = super().to_representation(consultation)
        return shown | {"client_name": people.shown(consultation.client_name, known=known)}


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


class ConsultationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    serializer_class = ConsultationSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = ConsultationFilter
    queryset = Consultation.objects.none()
    lookup_value_regex = r"\d+"
    ordering = ("-happened_on", "-pk")

    def get_queryset(self) -> Any:
        return Consultation.objects.visible_to(self.request.user).with_people()

    @property
    def offices_served(self) -> set[int]:
        if not hasattr(self, "_offices_served"):
            self._offices_served = set(policies.offices_served(self.request.user).values_list("pk", flat=True))
        return self._offices_served

    @extend_schema(responses={201: ConsultationSerializer})
    def create(self, request: Request) -> Response:
        """A draft, of today or an earlier day."""
        values = self.checked(request, ConsultationSerializer)
        office, topics = values.pop("office"), values.pop("topics")
        if office not in Office.objects.visible_to(request.user):
            raise exceptions.NotFound
        with transaction.atomic():
            made = services.record_consultation(
                office=office, by=request.user, at=now(), topics=topics, **housed(values)
            )
        return self.answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=CloseSerializer, responses=ConsultationSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        consultation, values = self.get_object(), self.checked(request, CloseSerializer)
        with transaction.atomic():
            if summary := values.get("summary"):
                services.edit_consultation(
                    consultation=consultation, values={"summary": summary}, topics=None, by=request.user, at=now()
                )
            made = services.close_consultation(
                consultation=consultation, outcome=values["outcome"], by=request.user, at=now()
            )
        return self.answer(made)

    @extend_schema(request=ReasonSerializer, responses=ConsultationSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        made = services.reopen_consultation(
            consultation=self.get_object(), by=request.user, at=now(), **self.checked(request, ReasonSerializer)
        )
        return self.answer(made)

    @extend_schema(request=CorrectionSerializer, responses=ConsultationSerializer)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Only what is sent is changed; the old entries are reversed and the new posted."""
        consultation = self.get_object()
        values = self.checked(request, CorrectionSerializer, partial=True)
        reason, topics = values.pop("reason", ""), values.pop("topics", None)
        with transaction.atomic():
            made = services.correct_consultation(
                consultation=consultation,
                values=housed(values),
                topics=topics,
                reason=reason,
                by=request.user,
                at=now(),
            )
        return self.answer(made)

    def checked(self, request: Request, serializer: Any, **options: Any) -> dict[str, Any]:
        asked = serializer(data=request.data, context=self.get_serializer_context(), **options)
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    def answer(self, consultation: Consultation, code: int = status.HTTP_200_OK) -> Response:
        fresh = self.get_queryset().get(pk=consultation.pk)
        return Response(ConsultationSerializer(fresh, context=self.get_serializer_context()).data, status=code)


def housed(values: dict[str, Any]) -> dict[str, Any]:
    """An address becomes the house that stands there."""
    address, region = values.pop("house_address", None), values.pop("house_region", None)
    if address is not None:
        name = values.get("client_name", "")
        values["house"] = services.house_at(address=address, region=region, owner_name=name, at=now())
    return values
