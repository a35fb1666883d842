"""The clinic's rows for the administrator. What is append-only or written by triggers can only be read here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from clinics.models import (
    Closure,
    CountingRule,
    Indicator,
    LedgerEntry,
    OpeningHours,
    PeriodException,
    Place,
    PublishedFigure,
    ReportingPeriod,
    Target,
    TargetRevision,
)


class ReadOnly:
    """For what nobody may write by hand."""

    def has_add_permission(self, request: HttpRequest, *arguments: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, *arguments: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, *arguments: Any) -> bool:
        return False


class HoursInline(admin.TabularInline):
    model = OpeningHours
    extra = 0


class ClosureInline(admin.TabularInline):
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


class RuleInline(admin.TabularInline):
    model = CountingRule
    extra = 0


@admin.register(Indicator)
class IndicatorAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "unit")
    search_fields = ("code", "name")
    inlines = (RuleInline,)


class ExceptionInline(ReadOnly, admin.TabularInline):
    model = PeriodException
    extra = 0


@admin.register(ReportingPeriod)
class PeriodAdmin(admin.ModelAdmin):
    """Locking is done on its own page, where it is signed."""

    list_display = ("name", "kind", "starts_on", "ends_on", "locked_at", "locked_by")
    list_filter = ("kind",)
    readonly_fields = ("locked_at", "locked_by")
    inlines = (ExceptionInline,)


class RevisionInline(ReadOnly, admin.TabularInline):
    model = TargetRevision
    extra = 0


@admin.register(Target)
class TargetAdmin(ReadOnly, admin.ModelAdmin):
    """Targets are set and revised on their own page, each with its decree."""

    list_display = ("office", "indicator", "period")
    list_filter = ("indicator", "period")
    list_select_related = ("office", "indicator", "period")
    inlines = (RevisionInline,)


@admin.register(PublishedFigure)
class PublishedAdmin(admin.ModelAdmin):
    list_display = ("value", "indicator", "period", "office", "as_at", "stated_on", "source")
    list_select_related = ("indicator", "period", "office")
    autocomplete_fields = ("office",)


@admin.register(LedgerEntry)
class LedgerAdmin(ReadOnly, admin.ModelAdmin):
    """One page of the account, without counting millions of rows."""

    list_display = ("id", "indicator", "office", "happened_on", "recorded_at", "source_kind", "source_key", "quantity")
    list_select_related = ("indicator", "office")
    list_filter = ("indicator",)
    ordering = ("-pk",)
    show_full_result_count = False
