"""What is asked of each topic: the next version is added here as on its page; answers are read only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from consultations.counter.facts.definitions import read_definitions
from consultations.counter.facts.models import FactForm, TopicFacts
from consultations.counter.facts.policies import why_not_make_version
from consultations.counter.facts.services import add_fact_form
from krs_portal.kit.admin import AddOnlyAdmin, ReadOnlyAdmin
from krs_portal.kit.clock import now
from krs_portal.kit.refusals import reject_if


class NextFactsAdminForm(forms.ModelForm):
    """The version follows from the topic's others."""

    class Meta:
        model = FactForm
        fields = ("topic", "asked")

    def _post_clean(self) -> None:
        """The whole row is checked by the service, once it knows the version."""

    def clean_asked(self) -> Any:
        asked = self.cleaned_data["asked"]
        topic = self.cleaned_data.get("topic")
        reject_if(why_not_make_version(topic, read_definitions(asked)) if topic else None)
        return asked


@admin.register(FactForm)
class FactFormAdmin(AddOnlyAdmin):
    list_display = ("topic", "version", "made_at", "made_by")
    list_select_related = ("topic", "made_by")
    list_filter = ("topic",)
    ordering = ("topic__position", "-version")
    fields = ("topic", "asked")

    def get_form(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        return super().get_form(request, obj, **options) if obj else NextFactsAdminForm

    def save_model(self, request: HttpRequest, obj: FactForm, form: Any, change: bool) -> None:
        """The service makes the version; what it made is what the page goes on with."""
        asked = read_definitions(form.cleaned_data["asked"])
        made = add_fact_form(topic=form.cleaned_data["topic"], definitions=asked, by=request.user, at=now())
        obj.__dict__.update(made.__dict__)


@admin.register(TopicFacts)
class TopicFactsAdmin(ReadOnlyAdmin):
    list_display = ("pk", "consultation", "form", "written_at", "written_by")
    list_select_related = ("consultation", "form__topic", "written_by")
    ordering = ("-pk",)
