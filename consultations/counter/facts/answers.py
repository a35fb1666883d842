"""What was answered: as it came in, as it is kept, and beside what is asked now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from consultations.booking.models.topics import Topic
from consultations.counter.facts.fields import name_fact, write_value
from consultations.counter.facts.models import FactForm, TopicFacts
from consultations.counter.models import Consultation


@dataclass(frozen=True)
class ToldFacts:
    """The answers about one topic as they came in; without a version, to what the record or the portal asks now."""

    values: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None


@dataclass(frozen=True)
class KeptFacts:
    form_id: int
    values: Mapping[str, Any]


Told = Mapping[str, ToldFacts]  # by the code of the topic
Kept = dict[int, KeptFacts]  # by the key of the topic


@dataclass(frozen=True)
class OfferedFacts:
    """What a page asks about a topic: in the version that the record follows, else in the newest."""

    topic: Topic
    form: FactForm
    values: Mapping[str, Any]


def list_offered_facts(consultation: Consultation | None) -> list[OfferedFacts]:
    """Of every topic, for it may be chosen while one writes."""
    kept = fetch_rows(consultation)
    newest = {form.topic_id: form for form in FactForm.objects.newest()}
    offered = []
    for topic in Topic.objects.in_order():
        row = kept.get(topic.pk)
        form = row.form if row else newest.get(topic.pk)
        if form:
            offered.append(OfferedFacts(topic, form, row.values if row else {}))
    return offered


def fetch_rows(consultation: Consultation | None) -> dict[int, TopicFacts]:
    if consultation is None or consultation.pk is None:
        return {}
    return {row.topic_id: row for row in TopicFacts.objects.filter(consultation=consultation).select_related("form")}


def write_answers(offered: list[OfferedFacts]) -> dict[str, str]:
    """As a page shows them, each under its name."""
    return {
        name_fact(each.topic.code, fact.key): write_value(each.values.get(fact.key))
        for each in offered
        for fact in each.form.definitions
    }
