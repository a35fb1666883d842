"""The passport of a figure by its short address, what changed it, and how it was known: public, as the board is."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import permissions, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from clinics import disclosure, passports, vintages, waterfalls
from clinics.addresses import FigureAddress, read_figure_address
from clinics.enums import ChangeKind, ChangeReason, FigureKind
from clinics.forms import ChangesForm
from clinics.models import LedgerEntry
from clinics.policies import may_open_rows
from clinics.questions import FigureQuestion, get_default_as_at
from clinics.sums import sum_late_by_office
from krs_portal.kit.api import KnownParameters
from krs_portal.kit.clock import today
from krs_portal.kit.refusals import refuse_if

ADDRESS = OpenApiParameter(
    "address", str, OpenApiParameter.PATH, description="As on board and paper: `layanan.2022.1205.JAW3.persen`."
)
MOMENTS = [
    OpenApiParameter("then", OpenApiTypes.DATETIME, description="Default: the figure's own moment, or its day's end."),
    OpenApiParameter("until", OpenApiTypes.DATETIME, description="Default: now."),
]


class FigureSerializer(serializers.Serializer[Any]):
    """A figure by its address: what it says, how it is reckoned, and who recorded late."""

    address = serializers.CharField()
    page = serializers.URLField()
    kind = serializers.ChoiceField(FigureKind.choices)
    value = serializers.FloatField(allow_null=True, help_text="null: nothing was recorded; that is not zero.")
    indicator = serializers.CharField()
    unit = serializers.CharField()
    as_at = serializers.DateField()
    known_at = serializers.DateTimeField(allow_null=True, help_text="null: as known now.")
    recipe = serializers.CharField()
    operands = serializers.ListField(child=serializers.URLField(), help_text="The figures it is reckoned from.")
    rules = serializers.ListField(child=serializers.IntegerField(), help_text="Versions of the counting rule.")
    late = serializers.DictField(child=serializers.IntegerField(), help_text="By office: entries recorded late.")
    rows = serializers.URLField(allow_null=True, help_text="null: the caller may not see its rows, or it has none.")


class StepSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(ChangeKind.choices)
    reason = serializers.ChoiceField(ChangeReason.choices, source="kind.reason")
    amount = serializers.FloatField(help_text="What it moved the figure by.")
    quantity = serializers.IntegerField(allow_null=True, help_text="What its ledger rows add up to.")
    rows = serializers.SerializerMethodField()

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_rows(self, step: waterfalls.WaterfallStep) -> str | None:
        asked = self.context["asked"].but(change=step.kind.value)
        return self.context["rows_url"](asked) if step.quantity is not None else None


class ChangesSerializer(serializers.Serializer[Any]):
    """`before` plus the amounts of all steps is `after`, exactly; null counts as 0."""

    then = serializers.DateTimeField()
    before = serializers.FloatField(allow_null=True)
    after = serializers.FloatField(allow_null=True)
    steps = StepSerializer(many=True)


class VintageSerializer(serializers.Serializer[Any]):
    known_on = serializers.DateField()
    value = serializers.FloatField(allow_null=True)
    change = serializers.FloatField(allow_null=True, help_text="Against the vintage before; null for the first.")


class MeanRevisionSerializer(serializers.Serializer[Any]):
    office = serializers.CharField()
    days = serializers.IntegerField()
    months = serializers.IntegerField(help_text="So many months were old enough.")
    mean = serializers.FloatField(allow_null=True)
    share = serializers.FloatField(allow_null=True, help_text="In percent of what was first known.")


class VintagesSerializer(serializers.Serializer[Any]):
    vintages = VintageSerializer(many=True)
    mean_revisions = MeanRevisionSerializer(many=True)


class FigureViewSet(KnownParameters, viewsets.GenericViewSet[LedgerEntry]):
    """A figure by its short address, the same on board, paper and workbook."""

    permission_classes = (permissions.AllowAny,)
    queryset = LedgerEntry.objects.none()
    serializer_class = FigureSerializer
    lookup_field = "address"
    lookup_value_regex = r"[A-Za-z0-9._~-]{1,300}"
    pagination_class = None
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]

    def list_parameters(self) -> set[str]:
        return {"then", "until"} if self.action == "changes" else set()

    def get_figure(self) -> FigureAddress:
        """A ratio has no history of its own: its operands have."""
        figure = read_figure_address(self.kwargs["address"])
        if figure is None or figure.question.as_at > get_default_as_at(figure.question.period):
            raise NotFound
        if figure.is_rate and self.action != "retrieve":
            raise NotFound(_("Persentase tidak punya riwayat sendiri; tanyakan kedua angka yang membentuknya."))
        if not self.opens(figure.question):
            refuse_if(disclosure.why_not_tell(figure))
        return figure

    def opens(self, question: FigureQuestion) -> bool:
        return may_open_rows(self.request.user, passports.list_figure_offices(question))

    def build_rows_url(self, question: FigureQuestion) -> str | None:
        if not self.opens(question):
            return None
        return self.request.build_absolute_uri(f"{reverse('ledger-list')}?{question.query()}")

    @extend_schema(parameters=[ADDRESS], responses=FigureSerializer, operation_id="figures_retrieve")
    def retrieve(self, request: Request, address: str) -> Response:
        figure = self.get_figure()
        found, question = passports.compute_passport(figure), figure.question
        offices = passports.list_figure_offices(question)
        codes = dict(offices.values_list("pk", "code"))
        late = sum_late_by_office(offices, question)
        if not self.opens(question):
            told = disclosure.drop_small_parts(late.values(), question.period)
            late = {pk: each for pk, each in late.items() if each in told}
        answer = {
            "address": str(figure),
            "page": request.build_absolute_uri(figure.path),
            "kind": figure.kind,
            "value": found.value,
            "indicator": question.indicator.code,
            "unit": found.unit or "%",
            "as_at": question.as_at,
            "known_at": question.known_at,
            "recipe": found.recipe,
            "operands": [request.build_absolute_uri(operand.url) for operand in found.operands],
            "rules": [rule.version for rule in passports.list_rules_of(question)],
            "late": {codes[pk]: each.entries for pk, each in late.items()},
            "rows": self.build_rows_url(figure.rows) if figure.has_rows else None,
        }
        return Response(FigureSerializer(answer).data)

    @extend_schema(parameters=[ADDRESS, *MOMENTS], responses=ChangesSerializer, operation_id="figures_changes")
    @action(detail=True)
    def changes(self, request: Request, address: str) -> Response:
        figure = self.get_figure()
        official = None if self.opens(figure.question) else disclosure.list_official_knowings(figure.question)
        form = ChangesForm(request.query_params, official=official)
        if not form.is_valid():
            raise ValidationError({name: list(said) for name, said in form.errors.items()})
        then: datetime = form.cleaned_data["then"] or waterfalls.get_first_knowing(figure.question)
        question = figure.question.but(known_at=form.cleaned_data["until"])
        changed = waterfalls.compute_waterfall(FigureAddress(question, figure.kind), then)
        context = {"asked": question.but(known_after=then), "rows_url": self.build_rows_url}
        return Response(ChangesSerializer(changed, context=context).data)

    @extend_schema(parameters=[ADDRESS], responses=VintagesSerializer, operation_id="figures_vintages")
    @action(detail=True)
    def vintages(self, request: Request, address: str) -> Response:
        figure = self.get_figure().live
        offices = passports.list_figure_offices(figure.question)
        codes = dict(offices.values_list("pk", "code"))
        known, opens = vintages.list_vintages(figure), self.opens(figure.question)
        means = vintages.compute_mean_revisions(figure.question, offices, today()) if opens else {}
        answer = {
            "vintages": known if opens else disclosure.list_public_vintages(figure, known),
            "mean_revisions": [
                vars(each) | {"office": codes[office]} for office, of in means.items() for each in of
            ],
        }  # fmt: skip
        return Response(VintagesSerializer(answer).data)
