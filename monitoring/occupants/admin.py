from django.contrib import admin

from krs_portal.kit.admin import ReadOnlyAdmin
from monitoring.occupants.models import DisclosureRelease


@admin.register(DisclosureRelease)
class DisclosureReleaseAdmin(ReadOnlyAdmin):
    list_display = ("user", "reason", "granted_by", "granted_at", "ends_at")
    list_select_related = ("user", "granted_by")
    search_fields = ("user__email", "user__name")
    ordering = ("-granted_at", "-pk")
