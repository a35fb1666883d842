"""How the clinic's rows are read. Every chain in a view, API or report begins with `visible_to`."""

from __future__ import annotations

from datetime import MAXYEAR, date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import DateField, F, Func, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate, TruncMonth

from clinics.enums import IndicatorKind, PeriodKind, TargetRevisionState
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.offices.querysets import OfficeScopedQuerySet, build_validity_filter

if TYPE_CHECKING:
    from clinics.models import (  # noqa: F401
        CountingRule,
        Indicator,
        LedgerEntry,
        MonthTally,
        PeriodException,
        PublishedFigure,
        ReportingPeriod,
        Tally,
        Target,
        TargetRevision,
    )
    from clinics.questions import FigureQuestion

# The ledger's own index: by it the last page of rows costs what the first does.
LEDGER_ORDER = ("office_id", "happened_on", "pk")


def add_days(field: str, days: int) -> Func:
    """A day column and so many days, as PostgreSQL adds them: three times as fast as an interval, which is a moment."""
    return Func(F(field), template=f"(%(expressions)s + {days:d})", output_field=DateField())


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def counted(self) -> Self:
        """Those that have rows of their own: counts with a rule."""
        return self.filter(kind=IndicatorKind.COUNT, pk__in=self.with_rule())

    def measured(self) -> Self:
        """Those that have figures: counts and indices with a rule, and ratios of two counts that have one each."""
        ruled = self.with_rule()
        return self.filter(
            (~Q(kind=IndicatorKind.RATIO) & Q(pk__in=ruled)) | Q(numerator__in=ruled, denominator__in=ruled)
        ).select_related("numerator", "denominator")

    def with_rule(self) -> models.QuerySet[Any, Any]:
        return self.model._base_manager.filter(rules__isnull=False).values("pk")


class CountingRuleQuerySet(models.QuerySet["CountingRule"]):
    def in_force(self, day: date) -> Self:
        return self.filter(build_validity_filter(day))


class ReportingPeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def of_year(self, year: int) -> Self:
        """The period of a calendar year; none for a number that is no year, which a date could not hold."""
        return self.filter(kind=PeriodKind.YEAR, starts_on__year=year) if 1 <= year <= MAXYEAR else self.none()

    def begun_years(self, day: date) -> Self:
        """Calendar years that have begun on the day, the newest first."""
        return self.filter(kind=PeriodKind.YEAR, starts_on__lte=day).order_by("-starts_on")

    def locked_on(self, day: date) -> Self:
        """The locked periods that the day belongs to."""
        return self.filter(starts_on__lte=day, ends_on__gte=day, locked_at__isnull=False)

    def newest_first(self) -> Self:
        return self.order_by("-starts_on", "-ends_on", "pk")


class PeriodExceptionQuerySet(OfficeScopedQuerySet["PeriodException"]):
    def open_at(self, moment: datetime) -> Self:
        """Those that were granted and have not ended."""
        return self.filter(granted_at__lte=moment, ends_on__gte=day_of(moment, TimeZone.WIB))

    def letting_in(self, office_id: int, happened_on: date, at: datetime) -> Self:
        """Those that let an entry of the office for that day in at the moment; the shortest period goes first."""
        covering = self.filter(
            office=office_id, period__starts_on__lte=happened_on, period__ends_on__gte=happened_on
        ).open_at(at)
        return covering.order_by("-period__starts_on", "period__ends_on", "pk")


class PublishedFigureQuerySet(models.QuerySet["PublishedFigure"]):
    def standing(self) -> Self:
        """Those that nobody has withdrawn, and that no later revision of their report has replaced."""
        replaced = self.filter(revision__superseded_by__published_at__isnull=False)
        return self.filter(withdrawn_at__isnull=True).exclude(pk__in=replaced.values("pk"))

    def beside(self, figure: PublishedFigure) -> Self:
        """What the same source said of single offices, of the same day and the same thing."""
        same = ("indicator", "period", "as_at", "stated_on", "source", "revision")
        return self.standing().filter(office__isnull=False, **{name: getattr(figure, name) for name in same})

    def with_ours(self) -> Self:
        """Adds what is recorded by now of the same day: `in_months` before its own, `in_days` of its own.

        Two small sums for each figure of a page; periods begin with a month.
        """
        named = Coalesce(OuterRef("office"), F("office"))  # an office's own, or of all
        months = apps.get_model("clinics", "MonthTally").objects.filter(
            indicator=OuterRef("indicator"), office=named, month__gte=OuterRef("period__starts_on"),
            month__lt=OuterRef("last_month"),
        )  # fmt: skip
        days = apps.get_model("clinics", "Tally").objects.filter(
            indicator=OuterRef("indicator"), office=named, happened_on__lte=OuterRef("as_at"),
            happened_on__gte=OuterRef("last_month"),
        )  # fmt: skip
        sums = [
            Subquery(part.order_by().values("indicator").annotate(total=Sum("quantity")).values("total"))
            for part in (months, days)
        ]
        return self.annotate(last_month=TruncMonth("as_at")).annotate(in_months=sums[0], in_days=sums[1])


class TargetQuerySet(OfficeScopedQuerySet["Target"]):
    def standing(self) -> Self:
        """Those that hold: set, or exempt by decree; what was withdrawn never was."""
        revisions = apps.get_model("clinics", "TargetRevision").objects.filter(target=OuterRef("pk"))
        latest = revisions.order_by("-number").values("state")[:1]
        return self.annotate(decided=Subquery(latest)).exclude(decided=TargetRevisionState.WITHDRAWN)

    def with_history(self) -> Self:
        """Adds `history`: the revisions of each target with who recorded them, newest first."""
        revisions = apps.get_model("clinics", "TargetRevision").objects.select_related("recorded_by")
        return self.prefetch_related(Prefetch("revisions", revisions.order_by("-number"), to_attr="history"))


class TargetRevisionQuerySet(models.QuerySet["TargetRevision"]):
    def known(self, at: datetime | None) -> Self:
        """Revisions recorded up to the moment; `None` is now, which is all of them."""
        return self if at is None else self.filter(recorded_at__lte=at)


class LedgerQuerySet(OfficeScopedQuerySet["LedgerEntry"]):
    def behind(self, question: FigureQuestion, offices: Any) -> Self:
        """The entries whose quantities add up to the figure of these offices."""
        entries = self.filter(office__in=offices, indicator=question.indicator)
        return entries.happened(question.start, question.as_at).known(question.known_at)

    def of_source(self, kind: str, key: int) -> Self:
        return self.filter(source_kind=kind, source_key=key)

    def live(self) -> Self:
        """Entries that are neither reversed nor reversals."""
        return self.filter(reversal_of__isnull=True, reversed_by__isnull=True)

    def happened(self, start: date, until: date) -> Self:
        return self.filter(happened_on__gte=start, happened_on__lte=until)

    def known(self, at: datetime | None) -> Self:
        """Entries recorded up to the moment; `None` is now, which is all of them."""
        return self if at is None else self.filter(recorded_at__lte=at)

    def late(self, as_at: date, days: int) -> Self:
        """Entries recorded after the day of the data, or more than so many days after they had happened."""
        recorded = self.annotate(recorded_on=TruncDate("recorded_at", tzinfo=TimeZone.WIB.info))
        return recorded.filter(Q(recorded_on__gt=as_at) | Q(recorded_on__gt=add_days("happened_on", days)))

    def total(self) -> int:
        return self.aggregate(total=Sum("quantity"))["total"] or 0


class TallyQuerySet(OfficeScopedQuerySet["Tally"]):
    def happened(self, start: date, until: date) -> Self:
        return self.filter(happened_on__gte=start, happened_on__lte=until)

    def recorded_before_day_of(self, moment: datetime) -> Self:
        return self.filter(recorded_on__lt=day_of(moment, TimeZone.WIB))


class MonthTallyQuerySet(OfficeScopedQuerySet["MonthTally"]):
    def of_period(self, period: ReportingPeriod) -> Self:
        """Months that lie in the period, or begin in it."""
        return self.filter(month__gte=period.starts_on, month__lte=period.ends_on)
