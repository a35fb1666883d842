"""A fact as a field of a form, and as the value that is kept. Page, API and service ask the same field."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consultations.counter.facts.definitions import HIGHEST, LONGEST_TEXT, FactDefinition
from consultations.counter.facts.enums import FactKind
from krs_portal.kit.fields import DayField

YES, NO = "ya", "tidak"
ANSWERS = [("", "–"), (YES, _("Ya")), (NO, _("Tidak"))]


def build_fact_field(fact: FactDefinition) -> forms.Field:
    """None of them has to be answered: what was not talked about stays empty."""
    unit = "Rp" if fact.kind == FactKind.MONEY else fact.unit
    said: dict[str, Any] = {"label": f"{fact} ({unit})" if unit else str(fact), "required": False}
    match fact.kind:
        case FactKind.CHOICE:
            return forms.ChoiceField(choices=[("", "–"), *((each.text, str(each)) for each in fact.choices)], **said)
        case FactKind.YES_NO:
            return forms.ChoiceField(choices=ANSWERS, **said)
        case FactKind.TEXT:
            return forms.CharField(max_length=LONGEST_TEXT, widget=forms.TextInput({"autocomplete": "off"}), **said)
        case FactKind.DAY:
            return DayField(**said)
    places = 2 if fact.kind == FactKind.NUMBER else 0
    return forms.DecimalField(
        min_value=Decimal(str(fact.low or 0)),
        max_value=Decimal(str(HIGHEST if fact.high is None else fact.high)),
        decimal_places=places,
        widget=forms.NumberInput({"inputmode": "decimal" if places else "numeric", "class": "short"}),
        **said,
    )


def clean_fact(fact: FactDefinition, sent: Any) -> Any:
    """What is kept of an answer; None of an empty one. Raises ValidationError."""
    return keep_value(fact, build_fact_field(fact).clean(write_value(sent)))


def keep_value(fact: FactDefinition, cleaned: Any) -> Any:
    """An answer that its field has accepted, as JSON keeps it."""
    match cleaned:
        case None | "":
            return None
        case Decimal():
            return int(cleaned) if cleaned == cleaned.to_integral_value() else float(cleaned)
        case date():
            return cleaned.isoformat()
    return cleaned == YES if fact.kind == FactKind.YES_NO else cleaned


def write_value(kept: Any) -> str:
    """An answer as a browser sends it. Raises ValidationError for what is no single value."""
    if kept is None:
        return ""
    if isinstance(kept, bool):
        return YES if kept else NO
    if isinstance(kept, str | int | float | Decimal | date):
        return str(kept)
    raise ValidationError(_("Jawaban berupa satu nilai."))


def name_fact(code: str, key: str = "") -> str:
    """Under which name a page sends it, and a refusal names it: `facts.RAB.luas`. Without a key: the version shown."""
    return ".".join(filter(None, ("facts", code, key)))
