"""/api/v1/: places, indicators, targets, achievements, and the ledger rows behind each figure."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.urls import NoReverseMatch, reverse
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import mixins, permissions, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from clinics import figures, policies, services, sources
from clinics.filters import PlaceFilter, Question, TargetFilter
from clinics.forms import QuestionForm, RevisionForm, YearTargetForm
from clinics.models import CountingRule, Indicator, LedgerEntry, OpeningHours, Place, Target, TargetRevision
from krs_portal.kit import clock
from krs_portal.kit.pagination import keyset
from krs_portal.offices.models import Office

ORDER = ("office_id", "happened_on", "pk")
QUESTION = [
    OpenApiParameter("year", int, description="Calendar year. Default: the newest year that has targets."),
    OpenApiParameter(
        "as_at", OpenApiTypes.DATE, description="Last day that may have happened. Default: today or the year's end."
    ),
    OpenApiParameter("indicator", str, description="Code of the indicator. Default: `layanan`."),
    OpenApiParameter(
        "known_at",
        OpenApiTypes.DATETIME,
        description="Only what was recorded up to this moment (a day alone means its end). Default: now.",
    ),
]
BEHIND = [
    *QUESTION,
    OpenApiParameter("office", str, description="Code of the office. Default: all you may see."),
    OpenApiParameter("since", OpenApiTypes.DATE, description="First day that may have happened."),
    OpenApiParameter("cursor", str, description="From `next`."),
    OpenApiParameter("page_size", int, description="1-500, default 50."),
]


def asked(request: Request, offices: QuerySet[Office]) -> Question:
    """The question of the address. What is wrong is answered by field; an office out of sight is not there."""
    form = QuestionForm(request.query_params, offices=offices)
    if not form.is_valid():
        if "office" in form.errors:
            raise NotFound
        raise ValidationError({field: list(messages) for field, messages in form.errors.items()})
    if (question := form.question) is None:
        raise NotFound
    return question


class HoursSerializer(serializers.ModelSerializer[OpeningHours]):
    class Meta:
        model = OpeningHours
        fields = ("weekday", "opens_at", "closes_at")


class PlaceSerializer(serializers.ModelSerializer[Place]):
    office = serializers.SlugRelatedField[Office](slug_field="code", read_only=True)
    region = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    time_zone = serializers.CharField(source="office.time_zone", read_only=True)
    hours = HoursSerializer(many=True, read_only=True)

    class Meta:
        model = Place
        fields = ("id", "office", "name", "kind", "address", "region", "directions", "time_zone", "hours")


class PlaceViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Place]):
    """Where people meet an officer: public, since anybody may book there."""

    permission_classes = (permissions.AllowAny,)
    serializer_class = PlaceSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = PlaceFilter
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Place]:
        hours = OpeningHours.objects.order_by("weekday", "opens_at")
        open_now = Place.objects.filter(closed_on=None).select_related("office", "region")
        return open_now.prefetch_related(Prefetch("hours", hours))


class RuleSerializer(serializers.ModelSerializer[CountingRule]):
    class Meta:
        model = CountingRule
        fields = ("version", "measure", "statement", "basis", "valid_from", "valid_until")


class IndicatorSerializer(serializers.ModelSerializer[Indicator]):
    unit = serializers.CharField(source="get_unit_display", read_only=True)
    rules = RuleSerializer(many=True, read_only=True)

    class Meta:
        model = Indicator
        fields = ("code", "name", "unit", "definition", "rules")


class IndicatorViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Indicator]):
    """What is counted, in which unit, and how: every version of its counting rule. Public."""

    permission_classes = (permissions.AllowAny,)
    serializer_class = IndicatorSerializer
    lookup_field = "code"
    lookup_value_regex = r"[a-z0-9-]+"

    def get_queryset(self) -> QuerySet[Indicator]:
        return Indicator.objects.prefetch_related(Prefetch("rules", CountingRule.objects.order_by("version")))


class RevisionSerializer(serializers.ModelSerializer[TargetRevision]):
    recorded_by = serializers.CharField(source="recorded_by.name", read_only=True)

    class Meta:
        model = TargetRevision
        fields = ("number", "quantity", "decree", "decided_on", "reason", "recorded_at", "recorded_by")


class TargetSerializer(serializers.ModelSerializer[Target]):
    """A target with its history, newest first; `quantity` is what holds now."""

    office = serializers.SlugRelatedField[Office](slug_field="code", read_only=True)
    indicator = serializers.SlugRelatedField[Indicator](slug_field="code", read_only=True)
    period = serializers.CharField(source="period.name", read_only=True)
    quantity = serializers.SerializerMethodField()
    revisions = RevisionSerializer(source="history", many=True, read_only=True)

    class Meta:
        model = Target
        fields = ("id", "office", "indicator", "period", "quantity", "revisions")

    def get_quantity(self, target: Any) -> int | None:
        return target.history[0].quantity if target.history else None


class AmountRequest(serializers.Serializer[Any]):
    quantity = serializers.IntegerField(min_value=0)
    decree = serializers.CharField(max_length=200)
    decided_on = serializers.DateField()


class TargetRequest(AmountRequest):
    office = serializers.SlugField()
    indicator = serializers.SlugField()
    year = serializers.IntegerField()


class RevisionRequest(AmountRequest):
    reason = serializers.CharField(max_length=300)


class TargetViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Target]):
    """What each office is to reach. The ministry sets and revises; nothing is ever overwritten."""

    serializer_class = TargetSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = TargetFilter
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Target]:
        history = TargetRevision.objects.select_related("recorded_by").order_by("-number")
        return (
            Target.objects.visible_to(self.request.user)
            .select_related("office", "indicator", "period")
            .prefetch_related(Prefetch("revisions", history, to_attr="history"))
        )

    def shown(self, target: Target, code: int) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=target.pk)).data, status=code)

    @extend_schema(request=TargetRequest, responses={201: TargetSerializer})
    def create(self, request: Request) -> Response:
        services.refuse(policies.why_not_set_target(request.user))
        offices = Office.objects.visible_to(request.user).clinics()
        given = cleaned(YearTargetForm(fields_of(request), offices=offices))
        target = services.set_target(**given, by=request.user, at=clock.now())
        return self.shown(target, status.HTTP_201_CREATED)

    @extend_schema(request=RevisionRequest, responses={201: TargetSerializer})
    @action(detail=True, methods=["post"])
    def revise(self, request: Request, pk: str) -> Response:
        target = self.get_object()
        services.refuse(policies.why_not_set_target(request.user, target.office))
        given = cleaned(RevisionForm(fields_of(request)))
        services.revise_target(target=target, **given, by=request.user, at=clock.now())
        return self.shown(target, status.HTTP_201_CREATED)


def fields_of(request: Request) -> dict[str, Any]:
    return request.data if isinstance(request.data, dict) else {}


def cleaned(form: Any) -> dict[str, Any]:
    """What a form read, or its messages by field."""
    if not form.is_valid():
        raise ValidationError({field: list(messages) for field, messages in form.errors.items()})
    return form.cleaned_data


class RuleInForce(serializers.Serializer[Any]):
    code = serializers.CharField(source="indicator.code")
    version = serializers.IntegerField()


class OfficeFigureSerializer(serializers.Serializer[Any]):
    office = serializers.CharField(source="office.code")
    name = serializers.CharField()
    target = serializers.IntegerField(allow_null=True)
    realised = serializers.IntegerField(allow_null=True, help_text="null: nothing was ever recorded; that is not zero.")
    percent = serializers.FloatField(allow_null=True)
    capped = serializers.IntegerField(allow_null=True, help_text="What counts towards the total at most: the target.")
    rows = serializers.SerializerMethodField(help_text="The ledger rows behind `realised`.")

    @extend_schema_field(OpenApiTypes.URI)
    def get_rows(self, row: figures.OfficeFigure) -> str:
        return self.context["rows_url"](row.office.code)


class TotalSerializer(serializers.Serializer[Any]):
    target = serializers.IntegerField(allow_null=True)
    realised = serializers.IntegerField(allow_null=True)
    percent = serializers.FloatField(allow_null=True)
    capped = serializers.IntegerField(allow_null=True)
    capped_percent = serializers.FloatField(allow_null=True)
    offices_reached = serializers.IntegerField()
    offices = serializers.IntegerField()


class PublishedSerializer(serializers.Serializer[Any]):
    value = serializers.IntegerField()
    stated_on = serializers.DateField()
    source = serializers.CharField()
    difference = serializers.IntegerField(allow_null=True, help_text="Ours minus the published value.")


class AchievementsSerializer(serializers.Serializer[Any]):
    indicator = serializers.CharField(source="indicator.code")
    unit = serializers.CharField(source="indicator.get_unit_display")
    rule = RuleInForce(allow_null=True)
    as_at = serializers.DateField()
    offices = OfficeFigureSerializer(many=True)
    total = TotalSerializer()
    published = PublishedSerializer(many=True)


class AchievementsView(APIView):
    """Targets against achievements of the offices you may see: the figures of the dashboard and of every report."""

    @extend_schema(parameters=QUESTION, responses=AchievementsSerializer, operation_id="achievements")
    def get(self, request: Request) -> Response:
        offices = Office.objects.visible_to(request.user)
        question = asked(request, offices)
        found = figures.achievements(
            user=request.user,
            indicator=question.indicator,
            period=question.period,
            as_at=question.as_at,
            known_at=question.known_at,
            offices=offices,
        )

        def rows_url(office: str) -> str:
            query = urlencode(question.parameters() | {"office": office})
            return request.build_absolute_uri(f"{reverse('ledger-list')}?{query}")

        return Response(AchievementsSerializer(found, context={"rows_url": rows_url}).data)


class SourceSerializer(serializers.Serializer[LedgerEntry]):
    kind = serializers.CharField(source="source_kind")
    key = serializers.IntegerField(source="source_key")
    url = serializers.SerializerMethodField()

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_url(self, entry: LedgerEntry) -> str | None:
        kind = sources.get(entry.source_kind)
        try:
            path = reverse(kind.url_name, args=[entry.source_key]) if kind else None
        except NoReverseMatch:
            return None
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


class LedgerViewSet(viewsets.GenericViewSet[LedgerEntry]):
    """The entries behind one figure; a correction is a reversal and a new entry. `count` is the figure."""

    queryset = LedgerEntry.objects.none()
    serializer_class = LedgerSerializer
    pagination_class = None
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]

    @extend_schema(parameters=BEHIND, responses=LedgerSerializer, operation_id="ledger_list", filters=False)
    def list(self, request: Request) -> Response:
        visible = Office.objects.visible_to(request.user)
        question = asked(request, visible)
        offices = visible.filter(pk=question.office.pk) if question.office else visible
        scope = (offices, question.indicator, question.start, question.as_at, question.known_at)
        entries = (
            LedgerEntry.objects.filter(office__in=offices, indicator=question.indicator)
            .happened(question.start, question.as_at)
            .known(question.known_at)
            .select_related("office", "rule", "exception")
        )
        page = keyset(entries, order=ORDER, cursor=request.query_params.get("cursor"), size=page_size(request))
        here = request.build_absolute_uri()
        answer = {
            "indicator": question.indicator.code,
            "as_at": question.as_at,
            "count": sum(figures.realised_by_office(*scope).values()),
            "entries": figures.entries_counted(*scope),
            "results": page.rows,
            "next": replace_query_param(here, "cursor", page.next) if page.next else None,
        }
        return Response(self.get_serializer(answer).data)


def page_size(request: Request) -> int:
    given = request.query_params.get("page_size", "")
    return min(max(int(given), 1), 500) if given.isascii() and given.isdigit() and len(given) < 6 else 50
