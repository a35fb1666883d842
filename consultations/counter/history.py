"""What happened to a consultation: who changed, closed, reopened or corrected it, when, why, and from what to what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from consultations.counter.enums import ConsultationState, Outcome
from consultations.counter.facts.models import TopicFacts
from consultations.counter.facts.showing import list_differences
from consultations.counter.models import Amendment, Consultation, ConsultationTopic
from consultations.people.models.house import House
from krs_portal.accounts.models import User
from krs_portal.kit import formats

SHOWN_FIELDS = [
    "client_name", "kind", "head_count", "channel", "happened_on", "summary", "advice", "next_steps", "obstacle",
    "follow_up", "house_id", "is_technical_assistance", "outcome", "officer_id",
]  # fmt: skip
PERSONAL = ("client_name", "house_id")  # told only to who works at the office
SHOWN, LED_BY = 120, 24  # characters of a long text, from so many before the first that differs


@dataclass(frozen=True)
class Change:
    """One field: what stood there, and what stands there since."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryStep:
    at: datetime
    title: str
    by: str
    detail: str = ""
    changes: tuple[Change, ...] = ()


def list_history_steps(consultation: Consultation, *, known: bool) -> list[HistoryStep]:
    """From the audit trail and the amendments, the oldest first. Of a person only readers who know them are told."""
    trail: Any = consultation  # pghistory adds `events`
    events = list(trail.events.select_related("pgh_context").order_by("pgh_id"))
    beside = BesideChanges()
    collect_topic_changes(consultation, events[0].pgh_created_at if events else None, beside)
    collect_fact_changes(consultation, beside)
    words = Words(events, beside.actors)
    told = [HistoryStep(consultation.recorded_at, _("Dicatat"), str(consultation.recorded_by or ""))]
    if consultation.closed_at and (not events or events[0].state == ConsultationState.CLOSED):  # came in closed
        outcome = str(consultation.get_outcome_display())
        told.append(HistoryStep(consultation.closed_at, _("Ditutup"), str(consultation.closed_by or ""), outcome))
    for before, event in pairwise(events):
        changes = (*list_changes(before, event, words, known=known), *beside.changes.pop(event.pgh_created_at, ()))
        if found := describe_edit(before, event, changes):
            title, detail, shown = found
            told.append(HistoryStep(event.pgh_created_at, title, words.name_user(find_user(event)), detail, shown))
    for at, changed in beside.changes.items():
        told.append(HistoryStep(at, _("Diubah"), words.name_user(beside.actors[at]), "", tuple(changed)))
    told += map(build_amendment_step, consultation.amendments.select_related("made_by"))
    return sorted(told, key=lambda step: step.at)


@dataclass(frozen=True)
class BesideChanges:
    """What changed of the topics and their facts, and who changed it, by the moment of the transaction."""

    changes: dict[datetime, list[Change]] = field(default_factory=lambda: defaultdict(list))
    actors: dict[datetime, int | None] = field(default_factory=dict)


def collect_topic_changes(consultation: Consultation, made_at: datetime | None, found: BesideChanges) -> None:
    """From the trail of the topics, backwards from those of today: older records have none.

    What came with the record, at `made_at`, is no change.
    """
    events: Any = ConsultationTopic.pgh_event_model
    rows = events.objects.filter(consultation=consultation).select_related("pgh_context", "topic").order_by("-pgh_id")
    after = {topic.pk: str(topic) for topic in consultation.topics.all()}
    for at, steps in groupby(rows, key=attrgetter("pgh_created_at")):
        before = dict(after)
        for step in steps:
            before.pop(step.topic_id, None)
            if step.pgh_label == "delete":
                before[step.topic_id] = str(step.topic)
            found.actors[at] = find_user(step)
        if at != made_at and before != after:
            told = [", ".join(sorted(topics.values())) or formats.BLANK for topics in (before, after)]
            found.changes[at].append(Change(str(get_field("topics").verbose_name), *told))
        after = before


def collect_fact_changes(consultation: Consultation, found: BesideChanges) -> None:
    """From the trail of the facts; a topic that was taken off takes its facts along."""
    events: Any = TopicFacts.pgh_event_model  # type: ignore[attr-defined]
    rows = events.objects.filter(consultation=consultation).select_related("pgh_context", "form", "topic")
    before: dict[int, Mapping[str, Any]] = defaultdict(dict)
    for row in rows.order_by("pgh_id"):
        after = {} if row.pgh_label == "delete" else row.values
        for label, old, new in list_differences(row.form.definitions, before[row.topic_id], after):
            found.changes[row.pgh_created_at].append(Change(f"{row.topic}: {label}", old, new))
        found.actors[row.pgh_created_at] = find_user(row) or (row.written_by_id if after else None)
        before[row.topic_id] = after


def describe_edit(before: Any, event: Any, changes: tuple[Change, ...]) -> tuple[str, str, tuple[Change, ...]] | None:
    """Title, detail and changes of an edit. Reopening and correcting have an amendment, which says the reason."""
    match before.state, event.state:
        case ConsultationState.OPEN, ConsultationState.CLOSED:
            return _("Ditutup"), str(Outcome(event.outcome).label), ()
        case ConsultationState.OPEN, ConsultationState.OPEN:
            return (_("Diubah"), "", changes) if changes else None
        case ConsultationState.CLOSED, ConsultationState.CLOSED:
            return (_("Isi yang dikoreksi"), "", changes) if changes else None
    return None


def list_changes(before: Any, event: Any, words: Words, *, known: bool) -> list[Change]:
    """Each field that differs, from what to what; personal ones without what stood there for who may not know it."""
    differ = [name for name in SHOWN_FIELDS if getattr(before, name) != getattr(event, name)]
    changes = []
    for name in differ:
        label = str(get_field(name).verbose_name)
        if name in PERSONAL and not known:
            changes.append(Change(label, "", ""))
        else:
            changes.append(Change(label, *shorten_pair(words.format(before, name), words.format(event, name))))
    return changes


def get_field(name: str) -> Any:
    return Consultation._meta.get_field(name.removesuffix("_id"))


def shorten_pair(before: str, after: str) -> tuple[str, str]:
    """Two long texts from shortly before the first letter that differs."""
    pairs = zip(before, after, strict=False)
    same = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(before), len(after)))
    start = max(0, same - LED_BY)
    return shorten_text(before, start), shorten_text(after, start)


def shorten_text(text: str, start: int) -> str:
    shown = text[start : start + SHOWN]
    return f"{'…' if start and text else ''}{shown}{'…' if len(text) > start + SHOWN else ''}" or formats.BLANK


class Words:
    """The names of all users and houses of a trail, fetched at once."""

    def __init__(self, events: Sequence[Any], actors: Mapping[datetime, int | None]) -> None:
        named = [event.officer_id for event in events] + [find_user(event) for event in events] + [*actors.values()]
        users = {pk for pk in named if pk}
        self.users = dict(User.objects.filter(pk__in=users).values_list("pk", "name"))
        houses = {event.house_id for event in events if event.house_id}
        self.houses = dict(House.objects.filter(pk__in=houses).values_list("pk", "address")) if houses else {}

    def name_user(self, pk: int | None) -> str:
        return self.users.get(pk, "") if pk else ""

    def format(self, event: Any, name: str) -> str:
        """A stored value as people read it; empty where there is none."""
        value = getattr(event, name)
        match name:
            case "officer_id":
                return self.name_user(value)
            case "house_id":
                return self.houses.get(value, "")
            case "happened_on":
                return formats.format_day(value)
            case "is_technical_assistance":
                return formats.format_yes_no(value)
        choices = dict(get_field(name).flatchoices)
        return str(choices.get(value, value)).strip()


def build_amendment_step(amendment: Amendment) -> HistoryStep:
    return HistoryStep(amendment.made_at, str(amendment.get_kind_display()), str(amendment.made_by), amendment.reason)


def find_user(event: Any) -> int | None:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None
