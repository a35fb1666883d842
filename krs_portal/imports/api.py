"""/api/v1/imports/: upload a workbook, read the state of its rows, commit it, undo it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, parsers, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from krs_portal.accounts.enums import Scope
from krs_portal.imports import kinds, policies, progress, services
from krs_portal.imports.enums import LeftoverPart, LeftoverReason, RowState
from krs_portal.imports.models import Batch, Row
from krs_portal.kit.api import PAGE_PARAMETERS, KnownParameters, takes_key
from krs_portal.kit.clock import now
from krs_portal.kit.parsers import JsonParser
from krs_portal.kit.refusals import refuse_if


class SumSerializer(serializers.Serializer):
    """The sums of one column: the file's own total, of all rows, of the ready and of the committed ones."""

    column = serializers.CharField()
    file = serializers.FloatField(allow_null=True)
    rows = serializers.FloatField()
    ready = serializers.FloatField()
    committed = serializers.FloatField(allow_null=True)


class LeftoverSerializer(serializers.Serializer):
    """A part of the workbook that was not read, or is named because it is hidden; the sum where all are numbers."""

    part = serializers.ChoiceField(LeftoverPart.choices)
    name = serializers.CharField()
    count = serializers.IntegerField(allow_null=True)
    sum = serializers.FloatField(allow_null=True)
    reason = serializers.ChoiceField(LeftoverReason.choices)


class ImportSerializer(serializers.ModelSerializer):
    office = serializers.SlugRelatedField(slug_field="code", read_only=True)
    progress = serializers.SerializerMethodField()
    rows = serializers.SerializerMethodField()
    ready = serializers.SerializerMethodField()
    needs_correction = serializers.SerializerMethodField()
    duplicate = serializers.SerializerMethodField()
    committed = serializers.SerializerMethodField()
    sums = serializers.SerializerMethodField()
    leftovers = LeftoverSerializer(many=True, read_only=True)

    class Meta:
        model = Batch
        fields = [
            "id", "kind", "office", "file_name", "sha256", "state", "progress", "failure", "sheet", "header_row",
            "rows", "ready", "needs_correction", "duplicate", "committed", "sums", "notes", "leftovers",
            "uploaded_at", "committed_at", "undone_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_progress(self, batch: Batch) -> int:
        return progress.read_progress(batch.pk)[0] if batch.is_working else batch.progress

    def get_rows(self, batch: Batch) -> int:
        return sum(batch.counts.values())

    def get_ready(self, batch: Batch) -> int:
        return batch.counts.get(RowState.READY, 0)

    def get_needs_correction(self, batch: Batch) -> int:
        return batch.counts.get(RowState.NEEDS_CORRECTION, 0)

    def get_duplicate(self, batch: Batch) -> int:
        return batch.counts.get(RowState.DUPLICATE, 0)

    def get_committed(self, batch: Batch) -> int:
        return batch.counts.get(RowState.COMMITTED, 0)

    @extend_schema_field(SumSerializer(many=True))
    def get_sums(self, batch: Batch) -> list[dict[str, Any]]:
        return [sums | {"column": sums["column"].code} for sums in batch.sums]


class ImportedRowSerializer(serializers.ModelSerializer):
    """A row as it was read, with its problems (why it waits) and its hints (it waits for none of them).

    Private cells are left out.
    """

    class Meta:
        model = Row
        fields = ["id", "number", "state", "raw", "corrections", "cleaned", "problems", "hints", "result_key"]
        read_only_fields = fields


class UploadSerializer(serializers.Serializer):
    kind = serializers.SlugField()
    file = serializers.FileField()
    office = serializers.SlugField(required=False, help_text="Code; may be left out by members of one office.")


class RowsAskedSerializer(serializers.Serializer):
    state = serializers.ChoiceField(RowState.choices, required=False)


class ImportViewSet(KnownParameters, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    scope = Scope.IMPORTS
    serializer_class = ImportSerializer
    parser_classes = [parsers.MultiPartParser, parsers.FormParser, JsonParser]
    lookup_value_regex = r"\d+"
    ordering = ("-uploaded_at", "-pk")

    def get_queryset(self) -> Any:
        return Batch.objects.visible_to(self.request.user).select_related("office__parent").defer("layout")

    @extend_schema(request={"multipart/form-data": UploadSerializer}, responses={201: ImportSerializer})
    @takes_key()
    def create(self, request: Request) -> Response:
        asked = UploadSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        told = asked.validated_data
        kind = self.kind_asked(told["kind"])
        made = services.upload_batch(
            kind=kind, office=self.office_asked(kind, told.get("office")), file_name=told["file"].name,
            content=told["file"].read(), by=request.user, at=now(),
        )  # fmt: skip
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    def kind_asked(self, code: str) -> kinds.ImportKind:
        kind = kinds.find_visible_kind(self.request.user, code)
        if kind is None:
            known = ", ".join(kind.code for kind in kinds.list_visible_kinds(self.request.user)) or "–"
            raise ValidationError({"kind": [_("Jenis impor tidak dikenal. Yang ada: %s.") % known]})
        return kind

    def office_asked(self, kind: kinds.ImportKind, code: str | None) -> Any:
        offices = policies.list_import_offices(self.request.user, kind)
        refuse_if(policies.why_not_upload(offices))
        found = [office for office in offices if code in (None, office.code)]
        if not found:
            raise ValidationError({"office": [_("Bukan unit kerja Anda.")]})
        return found[0]

    @extend_schema(request=None, responses={202: ImportSerializer})
    @takes_key()
    @action(detail=True, methods=["post"])
    def commit(self, request: Request, pk: str) -> Response:
        batch = services.commit_batch(batch=self.get_object(), by=request.user, at=now())
        return Response(self.get_serializer(batch).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=None, responses=ImportSerializer)
    @takes_key()
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        batch = services.undo_batch(batch=self.get_object(), by=request.user, at=now())
        return Response(self.get_serializer(batch).data)

    @extend_schema(responses=ImportedRowSerializer(many=True))
    @action(detail=True, asks=("state", *PAGE_PARAMETERS), ordering=("number",))
    def rows(self, request: Request, pk: str) -> Response:
        """The rows; `?state=NEEDS_CORRECTION` those of a state."""
        asked = RowsAskedSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        rows = Row.objects.visible_to(request.user).filter(batch=self.get_object(), **asked.validated_data)
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(ImportedRowSerializer(page, many=True).data)
