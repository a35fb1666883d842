from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.phones import parse_phone
from krs_portal.kit.refusals import RefusableForm, RefusableModelForm
from krs_portal.rights.enums import RequestState, RightKind
from krs_portal.rights.models import Breach

ASKED_HERE = [choice for choice in RightKind.choices if choice[0] != RightKind.ACCESS]


class KnownForm(RefusableForm):
    """What somebody knows of their own record."""

    reference = forms.CharField(label=_("Nomor janji atau nomor pertanyaan"), max_length=20)
    phone = forms.CharField(
        label=_("Nomor telepon"),
        max_length=30,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel", "class": "short"}),
    )

    def clean_reference(self) -> str:
        return str(self.cleaned_data["reference"]).strip().upper()

    def clean_phone(self) -> str:
        return parse_phone(self.cleaned_data["phone"])


class CodeForm(RefusableForm):
    code = forms.CharField(
        label=_("Kode dari pesan"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "class": "short", "autocapitalize": "characters"}),
    )


class OwnRequestForm(RefusableForm):
    """What somebody asks who has proved themselves; a copy they take by themselves."""

    kind = forms.ChoiceField(label=_("Yang Anda minta"), choices=ASKED_HERE, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Keterangan"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Misalnya data mana yang salah dan bagaimana yang benar."),
    )


class SeenRequestForm(OwnRequestForm):
    """What an officer writes down for who stands before them."""

    field_order = ["is_seen", "kind", "words"]
    is_seen = forms.BooleanField(label=_("KTP orang ini saya lihat, dan namanya sama dengan catatan."))
    kind = forms.ChoiceField(label=_("Yang diminta"), choices=RightKind.choices, widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        told.pop("is_seen", None)
        return told


class RequestAnswerForm(RefusableForm):
    state = forms.ChoiceField(
        label=_("Jawaban"),
        choices=[(each.value, each.label) for each in (RequestState.DONE, RequestState.REFUSED)],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Dengan kata-kata"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4})
    )


class BreachForm(RefusableModelForm):
    found_at = forms.DateTimeField(
        label=_("Diketahui (WIB)"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    class Meta:
        model = Breach
        fields = ("title", "found_at", "story", "exposed", "people", "handling", "is_serious")
        widgets = {name: forms.Textarea({"rows": 3}) for name in ("story", "exposed", "handling")}
