from django.contrib import admin

from consultations.evaluation.meetings.models import EvaluationMeeting
from krs_portal.kit.admin import ReadOnlyAdmin


@admin.register(EvaluationMeeting)
class EvaluationMeetingAdmin(ReadOnlyAdmin):
    list_display = ("meeting", "period", "as_at")
    list_select_related = ("meeting", "period")
