"""The few questions of a topic: which is next, what the answers so far advise, and where they lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from consultations.booking import catalogue
from consultations.booking.enums import LeadsTo
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.seats import Attendance
from consultations.booking.models.topics import Topic, pick_translation
from consultations.booking.models.triage import TriageChoice, TriageQuestion

SKIPPED = "lewati"


@dataclass(frozen=True)
class TriageProgress:
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
    def is_urgent(self) -> bool:
        """An answer spoke of danger: whoever gave it is offered a voice, not only a time next week."""
        return any(choice.is_urgent for choice in self.answered)

    @property
    def told(self) -> list[tuple[str, str]]:
        """What was asked and answered, for the page that shows everything once more."""
        return [(str(choice.question), str(choice)) for choice in self.answered]

    def build_record(self) -> list[dict[str, str]]:
        """Both languages of every answer, to be kept with the booking: questions are edited, what was said is not."""
        return [describe_choice(choice) for choice in self.answered]

    def after(self, choice: TriageChoice) -> str:
        return "-".join(filter(None, (self.trail, str(choice.pk))))


def describe_choice(choice: TriageChoice) -> dict[str, str]:
    return {
        "question": choice.question.text,
        "question_en": choice.question.text_en,
        "answer": choice.text,
        "answer_en": choice.text_en,
        "advice": choice.advice,
        "advice_en": choice.advice_en,
    }


class AnsweredQuestion(NamedTuple):
    """One of them as it was kept, in the reader's language."""

    question: str
    answer: str
    advice: str


def list_answered_questions(attendance: Attendance | Enquiry) -> list[AnsweredQuestion]:
    return [
        AnsweredQuestion(*(pick_translation(kept[name], kept[f"{name}_en"]) for name in AnsweredQuestion._fields))
        for kept in attendance.triage
    ]


def follow_answers(topic: Topic, trail: str) -> TriageProgress:
    """Follow the answers in the address (`3-17`). What fits no question is still open; `lewati` skips the rest."""
    questions = catalogue.list_triage_questions(topic)
    answers = trail.split("-") if trail else []
    answered: list[TriageChoice] = []
    for number, question in enumerate(questions, 1):
        choice = _find_answer(question, answers)
        if choice is None:
            if SKIPPED in answers:
                break
            so_far = "-".join(str(choice.pk) for choice in answered)
            return TriageProgress(topic, question, number, len(questions), so_far, answered)
        answered.append(choice)
        if choice.leads_to == LeadsTo.TOPIC and choice.other_topic:
            return TriageProgress(choice.other_topic, trail=trail, answered=answered)
    return TriageProgress(topic, trail=trail, answered=answered)


def _find_answer(question: TriageQuestion, answers: Sequence[str]) -> TriageChoice | None:
    return next((choice for choice in question.choices.all() if str(choice.pk) in answers), None)
