from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.fields import offer_choices
from krs_portal.meetings.forms import MeetingForm
from krs_portal.offices.models import Office


class EvaluationMeetingForm(MeetingForm):
    """A meeting with its theme and its guests; the agenda is proposed from the figures and may be changed."""

    guests = forms.ModelMultipleChoiceField(
        Office.objects.none(),
        label=_("Unit kerja yang diundang"),
        help_text=_("Undangan terkirim begitu rapat disimpan."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = (*MeetingForm.field_order, "guests")

    def __init__(self, *arguments: Any, guests: Any, **options: Any):
        super().__init__(*arguments, **options)
        offer_choices(self, guests=guests)
        self.fields["title"].label = _("Tema")
        self.fields["agenda"].widget.attrs["rows"] = 10
        self.fields["agenda"].help_text = _("Diusulkan dari angka per tanggal itu. Satu acara per baris.")
