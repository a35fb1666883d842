"""The few questions of a topic: which is next, what the answers so far advise, and where they lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from consultations import catalogue
from consultations.enums import LeadsTo
from consultations.models import Topic, TriageChoice, TriageQuestion

SKIPPED = "lewati"


@dataclass(frozen=True)
class Triage:
    """Where a citizen stands: `question` is None once everything has been asked."""

    topic: Topic
    question: TriageQuestion | None = None
    number: int = 0
    of: int = 0
    trail: str = ""  # the answers so far, as they stand in the address
    answered: list[TriageChoice] = field(default_factory=list)

    @property
    def advice(self) -> list[str]:
        return [choice.words for choice in self.answered if choice.words]

    @property
    def channel(self) -> str:
        """The way that the answers suggest; the last one that names a way decides."""
        return next((choice.channel for choice in reversed(self.answered) if choice.channel), "")

    @property
    def told(self) -> list[tuple[str, str]]:
        """What was asked and answered, for the page that shows everything once more."""
        return [(str(choice.question), str(choice)) for choice in self.answered]

    def after(self, choice: TriageChoice) -> str:
        return "-".join(filter(None, (self.trail, str(choice.pk))))


def walk(topic: Topic, trail: str) -> Triage:
    """Follow the answers in the address (`3-17`). What fits no question is still open; `lewati` skips the rest."""
    questions = catalogue.questions(topic)
    answers = trail.split("-") if trail else []
    answered: list[TriageChoice] = []
    for number, question in enumerate(questions, 1):
        choice = _answer(question, answers)
        if choice is None:
            if SKIPPED in answers:
                break
            so_far = "-".join(str(choice.pk) for choice in answered)
            return Triage(topic, question, number, len(questions), so_far, answered)
        answered.append(choice)
        if choice.leads_to == LeadsTo.TOPIC and choice.other_topic:
            return Triage(choice.other_topic, trail=trail, answered=answered)
    return Triage(topic, trail=trail, answered=answered)


def _answer(question: TriageQuestion, answers: Sequence[str]) -> TriageChoice | None:
    return next((choice for choice in question.choices.all() if str(choice.pk) in answers), None)
