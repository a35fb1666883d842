from django.contrib import admin

from krs_portal.kit.admin import ReadOnlyAdmin
from krs_portal.rights.models import Breach, DataRequest


@admin.register(DataRequest)
class DataRequestAdmin(ReadOnlyAdmin):
    fields = ("number", "kind", "office", "proof", "received_at", "due_at", "state", "answered_at", "answered_by")
    list_display = ("number", "kind", "office", "state", "due_at")
    list_select_related = ("office",)
    list_filter = ("state", "kind")
    search_fields = ("number",)
    ordering = ("-received_at", "-pk")


@admin.register(Breach)
class BreachAdmin(ReadOnlyAdmin):
    list_display = ("title", "found_at", "people", "authority_told_at", "people_told_at")
    search_fields = ("title",)
    ordering = ("-found_at", "-pk")
