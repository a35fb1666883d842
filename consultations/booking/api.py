"""Public API of booking: topics, slots, bookings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError as Refused
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import exceptions, mixins, permissions, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from consultations.booking import catalogue, letters, services
from consultations.booking.enums import AccessNeed, AttendanceState, ServiceChannel
from consultations.booking.filters import SlotFilter
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.topics import Topic
from consultations.booking.throttle import (
    API_BOOKINGS,
    BOOKINGS_BY_PHONE,
    LOOK_UPS_BY_PHONE,
    MOVES_BY_PHONE,
    Share,
    may_try,
    may_try_as,
)
from krs_portal.accounts.phones import parse_phone
from krs_portal.kit.api import CodeRelatedField, KnownParameters, read_body, takes_key
from krs_portal.kit.clock import now
from krs_portal.offices.models import Region


class SlotFullConflict(exceptions.APIException):
    status_code = status.HTTP_409_CONFLICT
    default_code = "full"


class AddressThrottle(BaseThrottle):
    """Counts by IP address, with the counter of the pages."""

    def allow_request(self, request: Request, view: Any) -> bool:
        return may_try(request, API_BOOKINGS)

    def wait(self) -> float:
        return 60


class TopicSerializer(serializers.ModelSerializer):
    class Meta:
        model = Topic
        fields = ["code", "name", "name_en", "explanation", "pillar"]


class TopicViewSet(KnownParameters, mixins.ListModelMixin, viewsets.GenericViewSet):
    """What people come for, as far as it can be booked."""

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
class SlotViewSet(KnownParameters, mixins.ListModelMixin, viewsets.GenericViewSet):
    """What can be booked now: open for registration, ahead, with a seat left."""

    permission_classes = [permissions.AllowAny]
    serializer_class = SlotSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = SlotFilter
    queryset = Slot.objects.none()
    ordering = ("starts_at", "pk")

    def get_queryset(self) -> Any:
        return Slot.objects.bookable(now()).select_related("topic")


class PhoneNumberField(serializers.CharField):
    """A telephone number as people write it; read to E.164."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=30, **options)

    def to_internal_value(self, data: Any) -> str:
        try:
            return parse_phone(super().to_internal_value(data))
        except Refused as error:
            raise exceptions.ValidationError(error.messages) from error


class BookingSerializer(serializers.Serializer):
    slot = serializers.PrimaryKeyRelatedField(queryset=Slot.objects.public())
    topic = CodeRelatedField(queryset=Topic.objects.offered())
    name = serializers.CharField(max_length=120)
    phone = PhoneNumberField()
    email = serializers.EmailField(required=False, allow_blank=True, default="")
    party_size = serializers.IntegerField(required=False, min_value=1, max_value=1000, default=1)
    region = CodeRelatedField(
        queryset=Region.objects.filter(valid_until__isnull=True),
        required=False,
        allow_null=True,
        default=None,
        help_text="Kemendagri code of the house's kab/kota, as 33.74.",
    )
    address = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=300,
        help_text="Of the house, for a visit (SITE_VISIT).",
    )
    wish = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=500, help_text="In the citizen's own words."
    )
    needs = serializers.ListField(
        child=serializers.ChoiceField(AccessNeed.choices),
        required=False,
        default=list,
        max_length=len(AccessNeed.choices),
        help_text="What has to be ready, such as WHEELCHAIR.",
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
        return letters.build_booking_url(attendance)


class PhoneSerializer(serializers.Serializer):
    phone = serializers.CharField(max_length=30)


class MoveSerializer(PhoneSerializer):
    slot = serializers.PrimaryKeyRelatedField(queryset=Slot.objects.public())
    channel = serializers.ChoiceField(
        ServiceChannel.choices, required=False, default=None, help_text="The manner agreed to, where it changes."
    )


def read_typed_phone(request: Request) -> str:
    """Citizens have no account: a key is that of the telephone number, from whichever network it is sent again."""
    return str(request.data.get("phone", "")) if isinstance(request.data, Mapping) else ""


class BookingViewSet(KnownParameters, viewsets.GenericViewSet):
    """A citizen's own booking: made without an account, opened by reference and telephone number."""

    scope = None  # open to all
    permission_classes = [permissions.AllowAny]
    throttle_classes = [AddressThrottle]
    serializer_class = BookedSerializer
    queryset = Attendance.objects.none()
    lookup_field = "reference"

    @extend_schema(
        request=BookingSerializer,
        responses={201: BookedSerializer, 409: OpenApiResponse(description='No seat is left: `{"code": "full"}`.')},
    )
    @takes_key(known_by=read_typed_phone)
    def create(self, request: Request) -> Response:
        asked = read_body(request, BookingSerializer)
        limit_phone(asked["phone"], BOOKINGS_BY_PHONE)
        catalogue.fill_slot_from_catalogue(asked["slot"])
        try:
            made = services.book_seat(**asked, at=now())
        except services.SlotFull as error:
            raise SlotFullConflict(error.messages[0], "full") from error
        return Response(BookedSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=PhoneSerializer, responses=BookedSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, reference: str) -> Response:
        asked = read_body(request, PhoneSerializer)
        made = services.cancel_booking(attendance=get_proven_booking(reference, asked["phone"]), at=now())
        return Response(BookedSerializer(made).data)

    @extend_schema(
        request=MoveSerializer,
        responses={200: BookedSerializer, 409: OpenApiResponse(description='No seat is left: `{"code": "full"}`.')},
    )
    @action(detail=True, methods=["post"])
    def move(self, request: Request, reference: str) -> Response:
        """The same reference at another time; the old seat is given up only once the new one is taken."""
        asked = read_body(request, MoveSerializer)
        attendance = get_proven_booking(reference, asked["phone"])
        limit_phone(attendance.phone, MOVES_BY_PHONE)
        try:
            made = services.move_booking(
                attendance=attendance, to_slot=asked["slot"], at=now(), channel=asked["channel"]
            )
        except services.SlotFull as error:
            raise SlotFullConflict(error.messages[0], "full") from error
        return Response(BookedSerializer(made).data)


def limit_phone(phone: str, share: Share) -> None:
    """The pages' own limits of a telephone number, counted together with them: whatever the address."""
    if not may_try_as(phone, share):
        raise exceptions.Throttled


def get_proven_booking(reference: str, phone: str) -> Attendance:
    """The booking of a reference and telephone number.

    The 404 does not say which of the two was wrong, so that neither can be guessed alone; a number that is none is
    simply wrong.
    """
    try:
        number = parse_phone(phone)
    except Refused:
        number = ""
    if number:
        limit_phone(number, LOOK_UPS_BY_PHONE)
    if found := Attendance.objects.known_by(reference.upper(), number).first():
        return found
    raise exceptions.NotFound(_("Nomor janji dan nomor telepon ini tidak cocok."))
