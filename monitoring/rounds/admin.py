"""Admin pages of what an administrator maintains by hand: versions of the profile form, and backlog figures."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from monitoring.rounds.backlog import BacklogFigure
from monitoring.rounds.models import ProfileForm


@admin.register(ProfileForm)
class ProfileFormAdmin(admin.ModelAdmin):
    """A version that a round uses cannot be changed any more; other questions need a new version."""

    list_display = ("version", "valid_from")
    ordering = ("-version",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or not obj.rounds.exists())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


@admin.register(BacklogFigure)
class BacklogFigureAdmin(admin.ModelAdmin):
    """Published figures; definition, year and source are required."""

    list_display = ("kind", "region", "year", "value", "unit", "source")
    list_filter = ("kind", "year")
    list_select_related = ("region",)
    autocomplete_fields = ("region",)
    search_fields = ("source", "region__name")
