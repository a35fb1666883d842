"""Facts as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from consultations.counter.facts.definitions import FactDefinition
from consultations.counter.facts.enums import FactKind
from consultations.counter.facts.models import TopicFacts
from consultations.counter.models import Consultation
from krs_portal.kit import formats


def format_fact(fact: FactDefinition, value: Any) -> str:
    match fact.kind, value:
        case _, None:
            return formats.BLANK
        case FactKind.CHOICE, _:
            return next((str(each) for each in fact.choices if each.text == value), str(value))
        case FactKind.YES_NO, _:
            return formats.format_yes_no(value)
        case FactKind.MONEY, _:
            return formats.format_rupiah(value)
        case FactKind.DAY, _:
            return formats.format_day(date.fromisoformat(value))
        case FactKind.NUMBER, _:
            number = formats.format_decimals(value) if isinstance(value, float) else formats.format_number(value)
            return f"{number} {fact.unit}".strip()
    return str(value)


def list_facts(consultation: Consultation) -> list[TopicFacts]:
    """Of each topic, in their order, with what was asked."""
    return list(consultation.facts.select_related("topic", "form").order_by("topic__position", "topic"))


def describe_facts(facts: TopicFacts) -> list[tuple[str, str]]:
    return [(str(fact), format_fact(fact, value)) for fact, value in facts.told]


def format_line(facts: Iterable[tuple[FactDefinition, Any]]) -> str:
    """In one line, for a cell."""
    return "; ".join(f"{fact}: {format_fact(fact, value)}" for fact, value in facts)


def list_differences(
    facts: Iterable[FactDefinition], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    """What differs between two sets of answers: the fact, what it was, what it is."""
    return [
        (str(fact), format_fact(fact, before.get(fact.key)), format_fact(fact, after.get(fact.key)))
        for fact in facts
        if before.get(fact.key) != after.get(fact.key)
    ]
