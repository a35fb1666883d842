"""Consultations, houses and amendments, read-only: services write them."""

from django.contrib import admin

from consultations.counter.models import Amendment, Consultation, Window
from consultations.people.models.house import House
from krs_portal.kit.admin import ReadOnlyAdmin


@admin.register(Consultation)
class ConsultationAdmin(ReadOnlyAdmin):
    list_display = ("pk", "office", "happened_on", "state", "outcome", "officer")
    list_select_related = ("office", "officer")
    list_filter = ("state", "channel", "kind")
    ordering = ("-happened_on", "-pk")


@admin.register(House)
class HouseAdmin(ReadOnlyAdmin):
    list_display = ("address", "region", "created_at")
    list_select_related = ("region",)
    search_fields = ("address",)
    ordering = ("-pk",)


@admin.register(Amendment)
class AmendmentAdmin(ReadOnlyAdmin):
    list_display = ("consultation", "kind", "made_at", "made_by")
    list_select_related = ("consultation", "made_by")
    ordering = ("-made_at", "pk")


@admin.register(Window)
class WindowAdmin(ReadOnlyAdmin):
    list_display = ("place", "officer", "name")
    list_select_related = ("place", "officer")
    ordering = ("place", "officer", "pk")
