"""The fields of a profile as a form, and the forms that save and settle an entry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.refusals import RefusableForm
from monitoring.rounds import fields
from monitoring.rounds.models import ProfileForm

MOST = 100_000  # units, towers or people of one estate
NOTHING = ("", "–")


def parse_bool(value: Any) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(str(value).lower())


def build_form_field(field: fields.ProfileField) -> forms.Field:
    said = {"label": field.label, "required": False}  # a draft may be incomplete; only submitting asks for all
    match field.kind:
        case fields.COUNT | fields.REASON:
            widget = forms.NumberInput({"inputmode": "numeric", "class": "short"})
            wrong = {"invalid": _("Masukkan bilangan bulat, misalnya 96.")}
            return forms.IntegerField(min_value=0, max_value=MOST, widget=widget, error_messages=wrong, **said)
        case fields.NUMBER:
            return forms.FloatField(widget=forms.NumberInput({"inputmode": "decimal", "step": "any"}), **said)
        case fields.YES_NO:
            choices = [NOTHING, ("true", _("Ya")), ("false", _("Tidak"))]
            return forms.TypedChoiceField(choices=choices, coerce=parse_bool, empty_value=None, **said)
        case fields.CONDITION | fields.CHOICE:
            return forms.ChoiceField(choices=[NOTHING, *field.choices], **said)
    return forms.CharField(max_length=1000, widget=forms.Textarea({"rows": 2}), **said)


class ProfileValuesForm(RefusableForm):
    """All fields of a version of the profile form. `given` holds the cleaned values of those that were sent."""

    def __init__(self, data: Any = None, *, form: ProfileForm, **options: Any) -> None:
        if data is not None and not hasattr(data, "getlist"):  # from JSON
            data = {name: format_form_value(value) for name, value in data.items()}
        super().__init__(data, **options)
        for field in fields.list_fields(form):
            self.fields[field.name] = build_form_field(field)

    @property
    def keeps_texts(self) -> bool:
        """The page of a profile keeps its entries itself, also without a network."""
        return False

    @property
    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name in self.data}


class SavingForm(forms.Form):
    """What the page sends in addition to the values. Anything malformed is read as if it was not sent."""

    base_version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    key = forms.UUIDField()
    then = forms.CharField(required=False)

    def read(self) -> dict[str, Any]:
        """Arguments of `save_profile`. A missing version counts as 0, that of a profile which nobody has saved."""
        self.is_valid()
        sent = self.cleaned_data
        return {
            "base_version": sent.get("base_version", 0),
            "key": sent.get("key"),
            "submit": sent.get("then") == "submit",
        }


class SettleEntryForm(RefusableForm):
    """For each field in which two writers differ: the value of the waiting entry (mine) or the present one (theirs)."""

    seen_version = forms.IntegerField(required=False)

    def __init__(self, data: Any = None, *, lines: Iterable[fields.FieldComparison]) -> None:
        super().__init__(data)
        self.names = [line.field.name for line in lines]
        for name in self.names:
            self.fields[name] = forms.ChoiceField(choices=[(side, side) for side in ("mine", "theirs")])

    @property
    def choice(self) -> dict[str, Any]:
        """Arguments of `settle_entry`."""
        chosen = self.cleaned_data
        mine = {name for name in self.names if chosen[name] == "mine"}
        return {"mine": mine, "seen_version": chosen["seen_version"] or 0}

    @property
    def refusal(self) -> str:
        """One sentence above all lines instead of one at each."""
        if not self.errors:
            return ""
        return " ".join(self.non_field_errors()) or str(_("Pilih satu isian pada setiap baris."))


def format_form_value(value: Any) -> Any:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value


def build_initial_values(values: dict[str, Any]) -> dict[str, Any]:
    return {name: format_form_value(value) for name, value in values.items()}
