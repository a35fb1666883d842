"""Admin classes for rows that may be looked at but are written by services only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class ReadOnlyMixin:
    """For a page of the administration, and for the rows that another page lists inside it."""

    def has_add_permission(self, request: HttpRequest, *arguments: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, *arguments: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, *arguments: Any) -> bool:
        return False


class AddOnlyAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """A table whose rows are added here and stand from then on."""

    def has_add_permission(self, request: HttpRequest, *arguments: Any) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)


class ReadOnlyAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """A whole table to be looked at."""
