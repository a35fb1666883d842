"""Who signs in how, to be looked at. allauth's own pages would show secrets, and search for user names."""

import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401 - both register their own, which are taken back below
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.access import services
from krs_portal.access.models import KnownDevice
from krs_portal.accounts.admin import AccountAdmin
from krs_portal.accounts.models import User
from krs_portal.kit.admin import ReadOnlyAdmin
from krs_portal.kit.clock import now

admin.site.unregister([Authenticator, UserSession, User])


@admin.action(description=gettext_lazy("Atur ulang verifikasi dua langkah"), permissions=["change"])
def reset_factors(page: admin.ModelAdmin, request: HttpRequest, people: QuerySet[User]) -> None:
    """For who lost telephone, keys and codes, after making sure that it is them."""
    for user in people:
        services.reset_factors(user=user, by=request.user, at=now())
    page.message_user(request, _("Faktor dan sesi mereka dihapus; mereka diberi tahu lewat surel."), messages.SUCCESS)


@admin.register(User)
class GuardedAccountAdmin(AccountAdmin):
    actions = (reset_factors,)


@admin.register(Authenticator)
class FactorAdmin(ReadOnlyAdmin):
    fields = ("user", "type", "created_at", "last_used_at")
    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    list_filter = ("type",)
    search_fields = ("user__email", "user__name")
    ordering = ("-created_at", "-pk")


@admin.register(UserSession)
class SessionAdmin(ReadOnlyAdmin):
    fields = ("user", "created_at", "ip", "user_agent")
    list_display = ("user", "created_at", "ip", "user_agent")
    list_select_related = ("user",)
    search_fields = ("user__email", "user__name")
    ordering = ("-created_at", "-pk")


@admin.register(KnownDevice)
class DeviceAdmin(ReadOnlyAdmin):
    fields = ("user", "browser", "first_seen_at", "last_seen_at")
    list_display = ("user", "browser", "first_seen_at", "last_seen_at")
    list_select_related = ("user",)
    search_fields = ("user__email", "user__name")
    ordering = ("-last_seen_at", "-pk")
