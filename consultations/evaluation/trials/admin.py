from django.contrib import admin

from consultations.evaluation.trials.models import RuleTrial
from krs_portal.kit.admin import ReadOnlyAdmin


@admin.register(RuleTrial)
class TrialAdmin(ReadOnlyAdmin):
    list_display = ("indicator", "period", "measure", "once_per", "requested_at", "requested_by", "finished_at")
    list_select_related = ("indicator", "period", "requested_by")
