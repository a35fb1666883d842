"""The facts inside the form of a consultation, and the form in which the ministry says what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from consultations.booking.models.topics import Topic
from consultations.counter.facts.answers import OfferedFacts, ToldFacts
from consultations.counter.facts.definitions import (
    LONGEST_LABEL,
    MOST_FACTS,
    FactChoice,
    FactDefinition,
    why_not_ask,
)
from consultations.counter.facts.enums import FactKind
from consultations.counter.facts.fields import build_fact_field, keep_value, name_fact
from consultations.counter.facts.models import FactForm
from krs_portal.kit.numbers import read_number
from krs_portal.kit.refusals import RefusableForm
from krs_portal.kit.versions import Edited, lock_under

LATEST_VERSION = 32_767


@dataclass(frozen=True)
class BlankBlock:
    """The facts of a topic about which nothing was said: drawn once for all records (measured: a third of the page)."""

    topic_pk: int
    topic: str
    code: str
    version: int
    definitions: tuple[FactDefinition, ...]
    is_blank = True
    is_chosen = False

    @property
    def version_name(self) -> str:
        return name_fact(self.code)

    @property
    def fields(self) -> list[Any]:
        form = forms.Form()
        form.fields = {name_fact(self.code, fact.key): build_fact_field(fact) for fact in self.definitions}
        return list(form)


@dataclass(frozen=True)
class FactBlock:
    """The facts of one topic on a page; shown where the topic is chosen."""

    topic_pk: int
    topic: str
    version: int
    version_name: str
    fields: list[Any]
    is_chosen: bool
    is_blank = False


class FactsMixin(forms.BaseForm):
    """Asks the facts of every topic; those of topics that are not chosen are left out, whatever was typed there."""

    offered: list[OfferedFacts]

    def ask_facts(self, offered: list[OfferedFacts]) -> None:
        self.offered = [self._take_shown_version(each) for each in offered]
        for each in self.offered:
            for fact in each.form.definitions:
                self.fields[name_fact(each.topic.code, fact.key)] = build_fact_field(fact)

    def _take_shown_version(self, offered: OfferedFacts) -> OfferedFacts:
        """A page that was opened before the next version came is read by the version that it showed."""
        sent = self.data.get(name_fact(offered.topic.code), "") if self.is_bound else ""
        version = read_number(sent, 1, LATEST_VERSION) if isinstance(sent, str) else None
        if version is None or version == offered.form.version:
            return offered
        shown = FactForm.objects.filter(topic=offered.topic, version=version).first()
        return OfferedFacts(offered.topic, shown, offered.values) if shown else offered

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        chosen = set(self.cleaned_data.get("topics") or ())
        for each in self.offered:
            if each.topic not in chosen:
                for fact in each.form.definitions:
                    self._errors.pop(name_fact(each.topic.code, fact.key), None)  # type: ignore[attr-defined]
        return cleaned

    @property
    def fact_names(self) -> set[str]:
        return {name_fact(each.topic.code, fact.key) for each in self.offered for fact in each.form.definitions}

    @property
    def fact_blocks(self) -> Iterator[FactBlock | BlankBlock]:
        chosen = {str(getattr(each, "pk", each)) for each in self["topics"].value() or ()}
        for each in self.offered:
            is_chosen, (topic, form) = str(each.topic.pk) in chosen, (each.topic, each.form)
            if not is_chosen and not self.is_bound:
                yield BlankBlock(topic.pk, str(topic), topic.code, form.version, form.definitions)
                continue
            fields = [self[name_fact(topic.code, fact.key)] for fact in form.definitions]
            yield FactBlock(topic.pk, str(topic), form.version, name_fact(topic.code), fields, is_chosen)

    @property
    def told_facts(self) -> dict[str, ToldFacts]:
        """What the service keeps of the chosen topics."""
        chosen = set(self.cleaned_data["topics"])
        return {
            each.topic.code: ToldFacts(
                {
                    fact.key: keep_value(fact, self.cleaned_data.get(name_fact(each.topic.code, fact.key)))
                    for fact in each.form.definitions
                },
                each.form.version,
            )
            for each in self.offered
            if each.topic in chosen
        }


@dataclass(frozen=True)
class FactRow:
    """One fact as the ministry writes it; `key` is what joins it with earlier versions."""

    number: int
    name: str
    fields: list[Any]
    is_open: bool


CHOICES_HELP = _("Satu baris satu pilihan; bahasa Inggrisnya sesudah tanda |.")
ROW = ("key", "label", "label_en", "kind", "unit", "low", "high", "choices")


def build_row_fields(number: int) -> dict[str, forms.Field]:
    bound: dict[str, Any] = {
        "required": False,
        "decimal_places": 2,
        "max_digits": 15,
        "widget": forms.NumberInput({"inputmode": "decimal", "class": "short"}),
    }
    fields: dict[str, forms.Field] = {
        "key": forms.SlugField(required=False, max_length=50, widget=forms.HiddenInput),
        "label": forms.CharField(label=_("Nama isian"), max_length=LONGEST_LABEL, required=False),
        "label_en": forms.CharField(label=_("Nama dalam bahasa Inggris"), max_length=LONGEST_LABEL, required=False),
        "kind": forms.ChoiceField(label=_("Jenis"), choices=FactKind.choices, initial=FactKind.TEXT),
        "unit": forms.CharField(label=_("Satuan"), max_length=20, required=False),
        "low": forms.DecimalField(label=_("Paling kecil"), **bound),
        "high": forms.DecimalField(label=_("Paling besar"), **bound),
        "choices": forms.CharField(
            label=_("Pilihan"),
            max_length=1500,
            required=False,
            widget=forms.Textarea({"rows": 3}),
            help_text=CHOICES_HELP,
        ),
    }
    return {f"{name}_{number}": field for name, field in fields.items()}


class NextFactsForm(RefusableForm):
    """What is asked of a topic from now on: up to so many facts, one row each; an empty name leaves one out."""

    def __init__(self, data: Any = None, *, topic: Topic, newest: FactForm | None) -> None:
        edited = Edited(newest, read_facts, lock=lambda row: read_newest(row, lock_under(topic))) if newest else None
        super().__init__(data, edits=edited)

    @property
    def rows(self) -> Iterator[FactRow]:
        for number in range(1, MOST_FACTS + 1):
            fields = [self[f"{name}_{number}"] for name in ROW]
            name = fields[1].value() or ""
            yield FactRow(number, name, fields, number == 1 or any(each.errors for each in fields))

    def clean(self) -> Any:
        cleaned = super().clean()
        if not self.errors and (refusal := why_not_ask(self.definitions)):
            raise ValidationError(refusal)
        return cleaned

    @property
    def definitions(self) -> list[FactDefinition]:
        numbers = range(1, MOST_FACTS + 1)
        rows = [{name: self.cleaned_data.get(f"{name}_{number}") for name in ROW} for number in numbers]
        return [build_definition(row) for row in rows if row["label"]]


for _number in range(1, MOST_FACTS + 1):  # of the class, so that what is refused can be shown back by its labels
    NextFactsForm.base_fields |= build_row_fields(_number)


def build_definition(row: dict[str, Any]) -> FactDefinition:
    bounds = {name: None if row[name] is None else write_bound(row[name]) for name in ("low", "high")}
    lines = [line.partition("|") for line in (row["choices"] or "").splitlines() if line.strip(" |")]
    return FactDefinition(
        key=row["key"] or slugify(row["label"])[:50],
        kind=FactKind(row["kind"]),
        label=row["label"],
        label_en=row["label_en"],
        unit=row["unit"],
        choices=tuple(FactChoice(text.strip(), text_en.strip()) for text, _bar, text_en in lines),
        **bounds,
    )


def write_bound(bound: Any) -> float:
    return int(bound) if bound == bound.to_integral_value() else float(bound)


def read_newest(form: FactForm, lock: Any) -> FactForm:
    """What is asked by now, while nobody else can make a version."""
    lock(form)
    return FactForm.objects.filter(topic=form.topic_id).order_by("-version")[0]


def read_facts(form: FactForm) -> dict[str, Any]:
    """A version as the form shows it."""
    shown: dict[str, Any] = {}
    for number in range(1, MOST_FACTS + 1):
        known = form.definitions[number - 1 : number]
        shown |= {f"{name}_{number}": value for name, value in read_row(known[0] if known else None).items()}
    return shown


def read_row(fact: FactDefinition | None) -> dict[str, Any]:
    if fact is None:
        return dict.fromkeys(ROW, "") | {"kind": FactKind.TEXT}
    choices = [" | ".join(filter(None, (each.text, each.text_en))) for each in fact.choices]
    return {name: getattr(fact, name) for name in ROW} | {"choices": "\n".join(choices)}
