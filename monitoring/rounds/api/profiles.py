"""/api/v1/profiles/: what a round says of each estate, and saving it from a device."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from krs_portal.accounts.enums import Scope
from krs_portal.kit import clock
from krs_portal.kit.api import KnownParameters
from monitoring.register.api import MayReadMonitoring
from monitoring.rounds import policies
from monitoring.rounds.forms.profiles import ProfileValuesForm
from monitoring.rounds.models import Profile
from monitoring.rounds.services import profiles as services


class ProfileSerializer(serializers.ModelSerializer[Profile]):
    estate_name = serializers.CharField(source="estate.name", read_only=True)
    region = serializers.SlugRelatedField[Any](source="estate.region", slug_field="code", read_only=True)

    class Meta:
        model = Profile
        fields = (
            "id", "round", "estate", "estate_name", "region", "state", "version", "towers", "units", "occupied",
            "broken_units", "residents", "condition", "empty_reasons", "answers", "edited_at", "submitted_at",
            "frozen_at",
        )  # fmt: skip


class SavingSerializer(serializers.Serializer[Any]):
    """What a device sends. The same `key` counts once, however often it is sent."""

    key = serializers.UUIDField()
    base_version = serializers.IntegerField(min_value=0, max_value=2**31 - 1)
    after = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="Key of the earlier saving this one was written on."
    )
    values = serializers.DictField(help_text="Field name → value; what is not named stays.")
    submit = serializers.BooleanField(required=False, default=False)
    user = serializers.IntegerField(required=False, allow_null=True, default=None, help_text="Who wrote it.")


class SavedSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    state = serializers.CharField()
    refusal = serializers.CharField(allow_blank=True)


class ConflictSerializer(serializers.Serializer[Any]):
    """The values are kept; somebody chooses at `settle_url`."""

    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    settle_url = serializers.CharField()


class ProfileViewSet(
    KnownParameters, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Profile]
):
    scope = Scope.MONITORING
    permission_classes = (MayReadMonitoring,)
    serializer_class = ProfileSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_fields = ("round", "estate", "state")
    queryset = Profile.objects.none()
    lookup_value_regex = r"\d{1,18}"
    ordering = ("-round__data_as_at", "estate__name", "pk")

    def get_queryset(self) -> QuerySet[Profile]:
        rows = Profile.objects.visible_to(self.request.user)
        return rows.select_related("estate__region", "round__form", "round__office")

    @extend_schema(
        request=SavingSerializer,
        responses={200: SavedSerializer, 409: OpenApiResponse(ConflictSerializer, description="Somebody saved first.")},
    )
    @action(detail=True, methods=["post"])
    def save(self, request: Request, pk: str | None = None) -> Response:
        found = self.get_object()
        sent = SavingSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        given = sent.validated_data
        if given["user"] not in (None, request.user.pk):
            raise PermissionDenied(policies.explain_other_writer(), code="other_user")
        form = ProfileValuesForm(given["values"], form=found.round.form)
        if not form.is_valid():
            raise ValidationError({name: list(errors) for name, errors in form.errors.items()})
        done = services.save_profile(
            profile=found,
            values=form.given,
            base_version=given["base_version"],
            key=given["key"],
            after=given["after"],
            submit=given["submit"],
            by=request.user,
            at=clock.now(),
        )
        return build_conflict_response(done) if done.is_conflict else build_saved_response(done)


def build_saved_response(done: services.SavingOutcome) -> Response:
    return Response({"version": done.entry.made_version, "state": done.profile.state, "refusal": done.refusal})


def build_conflict_response(done: services.SavingOutcome) -> Response:
    body = {
        "type": "about:blank",
        "title": policies.explain_version_conflict(),
        "status": status.HTTP_409_CONFLICT,
        "code": "conflict",
        "fields": {},
        "settle_url": reverse("monitoring:profile_settle", args=[done.profile.pk, done.entry.key]),
    }
    return Response(body, status=status.HTTP_409_CONFLICT, content_type="application/problem+json")
