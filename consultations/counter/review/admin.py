"""Reviews and who wants them, read only: services write them."""

from django.contrib import admin

from consultations.counter.review.models import Review, ReviewSetting
from krs_portal.kit.admin import ReadOnlyAdmin


@admin.register(ReviewSetting)
class ReviewSettingAdmin(ReadOnlyAdmin):
    list_display = ("office", "is_wanted", "set_at", "set_by")
    list_select_related = ("office", "set_by")
    ordering = ("office__code",)


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ("consultation", "verdict", "made_at", "made_by")
    list_select_related = ("consultation", "made_by")
    list_filter = ("verdict",)
    ordering = ("-made_at", "-pk")
