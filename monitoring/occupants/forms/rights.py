"""Forms about consents and objections of a household."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.fields import DayField
from krs_portal.kit.refusals import RefusableForm
from monitoring.occupants.enums import ConsentPurpose, ObjectionKind, ObjectionState
from monitoring.occupants.readiness.models import Programme


class HouseholdConsentForm(RefusableForm):
    purpose = forms.ChoiceField(label=_("Tujuan"), choices=ConsentPurpose.choices, widget=forms.RadioSelect)
    given_on = DayField(label=_("Diberikan tanggal"))
    is_read = forms.BooleanField(label=_("Naskah persetujuan dibacakan dan ditandatangani penghuni"))


class ObjectionForm(RefusableForm):
    kind = forms.ChoiceField(
        label=_("Jenis"), choices=ObjectionKind.choices, initial=ObjectionKind.OBJECTION, widget=forms.RadioSelect
    )
    programme = forms.ModelChoiceField(
        Programme.objects.order_by("name", "pk"),
        label=_("Program"),
        required=False,
        empty_label=_("Pilih program"),
        help_text=_("Hanya untuk keberatan atas penilaian."),
    )
    text = forms.CharField(label=_("Yang disampaikan penghuni"), max_length=2000, widget=forms.Textarea({"rows": 4}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == ObjectionKind.CORRECTION:
            cleaned["programme"] = None
        elif cleaned.get("kind") and not cleaned.get("programme") and "programme" not in self.errors:
            self.add_error("programme", _("Pilih program yang penilaiannya diberatkan."))
        return cleaned


class ObjectionAnswerForm(RefusableForm):
    state = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[choice for choice in ObjectionState.choices if choice[0] != ObjectionState.OPEN],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Jawaban kepada penghuni"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Apa yang diubah, atau mengapa tidak. Penghuni menerima kata-kata ini."),
    )
