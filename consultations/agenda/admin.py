"""Weekly hours and absences, to be looked at: in the agenda, slots follow what is written and people are named."""

from django.contrib import admin

from consultations.agenda.models import Absence, WeeklyHours
from krs_portal.kit.admin import ReadOnlyAdmin


@admin.register(WeeklyHours)
class WeeklyHoursAdmin(ReadOnlyAdmin):
    list_display = ("place", "weekday", "opens_at", "closes_at", "desks", "channel", "officer", "valid_from")
    list_filter = ("weekday", "channel")
    list_select_related = ("place", "officer")


@admin.register(Absence)
class AbsenceAdmin(ReadOnlyAdmin):
    list_display = ("officer", "starts_on", "ends_on", "reason")
    list_select_related = ("officer",)
