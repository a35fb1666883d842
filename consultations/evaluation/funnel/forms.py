"""Which funnel is asked for: of whom, and of which days."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinics.forms import CodeField
from consultations.evaluation.funnel.cases import CasePeriod
from krs_portal.kit.fields import DayField


class ClinicCodeField(CodeField):
    def label_from_instance(self, office: Any) -> str:
        return str(office.short_name)


class FunnelForm(forms.Form):
    """Without days it is this year up to today; without an office all that the reader sees."""

    office = ClinicCodeField(label=_("Unit kerja"), required=False, empty_label=_("Semua"))
    since = DayField(label=_("Kunjungan dari"))
    until = DayField(label=_("Sampai"))

    def __init__(self, data: Any, *, offices: Any):
        super().__init__(data)
        self.fields["office"].queryset = offices

    def clean(self) -> Any:
        cleaned = super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("Hari terakhir sesudah hari pertama."))
        return cleaned

    @property
    def period(self) -> CasePeriod:
        return CasePeriod(self.cleaned_data["since"], self.cleaned_data["until"])
