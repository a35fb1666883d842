"""Fields of a day, a clock time and a text that is known, alike on every page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from krs_portal.kit.clock import FIRST_DAY, LAST_DAY


def offer_choices(form: Any, **choices: Any) -> None:
    """Give the fields what can be chosen from: a queryset for each name."""
    for name, queryset in choices.items():
        form.fields[name].queryset = queryset


class SuggestingInput(forms.TextInput):
    """A text for which the browser offers what is known, and takes anything else as well."""

    template_name = "kit/suggesting_input.html"
    suggestions: Iterable[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}_known"
        context["widget"]["attrs"] |= {"list": listed, "autocomplete": "off"}
        return context | {"listed": listed, "suggestions": self.suggestions}


class DayInput(forms.DateInput):
    """The browser's own calendar; it speaks ISO days, whatever the language."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"type": "date", **(attrs or {})}, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day that somebody can mean. With days at the ends of the calendar no week or zone can be reckoned."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class ClockInput(forms.TimeInput):
    """Hours and minutes; in whose time zone, the form says."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"type": "time", **(attrs or {})}, format="%H:%M")


class ClockField(forms.TimeField):
    widget = ClockInput
