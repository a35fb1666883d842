"""The decision which of two figures is right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.refusals import RefusableForm
from monitoring.rounds.disagreements import Disagreement
from monitoring.rounds.enums import FigureSource


class SettleFigureForm(RefusableForm):
    right = forms.ChoiceField(label=_("Angka yang benar"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Dari mana diketahui: dihitung di lapangan, dilaporkan pengelola, atau salah ketik."),
    )

    def __init__(self, *args: Any, found: Disagreement, day: str, **options: Any) -> None:
        super().__init__(*args, **options)
        ours = _now("%(value)s, menurut profil per %(day)s") % {"value": found.profile_shown, "day": day}
        theirs = _now("%(value)s, menurut daftar hunian") % {"value": found.register_shown}
        self.fields["right"].choices = [(FigureSource.PROFILE, ours), (FigureSource.REGISTER, theirs)]
