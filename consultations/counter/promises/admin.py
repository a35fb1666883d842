"""The clocks are the ministry's to set; promises are read only, services write them."""

from django.contrib import admin

from consultations.counter.promises.models import Promise, PromiseClock
from krs_portal.kit.admin import ReadOnlyAdmin


@admin.register(PromiseClock)
class PromiseClockAdmin(admin.ModelAdmin):
    list_display = ("step", "days", "counts_working_days", "act")
    ordering = ("pk",)


@admin.register(Promise)
class PromiseAdmin(ReadOnlyAdmin):
    list_display = ("pk", "office", "due_on", "state", "officer")
    list_select_related = ("office", "officer")
    list_filter = ("state", "office")
    ordering = ("due_on", "pk")
