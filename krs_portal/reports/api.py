"""/api/v1/reports/: ask for a report, see how far it is, fetch its files."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from krs_portal.accounts.enums import Scope
from krs_portal.kit.api import KnownParameters, takes_key
from krs_portal.kit.clock import now
from krs_portal.reports import kinds, services
from krs_portal.reports.downloads import build_report_download
from krs_portal.reports.enums import RevisionState
from krs_portal.reports.models import File, Report, Revision


class FileSerializer(serializers.ModelSerializer):
    url = serializers.SerializerMethodField()

    class Meta:
        model = File
        fields = ["format", "name", "sha256", "size", "url"]

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, file: File) -> str:
        return self.context["view"].reverse_action("files", args=[file.revision.report_id, file.format.lower()])


class ReportSerializer(serializers.ModelSerializer):
    """A report as its newest revision stands."""

    state = serializers.ChoiceField(RevisionState.choices, source="shown.state")
    progress = serializers.IntegerField(source="shown.progress", min_value=0, max_value=100)
    step = serializers.CharField(source="shown.step")
    error = serializers.CharField(source="shown.error")
    revision = serializers.IntegerField(source="shown.number")
    code = serializers.CharField(source="shown.code")
    as_at = serializers.DateField(source="shown.as_at")
    known_at = serializers.DateTimeField(source="shown.known_at")
    published_at = serializers.DateTimeField(source="shown.published_at", allow_null=True)
    files = FileSerializer(many=True, source="shown_files")

    class Meta:
        model = Report
        fields = [
            "id", "kind", "params", "title", "state", "progress", "step", "error",
            "revision", "code", "as_at", "known_at", "published_at", "files",
        ]  # fmt: skip
        read_only_fields = fields


class RequestSerializer(serializers.Serializer):
    kind = serializers.SlugField()
    params = serializers.DictField(default=dict)


class ReportViewSet(KnownParameters, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    scope = Scope.REPORTS
    serializer_class = ReportSerializer
    lookup_value_regex = r"\d+"
    ordering = ("-created_at", "-pk")

    def get_queryset(self) -> Any:
        return Report.objects.visible_to(self.request.user)

    def get_object(self) -> Report:
        return self.with_newest([super().get_object()])[0]

    def paginate_queryset(self, queryset: Any) -> Any:
        return self.with_newest(super().paginate_queryset(queryset))

    def with_newest(self, reports: list[Report]) -> list[Report]:
        """Add to each report the newest revision the user may see, and its files."""
        revisions = Revision.objects.visible_to(self.request.user).filter(report__in=reports).order_by("number")
        newest = {revision.report_id: revision for revision in revisions.defer("snapshot")}
        files = list(
            File.objects.filter(revision__in=newest.values())
            .select_related("revision")
            .defer("content", "revision__snapshot")
            .order_by("pk")
        )
        for report in reports:
            report.shown = newest[report.pk]
            report.shown_files = [file for file in files if file.revision_id == report.shown.pk]
        return reports

    @extend_schema(request=RequestSerializer, responses={202: ReportSerializer})
    @takes_key()
    def create(self, request: Request) -> Response:
        asked = RequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        kind = kinds.REPORT_KINDS.find(asked.validated_data["kind"])
        if kind is None:
            known = ", ".join(kind.code for kind in kinds.list_visible_kinds(request.user)) or "–"
            raise ValidationError({"kind": [_("Jenis laporan tidak dikenal. Yang ada: %s.") % known]})
        form = kind.form(asked.validated_data["params"])
        if not form.is_valid():
            raise ValidationError(dict(form.errors))
        revision = services.request_report(kind=kind.code, params=form.params(), by=request.user, at=now())
        report = self.with_newest([revision.report])[0]
        return Response(self.get_serializer(report).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(
        parameters=[OpenApiParameter("fmt", enum=["pdf", "xlsx", "csv"], location="path")],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @action(detail=True, url_path="files/(?P<fmt>pdf|xlsx|csv)")
    def files(self, request: Request, pk: str, fmt: str) -> HttpResponse:
        revision = self.get_object().shown
        return build_report_download(get_object_or_404(File, revision=revision, format=fmt.upper()))
