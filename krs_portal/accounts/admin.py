"""People and what they may open. Nobody signs up alone: an account is made here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.models import ApiToken, User
from krs_portal.kit.admin import ReadOnlyAdmin


class AccountForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User


class NewAccountForm(AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("email", "name")


@admin.register(User)
class AccountAdmin(UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    ordering = ("email",)
    list_display = ("email", "name", "position", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("email", "name", "nip")
    readonly_fields = ("last_login", "joined_at")
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        (_("Orang"), {"fields": ("name", "nip", "position")}),
        (_("Hak"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Waktu"), {"fields": ("last_login", "joined_at")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Which programs come in, and with whose rights. People make their own; here one is taken away."""

    list_display = ("label", "user", "scopes", "created_at", "ends_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("label", "user__email")
    ordering = ("-created_at", "-pk")

    def has_delete_permission(self, request: HttpRequest, *arguments: Any) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request)
