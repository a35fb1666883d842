"""What an administrator sets up: topics and slots. What happened is only looked at here; services write it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from consultations.models import (
    Absence,
    Amendment,
    Attendance,
    Consultation,
    House,
    Slot,
    Topic,
    TriageChoice,
    TriageQuestion,
    WeeklyHours,
)


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ("name", "code", "pillar", "is_offered", "position")
    list_filter = ("pillar", "is_offered")
    ordering = ("position", "pk")


class TriageChoices(admin.StackedInline):
    model = TriageChoice
    fk_name = "question"
    extra = 1
    ordering = ("position", "pk")


@admin.register(TriageQuestion)
class TriageQuestionAdmin(admin.ModelAdmin):
    list_display = ("text", "topic", "position", "is_asked")
    list_filter = ("topic", "is_asked")
    list_select_related = ("topic",)
    inlines = (TriageChoices,)
    ordering = ("topic__position", "position", "pk")


@admin.register(WeeklyHours)
class WeeklyHoursAdmin(admin.ModelAdmin):
    list_display = ("place", "weekday", "opens_at", "closes_at", "desks", "channel", "officer", "valid_from")
    list_filter = ("weekday", "channel")
    list_select_related = ("place", "officer")
    raw_id_fields = ("officer",)


@admin.register(Absence)
class AbsenceAdmin(admin.ModelAdmin):
    list_display = ("officer", "starts_on", "ends_on", "reason")
    list_select_related = ("officer",)
    raw_id_fields = ("officer",)


@admin.register(Slot)
class SlotAdmin(admin.ModelAdmin):
    list_display = ("starts_at", "place", "kind", "topic", "seats", "seats_taken", "state")
    list_filter = ("kind", "state", "place")
    list_select_related = ("place", "topic")
    readonly_fields = ("seats_taken",)
    date_hierarchy = "starts_at"
    ordering = ("-starts_at", "pk")


@admin.register(Attendance)
class AttendanceAdmin(ReadOnly):
    list_display = ("reference", "slot", "state", "topic", "created_at")
    list_select_related = ("slot__place", "topic")
    list_filter = ("state",)
    search_fields = ("reference",)
    exclude = ("nik_ciphertext", "nik_lookup", "idempotency_key")
    readonly_fields = ("nik_masked",)
    ordering = ("-created_at", "pk")


@admin.register(Consultation)
class ConsultationAdmin(ReadOnly):
    list_display = ("pk", "office", "happened_on", "state", "outcome", "officer")
    list_select_related = ("office", "officer")
    list_filter = ("state", "channel", "kind")
    ordering = ("-happened_on", "-pk")


@admin.register(House)
class HouseAdmin(ReadOnly):
    list_display = ("address", "region", "created_at")
    list_select_related = ("region",)
    search_fields = ("address",)
    ordering = ("-pk",)


@admin.register(Amendment)
class AmendmentAdmin(ReadOnly):
    list_display = ("consultation", "kind", "made_at", "made_by")
    list_select_related = ("consultation", "made_by")
    ordering = ("-made_at", "pk")
