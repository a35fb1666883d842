"""/api/v1/imports/: hand a workbook in, see what became of its rows, bring it in, take it back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, parsers, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from krs_portal.imports import kinds, policies, progress, services
from krs_portal.imports.enums import RowState
from krs_portal.imports.models import Batch, Row
from krs_portal.kit.clock import now


class SumSerializer(serializers.Serializer):
    """One named sum: the file's own total, all rows, the rows that are ready, what was brought in."""

    column = serializers.CharField()
    file = serializers.FloatField(allow_null=True)
    rows = serializers.FloatField()
    ready = serializers.FloatField()
    committed = serializers.FloatField(allow_null=True)


class ImportSerializer(serializers.ModelSerializer):
    office = serializers.SlugRelatedField(slug_field="code", read_only=True)
    progress = serializers.SerializerMethodField()
    rows = serializers.SerializerMethodField()
    ready = serializers.SerializerMethodField()
    needs_correction = serializers.SerializerMethodField()
    duplicate = serializers.SerializerMethodField()
    committed = serializers.SerializerMethodField()
    sums = serializers.SerializerMethodField()

    class Meta:
        model = Batch
        fields = [
            "id", "kind", "office", "file_name", "sha256", "state", "progress", "failure", "sheet", "header_row",
            "rows", "ready", "needs_correction", "duplicate", "committed", "sums", "notes",
            "uploaded_at", "committed_at", "undone_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_progress(self, batch: Batch) -> int:
        return progress.told(batch.pk)[0] if batch.is_working else batch.progress

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
    """A row as it was read and what stands against it; private cells are left out."""

    class Meta:
        model = Row
        fields = ["id", "number", "state", "raw", "corrections", "cleaned", "problems", "result_key"]
        read_only_fields = fields


class UploadSerializer(serializers.Serializer):
    kind = serializers.SlugField()
    file = serializers.FileField()
    office = serializers.SlugField(required=False, help_text="Code; may be left out by members of one office.")


class ImportViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    serializer_class = ImportSerializer
    parser_classes = [parsers.MultiPartParser, parsers.FormParser, parsers.JSONParser]
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> Any:
        return Batch.objects.visible_to(self.request.user).select_related("office__parent").defer("layout")

    @extend_schema(request={"multipart/form-data": UploadSerializer}, responses={201: ImportSerializer})
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
        seen = [kind for kind in kinds.every() if kind.why_not_see(self.request.user) is None]
        kind = next((kind for kind in seen if kind.code == code), None)
        if kind is None:
            known = ", ".join(kind.code for kind in seen) or "–"
            raise ValidationError({"kind": [_("Jenis impor tidak dikenal. Yang ada: %s.") % known]})
        return kind

    def office_asked(self, kind: kinds.ImportKind, code: str | None) -> Any:
        offices = policies.offices_of(self.request.user, kind)
        if not offices:
            raise PermissionDenied(_("Buku kerja jenis ini tidak dimasukkan dari unit Anda."))
        found = [office for office in offices if code in (None, office.code)]
        if not found:
            raise ValidationError({"office": [_("Bukan unit kerja Anda.")]})
        return found[0]

    @extend_schema(request=None, responses={202: ImportSerializer})
    @action(detail=True, methods=["post"])
    def commit(self, request: Request, pk: str) -> Response:
        batch = services.commit_batch(batch=self.get_object(), by=request.user, at=now())
        return Response(self.get_serializer(batch).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        batch = services.undo_batch(batch=self.get_object(), by=request.user, at=now())
        return Response(self.get_serializer(batch).data)

    @extend_schema(responses=ImportedRowSerializer(many=True))
    @action(detail=True)
    def rows(self, request: Request, pk: str) -> Response:
        """The rows; `?state=NEEDS_CORRECTION` those of a state."""
        rows = Row.objects.visible_to(request.user).filter(batch=self.get_object())
        if state := request.query_params.get("state"):
            rows = rows.filter(state=state)
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(ImportedRowSerializer(page, many=True).data)
