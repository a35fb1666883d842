"""What an administrator writes for citizens: topics, questions, answers, standard. What citizens wrote is looked at."""

from django.contrib import admin

from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.how_tos import HowTo
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.standards import ServiceStandard
from consultations.booking.models.topics import Topic
from consultations.booking.models.triage import TriageChoice, TriageQuestion
from krs_portal.kit.admin import ReadOnlyAdmin


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ("name", "code", "pillar", "is_offered", "position")
    list_filter = ("pillar", "is_offered")
    ordering = ("position", "pk")


class TriageChoiceInline(admin.StackedInline):
    model = TriageChoice
    fk_name = "question"
    extra = 1
    ordering = ("position", "pk")


@admin.register(TriageQuestion)
class TriageQuestionAdmin(admin.ModelAdmin):
    list_display = ("text", "topic", "position", "is_asked")
    list_filter = ("topic", "is_asked")
    list_select_related = ("topic",)
    inlines = (TriageChoiceInline,)
    ordering = ("topic__position", "position", "pk")


@admin.register(ServiceStandard)
class ServiceStandardAdmin(admin.ModelAdmin):
    list_display = ("component", "topic", "text")
    list_filter = ("component", "topic")
    list_select_related = ("topic",)
    ordering = ("topic__position", "component", "pk")


@admin.register(HowTo)
class HowToAdmin(admin.ModelAdmin):
    list_display = ("question", "topic", "is_enough", "position")
    list_filter = ("topic", "is_enough")
    list_select_related = ("topic",)
    ordering = ("topic__position", "position", "pk")


@admin.register(Enquiry)
class EnquiryAdmin(ReadOnlyAdmin):
    list_display = ("reference", "office", "kind", "state", "due_on", "is_urgent")
    list_filter = ("state", "kind", "office")
    list_select_related = ("office",)
    search_fields = ("reference",)
    ordering = ("due_on", "pk")


@admin.register(Slot)
class SlotAdmin(ReadOnlyAdmin):
    list_display = ("starts_at", "place", "kind", "topic", "seats", "seats_taken", "state")
    list_filter = ("kind", "state", "place")
    list_select_related = ("place", "topic")
    date_hierarchy = "starts_at"
    ordering = ("-starts_at", "pk")


@admin.register(Attendance)
class AttendanceAdmin(ReadOnlyAdmin):
    list_display = ("reference", "slot", "state", "topic", "created_at")
    list_select_related = ("slot__place", "topic")
    list_filter = ("state",)
    search_fields = ("reference",)
    exclude = ("nik_ciphertext", "nik_lookup", "idempotency_key")
    readonly_fields = ("nik_masked",)
    ordering = ("-created_at", "pk")
