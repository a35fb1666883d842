"""Problems from finding to proof, and those that come back."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit import formats
from monitoring import policies
from monitoring.enums import IDLE_WORDS, SECTIONS, DeskSection, ProblemCategory, ProblemState
from monitoring.models import Estate, Problem, ProblemNote

ALIKE = 0.5  # share of common words from which two titles speak of the same matter
EDITABLE = (
    "block", "category", "section", "severity", "title", "description", "found_on", "owner", "due_on", "cost_estimate",
    "plan",
)  # fmt: skip


def refuse(sentence: str | None) -> None:
    if sentence:
        raise PermissionDenied(sentence)


@transaction.atomic
def create_problem(*, estate: Estate, by: Any, at: datetime, **values: Any) -> Problem:
    """One that was resolved before, of the same kind and in like words, is recognised: this is its next occurrence."""
    refuse(policies.why_not_edit_estate(by, estate))
    problem = Problem(estate=estate, created_at=at, created_by=by, **{"section": "", **values})
    problem.title = " ".join(problem.title.split())
    recognise(problem)
    return checked(problem)


@transaction.atomic
def edit_problem(*, problem: Problem, by: Any, at: datetime, **values: Any) -> Problem:
    problem = locked(problem)
    refuse(policies.why_not_edit_problem(by, problem))
    for name in EDITABLE:
        if name in values:
            setattr(problem, name, values[name])
    recognise(problem)
    return checked(problem)


def recognise(problem: Problem) -> None:
    """The newest of the same estate and category that was resolved before this one was found, told alike."""
    before = Problem.objects.resolved().filter(
        estate=problem.estate, category=problem.category, resolved_on__lte=problem.found_on
    )
    candidates = before.exclude(pk=problem.pk).order_by("-resolved_on", "-pk")
    problem.repeats = next((each for each in candidates if alike(each.title, problem.title)), None)
    problem.occurrence = problem.repeats.occurrence + 1 if problem.repeats else 1


def alike(one: str, other: str) -> bool:
    first, second = words(one), words(other)
    return bool(first and second) and len(first & second) / len(first | second) >= ALIKE


def words(title: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", title.lower())) - IDLE_WORDS


@transaction.atomic
def start_problem(*, problem: Problem, by: Any, at: datetime) -> Problem:
    problem = moved(problem, ProblemState.IN_PROGRESS, by=by)
    problem.save(update_fields=["state"])
    return noted(problem, _("Mulai ditangani."), by=by, at=at)


@transaction.atomic
def resolve_problem(*, problem: Problem, proof: str, resolved_on: date, by: Any, at: datetime) -> Problem:
    problem = moved(problem, ProblemState.RESOLVED, by=by)
    if not proof.strip():
        raise ValidationError({"proof": _("Tuliskan bukti penyelesaiannya.")})
    if resolved_on < problem.found_on:
        raise ValidationError({"resolved_on": _("Masalah selesai sebelum ditemukan.")})
    problem.proof, problem.resolved_on = proof.strip(), resolved_on
    problem.save(update_fields=["state", "proof", "resolved_on"])
    return noted(problem, _("Selesai: %(proof)s") % {"proof": problem.proof}, by=by, at=at)


@transaction.atomic
def reopen_problem(*, problem: Problem, reason: str, by: Any, at: datetime) -> Problem:
    """The proof did not hold. What was proven stays in the log."""
    problem = moved(problem, ProblemState.OPEN, by=by)
    if not reason.strip():
        raise ValidationError({"reason": _("Tuliskan mengapa masalah ini dibuka kembali.")})
    since = f" ({formats.day(problem.resolved_on)})" if problem.resolved_on else ""
    problem.resolved_on, problem.proof = None, ""
    problem.save(update_fields=["state", "resolved_on", "proof"])
    said = _("Dibuka kembali%(since)s: %(reason)s") % {"since": since, "reason": reason.strip()}
    return noted(problem, said, by=by, at=at)


@transaction.atomic
def add_note(*, problem: Problem, text: str, by: Any, at: datetime) -> ProblemNote:
    refuse(policies.why_not_edit_estate(by, problem.estate))
    if not text.strip():
        raise ValidationError({"text": _("Tulis catatannya.")})
    return ProblemNote.objects.create(problem=problem, text=text.strip(), noted_at=at, noted_by=by)


def noted(problem: Problem, text: str, *, by: Any, at: datetime) -> Problem:
    ProblemNote.objects.create(problem=problem, text=text, noted_at=at, noted_by=by)
    return problem


def moved(problem: Problem, state: ProblemState, *, by: Any) -> Problem:
    problem = locked(problem)
    refuse(policies.why_not_move_problem(by, problem, state))
    problem.state = state
    return problem


def locked(problem: Problem) -> Problem:
    rows = Problem.objects.select_for_update(of=("self",)).select_related("estate__office__parent__parent")
    return rows.get(pk=problem.pk)


def checked(problem: Problem) -> Problem:
    if not problem.section and problem.category in SECTIONS:
        problem.section = SECTIONS[ProblemCategory(problem.category)]
    problem.section = problem.section or DeskSection.OCCUPANCY
    if problem.block and problem.block.estate_id != problem.estate_id:
        raise ValidationError({"block": _("Blok ini bukan bagian dari lokasi tersebut.")})
    if problem.due_on and problem.due_on < problem.found_on:
        raise ValidationError({"due_on": _("Tenggat mendahului hari ditemukannya masalah.")})
    problem.full_clean(exclude=["estate", "block", "found_in", "repeats", "created_by"])
    problem.save()
    return problem
