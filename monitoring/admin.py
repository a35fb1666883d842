"""What an administrator keeps by hand: the versions of the profile's form."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from monitoring.models import ProfileForm


@admin.register(ProfileForm)
class ProfileFormAdmin(admin.ModelAdmin):
    """A version that a round asks stays as it is: other questions are another version."""

    list_display = ("version", "valid_from")
    ordering = ("-version",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or not obj.rounds.exists())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)
