"""Of the survey only the links and the comments stand here: whoever looks at single answers does so from ten on."""

from django.contrib import admin

from consultations.satisfaction.models import SurveyComment, SurveyLink
from krs_portal.kit.admin import ReadOnlyAdmin


@admin.register(SurveyLink)
class SurveyLinkAdmin(ReadOnlyAdmin):
    list_display = ("asked_on", "office", "ends_on", "state")
    list_filter = ("state", "office")
    list_select_related = ("office",)
    exclude = ("attendance",)
    ordering = ("-asked_on", "pk")


@admin.register(SurveyComment)
class SurveyCommentAdmin(ReadOnlyAdmin):
    list_display = ("answered_on", "office", "kind", "element", "replied_at")
    list_filter = ("kind", "office")
    list_select_related = ("office",)
    ordering = ("-answered_on", "pk")
