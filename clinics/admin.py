"""The clinic's rows for the administrator. What is append-only or written by triggers can only be read here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from clinics import services
from clinics.forms import NextRuleForm
from clinics.models import (
    Closure,
    CountingRule,
    Indicator,
    LedgerEntry,
    MonthMove,
    MonthRemark,
    OfficeMonth,
    OpeningHours,
    PeriodException,
    Place,
    ProgrammeName,
    PublishedFigure,
    ReportingPeriod,
    SavedView,
    Target,
    TargetRevision,
)
from krs_portal.kit.admin import AddOnlyAdmin, ReadOnlyAdmin, ReadOnlyMixin


class HoursInline(admin.TabularInline):
    model = OpeningHours
    extra = 0


class ClosureInline(ReadOnlyMixin, admin.TabularInline):
    """Written in the agenda, which closes that day's slots and names their people."""

    model = Closure
    extra = 0


@admin.register(Place)
class PlaceAdmin(admin.ModelAdmin):
    list_display = ("name", "office", "kind", "region", "opened_on", "closed_on")
    list_filter = ("kind",)
    list_select_related = ("office", "region")
    search_fields = ("name", "office__code")
    autocomplete_fields = ("office", "region")
    inlines = (HoursInline, ClosureInline)


class RuleInline(ReadOnlyMixin, admin.TabularInline):
    """Rules are read here; the next version is added on their own page."""

    model = CountingRule
    extra = 0


@admin.register(Indicator)
class IndicatorAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "kind", "unit", "direction")
    list_select_related = ("numerator", "denominator")
    search_fields = ("code", "name")
    inlines = (RuleInline,)


class ExceptionInline(ReadOnlyMixin, admin.TabularInline):
    model = PeriodException
    extra = 0


@admin.register(CountingRule)
class RuleAdmin(AddOnlyAdmin):
    """A new way of counting is added as the next version; the one before ends the day before and stays as it is."""

    list_display = ("indicator", "version", "measure", "outcomes", "valid_from", "valid_until")
    list_filter = ("indicator",)
    list_select_related = ("indicator",)
    fields = ("indicator", "measure", "outcomes", "statement", "basis", "valid_from")

    def get_form(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        return super().get_form(request, obj, **options) if obj else NextRuleForm

    def save_model(self, request: HttpRequest, obj: CountingRule, form: Any, change: bool) -> None:
        """The service makes the version; what it made is what the page goes on with."""
        made = services.add_rule_version(**form.cleaned_data)
        obj.__dict__.update(made.__dict__)


@admin.register(ReportingPeriod)
class PeriodAdmin(admin.ModelAdmin):
    """Locking is done on its own page, where it is signed."""

    list_display = ("name", "kind", "starts_on", "ends_on", "locked_at", "locked_by")
    list_filter = ("kind",)
    readonly_fields = ("locked_at", "locked_by")
    inlines = (ExceptionInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The days of a period that exists are what figures rest on; its name may be put better."""
        return (*self.readonly_fields, *(("kind", "starts_on", "ends_on") if obj else ()))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MoveInline(ReadOnlyMixin, admin.TabularInline):
    model = MonthMove
    extra = 0


class RemarkInline(ReadOnlyMixin, admin.TabularInline):
    model = MonthRemark
    extra = 0


@admin.register(OfficeMonth)
class MonthAdmin(ReadOnlyAdmin):
    """Months are submitted and decided on their own pages, where each step is signed."""

    list_display = ("office", "starts_on", "state")
    list_filter = ("state",)
    list_select_related = ("office",)
    inlines = (MoveInline, RemarkInline)


class RevisionInline(ReadOnlyMixin, admin.TabularInline):
    model = TargetRevision
    extra = 0


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    """Targets are set and revised on their own page, each with its decree."""

    list_display = ("office", "indicator", "period")
    list_filter = ("indicator", "period")
    list_select_related = ("office", "indicator", "period")
    inlines = (RevisionInline,)


@admin.register(PublishedFigure)
class PublishedAdmin(AddOnlyAdmin):
    """What was said in public is recorded here and never edited; a mistake is withdrawn on its own page."""

    list_display = ("value", "indicator", "period", "office", "as_at", "stated_on", "source")
    list_select_related = ("indicator", "period", "office")
    autocomplete_fields = ("office",)
    exclude = ("recorded_at", "recorded_by", "withdrawn_at", "withdrawn_by", "withdrawal_reason")


@admin.register(LedgerEntry)
class LedgerAdmin(ReadOnlyAdmin):
    """One page of the account, without counting millions of rows."""

    list_display = ("id", "indicator", "office", "happened_on", "recorded_at", "source_kind", "source_key", "quantity")
    list_select_related = ("indicator", "office")
    list_filter = ("indicator",)
    ordering = ("-pk",)
    show_full_result_count = False


@admin.register(ProgrammeName)
class ProgrammeNameAdmin(ReadOnlyAdmin):
    """The programme is named on its own page, with the decree."""

    list_display = ("name", "short_name", "valid_from", "decree")


@admin.register(SavedView)
class SavedViewAdmin(ReadOnlyAdmin):
    """Views are kept and forgotten by whom they belong to."""

    list_display = ("name", "page", "saved_by", "saved_at")
    list_select_related = ("saved_by",)
