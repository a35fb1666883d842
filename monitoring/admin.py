"""What an administrator keeps by hand: form versions, programmes, limits and figures with their sources.

People are not looked at here: their data open for a purpose, on their own page.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from monitoring.models import BacklogFigure, Criterion, IncomeLimit, ProfileForm, Programme, Wage


@admin.register(ProfileForm)
class ProfileFormAdmin(admin.ModelAdmin):
    """A version that a round asks stays as it is: other questions are another version."""

    list_display = ("version", "valid_from")
    ordering = ("-version",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or not obj.rounds.exists())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


@admin.register(BacklogFigure)
class BacklogFigureAdmin(admin.ModelAdmin):
    """A figure never stands without what it counts, its year and its source."""

    list_display = ("kind", "region", "year", "value", "unit", "source")
    list_filter = ("kind", "year")
    list_select_related = ("region",)
    autocomplete_fields = ("region",)
    search_fields = ("source", "region__name")


class CriterionInline(admin.TabularInline):
    model = Criterion
    extra = 0
    fields = ("position", "kind", "text", "parameters", "source", "valid_from", "valid_until")


@admin.register(Programme)
class ProgrammeAdmin(admin.ModelAdmin):
    """A condition that changes is ended on its last day and written anew; what was judged by it stays explained."""

    list_display = ("name", "code", "provider", "source")
    search_fields = ("name", "code")
    inlines = (CriterionInline,)


@admin.register(IncomeLimit)
class IncomeLimitAdmin(admin.ModelAdmin):
    list_display = ("zone", "single", "married", "tapera", "valid_from", "valid_until", "source")
    list_filter = ("zone",)


@admin.register(Wage)
class WageAdmin(admin.ModelAdmin):
    list_display = ("region", "year", "amount", "source")
    list_select_related = ("region",)
    autocomplete_fields = ("region",)
    search_fields = ("region__name",)
