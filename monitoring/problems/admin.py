"""The clocks of problems, which administrators keep with their source."""

from __future__ import annotations

from django.contrib import admin

from monitoring.problems.models import ProblemClock


@admin.register(ProblemClock)
class ProblemClockAdmin(admin.ModelAdmin):
    list_display = ("severity", "step", "amount", "unit", "start", "valid_from", "source")
    ordering = ("severity", "step", "-valid_from")
