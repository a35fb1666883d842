from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from krs_portal.reports.forms import ParamsForm
from krs_portal.reports.kinds import Params
from monitoring.models import Round


class RoundReportForm(ParamsForm):
    """Which round. A report may be drawn up before the round is closed; it then says so."""

    round = forms.ModelChoiceField(Round.objects.none(), label=_("Putaran"), empty_label=_("Pilih putaran"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["round"].queryset = Round.objects.exclude(opened_at=None).order_by("-data_as_at", "-pk")

    def params(self) -> Params:
        return {"round": self.cleaned_data["round"].pk}
