"""Forms about a referral list and the answers to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.fields import DayField, SuggestingInput, offer_choices
from krs_portal.kit.refusals import RefusableForm
from krs_portal.offices.models import Office
from monitoring.occupants.readiness.enums import ReferralAnswer
from monitoring.occupants.readiness.models import Programme, ReferralList


class ReferralListForm(RefusableForm):
    programme = forms.ModelChoiceField(
        Programme.objects.order_by("name", "pk"), label=_("Program"), empty_label=_("Pilih program")
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Dinas yang mengusulkan"), empty_label=_("Pilih"))
    recipient = forms.CharField(
        label=_("Tujuan"),
        max_length=150,
        widget=SuggestingInput,
        help_text=_("Bank atau penyelenggara program yang menerima daftar; nama mitra yang tercatat ditawarkan."),
    )

    def __init__(self, data: Any = None, *, offices: Any, partners: Any, **options: Any) -> None:
        """`partners` are those of the directory that clinics refer to: both sides write their names alike."""
        super().__init__(data, **options)
        self.fields["recipient"].widget.suggestions = partners.values_list("name", flat=True)
        offer_choices(self, office=offices)
        if len(offices) == 1:
            self.fields["office"].initial = offices[0]
            self.fields["office"].widget = forms.HiddenInput()


class ReferHouseholdForm(RefusableForm):
    list_ = forms.ModelChoiceField(ReferralList.objects.none(), label=_("Daftar usulan"), empty_label=_("Pilih daftar"))

    def __init__(self, data: Any = None, *, lists: Any) -> None:
        super().__init__(data)
        offer_choices(self, list_=lists)


class ReferralAnswerForm(RefusableForm):
    answer = forms.ChoiceField(
        label=_("Jawaban"),
        choices=[choice for choice in ReferralAnswer.choices if choice[0] != ReferralAnswer.WAITING],
        widget=forms.RadioSelect,
    )
    answered_on = DayField(label=_("Dijawab tanggal"))
    note = forms.CharField(label=_("Keterangan"), max_length=300, required=False)
