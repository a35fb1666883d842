"""Partners, programmes and referrals, read-only: services write them."""

from django.contrib import admin

from krs_portal.kit.admin import ReadOnlyAdmin
from krs_portal.referrals.models import Partner, Programme, Referral


@admin.register(Partner)
class PartnerAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "office", "region", "is_active")
    list_select_related = ("office", "region")
    list_filter = ("kind", "is_active")
    ordering = ("name", "pk")


@admin.register(Programme)
class PartnerProgrammeAdmin(ReadOnlyAdmin):
    list_display = ("name", "partner", "is_active")
    list_select_related = ("partner",)
    ordering = ("name", "pk")


@admin.register(Referral)
class ReferralAdmin(ReadOnlyAdmin):
    list_display = ("pk", "office", "programme", "state", "due_on")
    list_select_related = ("office", "programme__partner")
    list_filter = ("state",)
    ordering = ("-created_at", "-pk")
