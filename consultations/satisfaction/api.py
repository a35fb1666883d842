"""API of the IKM: the figures of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from consultations.satisfaction.enums import Grade, PeriodPart, SurveyElement
from consultations.satisfaction.figures import (
    OfficeSatisfaction,
    SurveyPeriod,
    compute_board,
    count_answers_by_year,
    find_newest_year,
)
from krs_portal.kit.api import KnownParameters
from krs_portal.kit.clock import today
from krs_portal.offices.models import Office

QUESTION = [
    OpenApiParameter("year", int, description="Calendar year. Default: the newest of which an office is shown."),
    OpenApiParameter("period", str, enum=PeriodPart.values, description="A part of the year. Default: all of it."),
    OpenApiParameter("office", str, description="Code of one clinic. Default: all you may see."),
]
FEW = "null where fewer than ten answered."


class ElementMeanSerializer(serializers.Serializer[Any]):
    element = serializers.ChoiceField(SurveyElement.choices)
    answers = serializers.IntegerField(help_text="Who gave it a mark.")
    mean = serializers.FloatField(allow_null=True, help_text=f"1 to 4 (NRR); {FEW}")
    index = serializers.FloatField(allow_null=True, help_text="The mean times 25.")


class SatisfactionSerializer(serializers.Serializer[Any]):
    answers = serializers.IntegerField()
    by_link = serializers.IntegerField()
    by_tablet = serializers.IntegerField(help_text="At the counter.")
    served = serializers.IntegerField(help_text="People served in the period, of whom the answers are a sample.")
    needed = serializers.IntegerField(help_text="Answers from which on there is a grade.")
    index = serializers.FloatField(allow_null=True, help_text=f"IKM, 25 to 100; {FEW}")
    margin = serializers.FloatField(allow_null=True, help_text="Of the IKM, at 95 %.")
    grade = serializers.ChoiceField(Grade.choices, allow_null=True, help_text="null below `needed` answers.")
    elements = ElementMeanSerializer(many=True)


class OfficeSatisfactionSerializer(SatisfactionSerializer):
    office = serializers.CharField()
    name = serializers.CharField()
    rows = serializers.SerializerMethodField(help_text=f"The answers as CSV; {FEW}")

    @extend_schema_field(OpenApiTypes.URI)
    def get_rows(self, row: dict[str, Any]) -> str | None:
        return self.context["rows_url"](row["office"]) if row["is_shown"] else None


class SatisfactionBoardSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    period = serializers.ChoiceField(PeriodPart.choices)
    since = serializers.DateField()
    until = serializers.DateField()
    offices = OfficeSatisfactionSerializer(many=True)
    total = SatisfactionSerializer(help_text="Of the offices whose own figure is shown.")


class SatisfactionView(KnownParameters, APIView):
    """The IKM of the clinics you may see, with its nine elements: the figures of the page and of its CSV."""

    asks = tuple(parameter.name for parameter in QUESTION)

    @extend_schema(parameters=QUESTION, responses=SatisfactionBoardSerializer, operation_id="satisfaction")
    def get(self, request: Request) -> Response:
        offices = Office.objects.visible_to(request.user)
        period = read_period(request, count_answers_by_year(offices))
        if "office" in request.query_params:
            code = request.query_params["office"]
            offices = offices.none() if "\0" in code else offices.filter(code=code)
            if not offices.clinics().exists():
                raise NotFound
        board = compute_board(offices, period)

        def rows_url(office: str) -> str:
            path = reverse("consultations:satisfaction_answers", args=[office])
            return request.build_absolute_uri(f"{path}?{period.query}")

        answered = {
            "year": period.year,
            "period": period.part,
            "since": period.first_day,
            "until": period.last_day,
            "offices": [describe_office(row) for row in board.rows],
            "total": board.total,
        }
        return Response(SatisfactionBoardSerializer(answered, context={"rows_url": rows_url}).data)


def describe_office(row: OfficeSatisfaction) -> dict[str, Any]:
    names = ("answers", "by_link", "by_tablet", "served", "needed", "index", "margin", "grade", "elements", "is_shown")
    return {"office": row.office.code, "name": row.name} | {name: getattr(row.found, name) for name in names}


def read_period(request: Request, years: Mapping[int, int]) -> SurveyPeriod:
    """Raises ValidationError by field."""
    year, part = request.query_params.get("year", ""), request.query_params.get("period", "")
    if part not in ("", *PeriodPart):
        raise ValidationError({"period": [_("Periode ini tidak dikenal.")]})
    if period := SurveyPeriod.parse(year or str(find_newest_year(years, today().year)), part):
        return period
    raise ValidationError({"year": [_("Tahun ini tidak terbaca.")]})
