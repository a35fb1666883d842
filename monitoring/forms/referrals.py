"""Forms of a list for a programme or bank, and of what came back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from krs_portal.offices.models import Office
from monitoring.enums import ReferralAnswer
from monitoring.forms.rounds import Refusing, day_field
from monitoring.models import Programme, ReferralList


class ListForm(Refusing):
    programme = forms.ModelChoiceField(
        Programme.objects.order_by("name", "pk"), label=_("Program"), empty_label=_("Pilih program")
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Dinas yang mengusulkan"), empty_label=_("Pilih"))
    recipient = forms.CharField(
        label=_("Tujuan"), max_length=150, help_text=_("Bank atau penyelenggara program yang menerima daftar.")
    )

    def __init__(self, data: Any = None, *, offices: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["office"].queryset = offices
        if len(offices) == 1:
            self.fields["office"].initial = offices[0]
            self.fields["office"].widget = forms.HiddenInput()


class ReferForm(Refusing):
    list_ = forms.ModelChoiceField(ReferralList.objects.none(), label=_("Daftar usulan"), empty_label=_("Pilih daftar"))

    def __init__(self, data: Any = None, *, lists: Any) -> None:
        super().__init__(data)
        self.fields["list_"].queryset = lists


class ReplyForm(Refusing):
    answer = forms.ChoiceField(
        label=_("Jawaban"),
        choices=[choice for choice in ReferralAnswer.choices if choice[0] != ReferralAnswer.WAITING],
        widget=forms.RadioSelect,
    )
    answered_on = day_field(label=_("Dijawab tanggal"))
    note = forms.CharField(label=_("Keterangan"), max_length=300, required=False)
