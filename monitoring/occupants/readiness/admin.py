"""Programmes with their criteria, and income limits, which an administrator maintains with their sources.

Households are not shown in the administration: their data are opened for a stated purpose, on their own page.
"""

from __future__ import annotations

from django.contrib import admin

from monitoring.occupants.readiness.models import Criterion, IncomeLimit, Programme


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
