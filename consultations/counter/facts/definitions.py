"""One fact as a form asks it, written to and read from the JSON that a version keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _

from consultations.booking.models.topics import pick_translation
from consultations.counter.facts.enums import FactKind

MOST_FACTS = 8  # of one topic: who asks more asks for a survey
LONGEST_LABEL = 80
LONGEST_TEXT = 200
HIGHEST = 10**12  # what is still exact as a JSON number, with two decimals


@dataclass(frozen=True)
class FactChoice:
    text: str  # what is kept
    text_en: str = ""

    def __str__(self) -> str:
        return pick_translation(self.text, self.text_en)


@dataclass(frozen=True)
class FactDefinition:
    """The key joins the same fact of several versions."""

    key: str
    kind: FactKind
    label: str
    label_en: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[FactChoice, ...] = ()

    def __str__(self) -> str:
        return pick_translation(self.label, self.label_en)

    def build_json(self) -> dict[str, Any]:
        return asdict(self) | {"kind": str(self.kind), "choices": [[each.text, each.text_en] for each in self.choices]}


def read_definitions(written: Any) -> tuple[FactDefinition, ...]:
    """The facts of a version. Raises ValidationError where the JSON is something else."""
    try:
        return tuple(read_definition(each) for each in written)
    except (TypeError, ValueError, AttributeError) as error:
        raise ValidationError(_("Isian tidak dapat dibaca. Salin bentuknya dari versi yang ada.")) from error


def read_definition(written: dict[str, Any]) -> FactDefinition:
    known = dict(written)
    kind, choices = FactKind(known.pop("kind")), known.pop("choices", [])
    return FactDefinition(kind=kind, choices=tuple(FactChoice(*map(str, each)) for each in choices), **known)


def why_not_ask(definitions: Sequence[FactDefinition]) -> str | None:
    """Whether these can be the facts of a topic."""
    if not definitions:
        return _("Tulis paling sedikit satu isian.")
    if len(definitions) > MOST_FACTS:
        return _("Paling banyak %(most)d isian untuk satu topik.") % {"most": MOST_FACTS}
    keys = [each.key for each in definitions]
    if len(set(keys)) < len(keys):
        return _("Dua isian bernama sama.")
    return next(filter(None, map(why_not_define, definitions)), None)


def why_not_define(fact: FactDefinition) -> str | None:
    named = {"label": fact.label}
    if not (isinstance(fact.label, str) and 0 < len(fact.label.strip()) <= LONGEST_LABEL and is_slug(fact.key)):
        return _("Nama isian terdiri atas 1 sampai %(most)d huruf.") % {"most": LONGEST_LABEL}
    if fact.kind == FactKind.CHOICE and len({each.text for each in fact.choices if each.text}) < 2:
        return _("“%(label)s” memerlukan paling sedikit dua pilihan yang berbeda.") % named
    if fact.kind != FactKind.CHOICE and fact.choices:
        return _("“%(label)s” bukan pilihan; hapus pilihannya atau ganti jenisnya.") % named
    if not fact.kind.is_measured and (fact.low, fact.high) != (None, None):
        return _("Batas hanya untuk angka dan rupiah; hapus batas “%(label)s”.") % named
    if fact.low is not None and fact.high is not None and fact.low > fact.high:
        return _("Batas bawah “%(label)s” lebih besar daripada batas atasnya.") % named
    if any(abs(bound) > HIGHEST for bound in (fact.low, fact.high) if bound is not None):
        return _("Batas “%(label)s” terlalu besar.") % named
    return None


def is_slug(key: Any) -> bool:
    try:
        validate_slug(key)
    except (ValidationError, TypeError):
        return False
    return True


def list_json(definitions: Iterable[FactDefinition]) -> list[dict[str, Any]]:
    return [each.build_json() for each in definitions]
