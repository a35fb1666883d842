"""The fields of a profile as a form: what is written, not whether it is true."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring import fields
from monitoring.forms.rounds import Refusing
from monitoring.models import ProfileForm

MOST = 100_000  # units, towers or people of one estate
NOTHING = ("", "–")


def as_bool(value: Any) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(str(value).lower())


def input_for(field: fields.Field) -> forms.Field:
    said = {"label": field.label, "required": False}  # a draft may be half full; submitting asks for the rest
    match field.kind:
        case fields.COUNT | fields.REASON:
            widget = forms.NumberInput({"inputmode": "numeric", "class": "short"})
            wrong = {"invalid": _("Masukkan bilangan bulat, misalnya 96.")}
            return forms.IntegerField(min_value=0, max_value=MOST, widget=widget, error_messages=wrong, **said)
        case fields.NUMBER:
            return forms.FloatField(widget=forms.NumberInput({"inputmode": "decimal", "step": "any"}), **said)
        case fields.YES_NO:
            choices = [NOTHING, ("true", _("Ya")), ("false", _("Tidak"))]
            return forms.TypedChoiceField(choices=choices, coerce=as_bool, empty_value=None, **said)
        case fields.CONDITION | fields.CHOICE:
            return forms.ChoiceField(choices=[NOTHING, *field.choices], **said)
    return forms.CharField(max_length=1000, widget=forms.Textarea({"rows": 2}), **said)


class ValuesForm(Refusing):
    """All fields of a version of the form. `given` are those that were sent, cleaned."""

    def __init__(self, data: Any = None, *, form: ProfileForm, **options: Any) -> None:
        if data is not None and not hasattr(data, "getlist"):  # from JSON
            data = {name: as_text(value) for name, value in data.items()}
        super().__init__(data, **options)
        for field in fields.every(form):
            self.fields[field.name] = input_for(field)

    @property
    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name in self.data}


def as_text(value: Any) -> Any:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value


def initial(values: dict[str, Any]) -> dict[str, Any]:
    return {name: as_text(value) for name, value in values.items()}
