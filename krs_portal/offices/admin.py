"""Offices, regions and memberships for the administrator."""

from __future__ import annotations

from django.contrib import admin

from krs_portal.offices import models


class NameInline(admin.TabularInline):
    model = models.OfficeName
    extra = 0


class CoverageInline(admin.TabularInline):
    model = models.Coverage
    autocomplete_fields = ("region",)
    extra = 0


class SuccessionInline(admin.TabularInline):
    model = models.Succession
    fk_name = "predecessor"
    autocomplete_fields = ("successor",)
    extra = 0


@admin.register(models.Office)
class OfficeAdmin(admin.ModelAdmin):
    list_display = ("code", "newest_name", "kind", "parent", "time_zone", "closed_on")
    list_filter = ("kind", "time_zone")
    list_select_related = ("parent",)
    search_fields = ("code", "names__name", "names__short_name")
    autocomplete_fields = ("parent", "region")
    ordering = ("code",)
    inlines = (NameInline, CoverageInline, SuccessionInline)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("names")

    @admin.display(description=models.OfficeName._meta.verbose_name)
    def newest_name(self, office: models.Office) -> str:
        names = sorted(office.names.all(), key=lambda name: name.valid_from)
        return names[-1].name if names else ""


@admin.register(models.Region)
class RegionAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "kind", "parent", "valid_from", "valid_until")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = ("code", "name")
    autocomplete_fields = ("parent",)
    ordering = ("code", "valid_from", "pk")


@admin.register(models.RegionAlias)
class RegionAliasAdmin(admin.ModelAdmin):
    list_display = ("name", "region")
    list_select_related = ("region",)
    search_fields = ("name", "region__name", "region__code")
    autocomplete_fields = ("region",)
    ordering = ("name", "pk")


@admin.register(models.Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ("user", "role", "office", "started_on", "ended_on")
    list_filter = ("role",)
    list_select_related = ("user", "office")
    search_fields = ("user__email", "user__name", "office__code")
    autocomplete_fields = ("user", "office")


@admin.register(models.Holiday)
class HolidayAdmin(admin.ModelAdmin):
    list_display = ("day_on", "name", "kind", "region", "is_observed")
    list_filter = ("kind", "is_observed")
    list_select_related = ("region",)
    search_fields = ("name",)
    autocomplete_fields = ("region",)
    date_hierarchy = "day_on"


@admin.register(models.Institution)
class InstitutionAdmin(admin.ModelAdmin):
    list_display = ("name", "address", "information_url", "law_url")
    ordering = ("pk",)
