"""Assistances are read only; services write them."""

from django.contrib import admin

from consultations.counter.assistance.models import Assistance, AssistanceStep, HouseImprovement, SiteVisit
from krs_portal.kit.admin import ReadOnlyAdmin


@admin.register(Assistance)
class AssistanceAdmin(ReadOnlyAdmin):
    list_display = ("pk", "office", "kind", "state", "asked_on", "officer")
    list_select_related = ("office", "officer")
    list_filter = ("state", "kind")
    ordering = ("-asked_on", "-pk")


@admin.register(AssistanceStep)
class AssistanceStepAdmin(ReadOnlyAdmin):
    list_display = ("assistance_id", "state", "noted_at", "noted_by")
    list_select_related = ("noted_by",)
    ordering = ("-noted_at", "pk")


@admin.register(SiteVisit)
class SiteVisitAdmin(ReadOnlyAdmin):
    list_display = ("assistance_id", "visited_on", "progress", "officer")
    list_select_related = ("officer",)
    ordering = ("-visited_on", "-pk")


@admin.register(HouseImprovement)
class HouseImprovementAdmin(ReadOnlyAdmin):
    list_display = ("assistance_id", "seen_on", "witness")
    list_select_related = ("witness",)
    ordering = ("-seen_on", "-pk")
