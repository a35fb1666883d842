from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.fields import offer_choices
from krs_portal.reports.forms import ParamsForm
from krs_portal.reports.kinds import Params
from monitoring.rounds.models import Round


class RoundReportForm(ParamsForm):
    """The round of the report. It need not be closed; the report then says so."""

    round = forms.ModelChoiceField(Round.objects.none(), label=_("Putaran"), empty_label=_("Pilih putaran"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer_choices(self, round=Round.objects.exclude(opened_at=None).order_by("-data_as_at", "-pk"))

    def params(self) -> Params:
        return {"round": self.cleaned_data["round"].pk}
