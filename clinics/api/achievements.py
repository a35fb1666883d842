"""Targets beside what was achieved: the figures of the board."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clinics import figures, rates
from clinics.addresses import (
    OF_OFFICE,
    OF_RATE,
    OF_RATE_TOTAL,
    OF_TOTAL,
    list_scope_offices,
    write_passport_paths,
)
from clinics.api.asking import QUESTION, get_figure_question
from clinics.enums import FigureKind, OfficeShare, TargetState
from clinics.standings import TotalStanding
from krs_portal.kit.api import KnownParameters
from krs_portal.offices.models import Office


class RuleInForce(serializers.Serializer[Any]):
    code = serializers.CharField(source="indicator.code")
    version = serializers.IntegerField()


class OfficeFigureSerializer(serializers.Serializer[Any]):
    office = serializers.CharField(source="office.code")
    name = serializers.CharField()
    target = serializers.IntegerField(allow_null=True)
    realised = serializers.IntegerField(allow_null=True, help_text="null: nothing was ever recorded; that is not zero.")
    percent = serializers.FloatField(allow_null=True)
    capped = serializers.IntegerField(
        allow_null=True, help_text="What counts towards the total at most: the target. null without a target."
    )
    difference = serializers.IntegerField(allow_null=True, help_text="Realised minus target.")
    needed_per_week = serializers.FloatField(allow_null=True)
    state = serializers.ChoiceField(TargetState.choices)
    remarks = serializers.ListField(
        child=serializers.CharField(), help_text="What was decided about the target, where it changed."
    )
    rows = serializers.SerializerMethodField(help_text="The ledger rows behind `realised`.")
    passports = serializers.SerializerMethodField(help_text="The page of each figure, by its name.")

    @extend_schema_field(OpenApiTypes.URI)
    def get_rows(self, row: figures.OfficeFigure) -> str:
        return self.context["rows_url"](office=row.office)

    @extend_schema_field(serializers.DictField(child=serializers.URLField()))
    def get_passports(self, row: figures.OfficeFigure) -> dict[str, str]:
        return self.context["passports"](OF_OFFICE, row.office)


class TotalSerializer(serializers.Serializer[Any]):
    """`realised` = `targeted` + `outside`. What concerns the target sums and divides what offices with one achieved."""

    target = serializers.IntegerField(allow_null=True)
    realised = serializers.IntegerField(allow_null=True, help_text="Of all offices, with or without a target.")
    targeted = serializers.IntegerField(allow_null=True, help_text="Of the offices with a target.")
    outside = serializers.IntegerField(allow_null=True, help_text="Of the others: outside any target.")
    percent = serializers.FloatField(allow_null=True, help_text="`targeted` of `target`.")
    capped = serializers.IntegerField(allow_null=True)
    capped_percent = serializers.FloatField(allow_null=True)
    short = serializers.IntegerField(allow_null=True, help_text="What the offices below their targets lack together.")
    over = serializers.IntegerField(allow_null=True, help_text="What the others have beyond theirs.")
    needed_per_week = serializers.FloatField(allow_null=True)
    state = serializers.ChoiceField(TargetState.choices)
    offices_reached = serializers.IntegerField()
    offices = serializers.IntegerField(help_text="Offices with a target.")
    offices_outside = serializers.IntegerField()
    rows = serializers.SerializerMethodField(help_text="The ledger rows behind `realised`.")
    targeted_rows = serializers.SerializerMethodField(help_text="Those behind `targeted`.")
    outside_rows = serializers.SerializerMethodField(help_text="Those behind `outside`.")
    passports = serializers.SerializerMethodField(help_text="The page of each figure, by its name.")

    @extend_schema_field(serializers.DictField(child=serializers.URLField()))
    def get_passports(self, total: TotalStanding) -> dict[str, str]:
        return self.context["passports"](OF_TOTAL)

    @extend_schema_field(OpenApiTypes.URI)
    def get_rows(self, total: TotalStanding) -> str:
        return self.context["rows_url"]()

    @extend_schema_field(OpenApiTypes.URI)
    def get_targeted_rows(self, total: TotalStanding) -> str:
        return self.context["rows_url"](share=OfficeShare.TARGETED)

    @extend_schema_field(OpenApiTypes.URI)
    def get_outside_rows(self, total: TotalStanding) -> str:
        return self.context["rows_url"](share=OfficeShare.OUTSIDE)


class PublishedSerializer(serializers.Serializer[Any]):
    value = serializers.IntegerField()
    as_at = serializers.DateField(help_text="The day that the value was stated for.")
    stated_on = serializers.DateField()
    source = serializers.CharField()
    difference = serializers.IntegerField(
        allow_null=True, help_text="Ours as at the same day minus the published value."
    )


class AchievementsSerializer(serializers.Serializer[Any]):
    indicator = serializers.CharField(source="indicator.code")
    unit = serializers.CharField(source="indicator.get_unit_display")
    rule = RuleInForce(allow_null=True)
    as_at = serializers.DateField()
    offices = OfficeFigureSerializer(many=True)
    total = TotalSerializer()
    published = PublishedSerializer(many=True)


class RateSerializer(serializers.Serializer[Any]):
    """A ratio with its operands, or an index with its answers. `realised` is never an average of averages."""

    target = serializers.IntegerField(allow_null=True)
    realised = serializers.FloatField(
        allow_null=True, help_text="In percent, or the survey's index. null: nothing to divide by, or too few answers."
    )
    numerator = serializers.IntegerField(allow_null=True)
    denominator = serializers.IntegerField(allow_null=True)
    answers = serializers.IntegerField(allow_null=True, help_text="Of an index: how many answered.")
    percent = serializers.FloatField(allow_null=True, help_text="Of the target, which may be to stay below.")
    capped = serializers.IntegerField(allow_null=True, help_text="Always null: what does not add up has no surplus.")
    difference = serializers.FloatField(allow_null=True, help_text="Realised minus target, in points.")
    state = serializers.ChoiceField(TargetState.choices)
    rows = serializers.SerializerMethodField(help_text="The ledger rows behind `numerator`; of an index, its own page.")
    denominator_rows = serializers.SerializerMethodField(help_text="Those behind `denominator`.")
    passports = serializers.SerializerMethodField(help_text="The page of each figure, by its name.")

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_rows(self, row: rates.RateStanding) -> str | None:
        return self.context["rate_rows"](row, 0)

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_denominator_rows(self, row: rates.RateStanding) -> str | None:
        return self.context["rate_rows"](row, 1)

    @extend_schema_field(serializers.DictField(child=serializers.URLField()))
    def get_passports(self, row: rates.RateStanding) -> dict[str, str]:
        if self.context["is_index"]:
            return {}
        return self.context["passports"](OF_RATE, row.office if isinstance(row, rates.OfficeRate) else None)


class OfficeRateSerializer(RateSerializer):
    office = serializers.CharField(source="office.code")
    name = serializers.CharField()
    remarks = serializers.ListField(child=serializers.CharField())


class RateTotalSerializer(RateSerializer):
    """Numerators and denominators of all offices, summed and then divided; `target` where every office has the same."""

    offices_reached = serializers.IntegerField()
    offices = serializers.IntegerField(help_text="Offices with a target.")

    @extend_schema_field(serializers.DictField(child=serializers.URLField()))
    def get_passports(self, row: rates.RateStanding) -> dict[str, str]:
        return {} if self.context["is_index"] else self.context["passports"](OF_RATE_TOTAL)


class RatesSerializer(serializers.Serializer[Any]):
    indicator = serializers.CharField(source="indicator.code")
    unit = serializers.CharField(source="indicator.get_unit_display")
    direction = serializers.CharField(source="indicator.direction")
    numerator = serializers.CharField(source="indicator.numerator.code", allow_null=True, default=None)
    denominator = serializers.CharField(source="indicator.denominator.code", allow_null=True, default=None)
    rules = RuleInForce(many=True)
    as_at = serializers.DateField()
    offices = OfficeRateSerializer(many=True)
    total = RateTotalSerializer()


class AchievementsView(KnownParameters, APIView):
    """Targets against achievements of the offices you may see: the figures of the dashboard and of every report."""

    asks = tuple(parameter.name for parameter in QUESTION)

    @extend_schema(
        parameters=QUESTION,
        responses=PolymorphicProxySerializer(
            component_name="AchievementsOrRates",
            serializers=[AchievementsSerializer, RatesSerializer],
            resource_type_field_name=None,
        ),
        operation_id="achievements",
    )
    def get(self, request: Request) -> Response:
        offices = Office.objects.visible_to(request.user)
        question = get_figure_question(request, offices).but(within=list_scope_offices(request.user))

        def rows_url(**narrowed: Any) -> str:
            whole: dict[str, Any] = {"office": None, "share": "", "since": None, "within": ()}
            query = question.but(**whole | narrowed).query()
            return request.build_absolute_uri(f"{reverse('ledger-list')}?{query}")

        def list_passports(kinds: Iterable[FigureKind], office: Any = None) -> dict[str, str]:
            paths = write_passport_paths(question.but(office=None, share="", since=None), kinds, office)
            return {name: request.build_absolute_uri(path) for name, path in paths.items()}

        def build_rate_rows_url(row: rates.RateStanding, operand: int) -> str | None:
            if not question.indicator.is_ratio:
                return request.build_absolute_uri(row.of.url) if row.of.url and operand == 0 else None
            office = row.office if isinstance(row, rates.OfficeRate) else None
            return rows_url(indicator=question.indicator.counted[operand], office=office)

        context = {"rows_url": rows_url, "passports": list_passports, "rate_rows": build_rate_rows_url}
        if question.indicator.is_count:
            found = figures.compute_achievements(question, offices)
            return Response(AchievementsSerializer(found, context=context).data)
        context["is_index"] = not question.indicator.is_ratio
        return Response(RatesSerializer(rates.compute_rates(question, offices), context=context).data)
