"""The rows behind each figure."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from clinics import figures
from clinics.api.asking import BEHIND, get_question
from clinics.models import LedgerEntry
from clinics.querysets import LEDGER_ORDER
from clinics.sources import build_source_url
from clinics.waterfalls import list_entries_behind, sum_entries_behind
from krs_portal.kit.api import KnownParameters, build_next_url, fetch_request_page
from krs_portal.offices.models import Office


class SourceSerializer(serializers.Serializer[LedgerEntry]):
    kind = serializers.CharField(source="source_kind")
    key = serializers.IntegerField(source="source_key")
    url = serializers.SerializerMethodField()

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_url(self, entry: LedgerEntry) -> str | None:
        path = build_source_url(entry.source_kind, entry.source_key)
        return self.context["request"].build_absolute_uri(path) if path else None


class EntrySerializer(serializers.ModelSerializer[LedgerEntry]):
    office = serializers.CharField(source="office.code", read_only=True)
    rule = serializers.IntegerField(source="rule.version", read_only=True, help_text="Version of the counting rule.")
    source = SourceSerializer(source="*", read_only=True)
    reversal_of = serializers.IntegerField(source="reversal_of_id", allow_null=True, read_only=True)
    exception = serializers.CharField(source="exception.reason", allow_null=True, default=None, read_only=True)

    class Meta:
        model = LedgerEntry
        fields = (
            "id", "office", "rule", "happened_on", "recorded_at", "quantity", "source", "reversal_of", "exception",
        )  # fmt: skip


class LedgerSerializer(serializers.Serializer[Any]):
    indicator = serializers.CharField()
    as_at = serializers.DateField()
    count = serializers.IntegerField(help_text="Sum of the quantities of all rows: the figure itself.")
    entries = serializers.IntegerField(help_text="How many rows there are.")
    results = EntrySerializer(many=True)
    next = serializers.URLField(allow_null=True)


class LedgerViewSet(KnownParameters, viewsets.GenericViewSet[LedgerEntry]):
    """The entries behind one figure; a correction is a reversal and a new entry. `count` is the figure."""

    asks = tuple(parameter.name for parameter in BEHIND)
    queryset = LedgerEntry.objects.none()
    serializer_class = LedgerSerializer
    pagination_class = None
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]

    @extend_schema(parameters=BEHIND, responses=LedgerSerializer, operation_id="ledger_list", filters=False)
    def list(self, request: Request) -> Response:
        visible = Office.objects.visible_to(request.user)
        question = get_question(request, visible)
        offices = figures.narrow_offices(question, visible)
        entries = list_entries_behind(question, offices).select_related("office", "rule", "exception")
        page = fetch_request_page(request, entries, order=LEDGER_ORDER)
        total, number = sum_entries_behind(question, offices)
        answer = {
            "indicator": question.indicator.code,
            "as_at": question.as_at,
            "count": total or 0,
            "entries": number,
            "results": page.rows,
            "next": build_next_url(request, page),
        }
        return Response(self.get_serializer(answer).data)
