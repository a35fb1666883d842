"""The facts of a consultation in the API: by topic, each with the version by which it was asked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from consultations.counter.facts.answers import ToldFacts
from consultations.counter.facts.models import TopicFacts


class TopicFactsSerializer(serializers.Serializer):
    """The answers about one topic; without a version, to what the record or the portal asks now."""

    version = serializers.IntegerField(required=False, min_value=1, max_value=32_767)
    values = serializers.DictField(child=serializers.JSONField(allow_null=True))


@extend_schema_field(serializers.DictField(child=TopicFactsSerializer()))
class FactsField(serializers.Field):
    """`{"RAB": {"version": 1, "values": {"dana": 35000000}}}`; a refusal names `facts.RAB.dana`."""

    def get_attribute(self, instance: Any) -> Any:
        return instance.facts.all()

    def to_representation(self, value: Any) -> dict[str, Any]:
        rows: list[TopicFacts] = list(value)
        return {row.form.topic.code: {"version": row.form.version, "values": row.values} for row in rows}

    def to_internal_value(self, data: Any) -> dict[str, ToldFacts]:
        if not isinstance(data, dict):
            raise serializers.ValidationError(_("Isian dikirim menurut kode topik."))
        told = {}
        for code, sent in data.items():
            answers = TopicFactsSerializer(data=sent)
            answers.is_valid(raise_exception=True)
            told[str(code)] = ToldFacts(answers.validated_data["values"], answers.validated_data.get("version"))
        return told
