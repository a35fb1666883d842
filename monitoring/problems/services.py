"""Record problems, move them from state to state, and recognise those that come back."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit import formats
from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_future_day
from krs_portal.kit.saving import set_fields
from krs_portal.kit.words import squeeze_spaces
from monitoring.problems import policies
from monitoring.problems.clocks import DONE_FIELDS
from monitoring.problems.enums import (
    IDLE_WORDS,
    SECTIONS,
    DecisionLevel,
    DeskSection,
    ProblemCategory,
    ProblemState,
    ProblemStep,
)
from monitoring.problems.models import Problem, ProblemNote
from monitoring.register.models import Estate
from monitoring.register.policies import why_not_edit_estate

ALIKE = 0.5  # two titles mean the same problem if at least this share of their words is common to both
EDITABLE = (
    "block", "category", "section", "severity", "title", "description", "found_on", "owner", "due_on", "cost_estimate",
    "plan",
)  # fmt: skip


@transaction.atomic
def create_problem(*, estate: Estate, by: Any, at: datetime, **values: Any) -> Problem:
    """Record a problem. If a similar one was resolved earlier at this estate, it is counted as a repeat."""
    refuse_if(why_not_edit_estate(by, estate))
    problem = Problem(estate=estate, created_at=at, created_by=by, **{"section": "", **values})
    problem.title = squeeze_spaces(problem.title)
    mark_repeated_problem(problem)
    return save_problem(problem, at)


@transaction.atomic
def edit_problem(*, problem: Problem, by: Any, at: datetime, **values: Any) -> Problem:
    problem = lock_problem(problem)
    refuse_if(policies.why_not_edit_problem(by, problem))
    set_fields(problem, {name: values[name] for name in EDITABLE if name in values})
    mark_repeated_problem(problem)
    return save_problem(problem, at)


def mark_repeated_problem(problem: Problem) -> None:
    """Link the problem to the latest resolved one of the same estate and category with a similar title.

    It must have been resolved before this one was found; otherwise both are the same occurrence.
    """
    before = Problem.objects.resolved().filter(
        estate=problem.estate, category=problem.category, resolved_on__lte=problem.found_on
    )
    candidates = before.exclude(pk=problem.pk).order_by("-resolved_on", "-pk")
    problem.repeats = next((each for each in candidates if is_same_matter(each.title, problem.title)), None)
    problem.occurrence = problem.repeats.occurrence + 1 if problem.repeats else 1


def is_same_matter(one: str, other: str) -> bool:
    """Whether at least `ALIKE` of the words of both titles are common to them."""
    first, second = split_title(one), split_title(other)
    return bool(first and second) and len(first & second) / len(first | second) >= ALIKE


def split_title(title: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", title.lower())) - IDLE_WORDS


@transaction.atomic
def start_problem(*, problem: Problem, by: Any, at: datetime) -> Problem:
    problem = lock_problem_for_move(problem, ProblemState.IN_PROGRESS, by=by)
    problem.save(update_fields=["state"])
    return log_problem_step(problem, _("Mulai ditangani."), by=by, at=at)


@transaction.atomic
def resolve_problem(*, problem: Problem, proof: str, resolved_on: date, by: Any, at: datetime) -> Problem:
    problem = lock_problem_for_move(problem, ProblemState.RESOLVED, by=by)
    if not proof.strip():
        raise ValidationError({"proof": _("Tuliskan bukti penyelesaiannya.")})
    if resolved_on < problem.found_on:
        raise ValidationError({"resolved_on": _("Masalah selesai sebelum ditemukan.")})
    reject_day_to_come(problem, "resolved_on", resolved_on, at)
    problem.proof, problem.resolved_on = proof.strip(), resolved_on
    problem.save(update_fields=["state", "proof", "resolved_on"])
    return log_problem_step(problem, _("Selesai: %(proof)s") % {"proof": problem.proof}, by=by, at=at)


@transaction.atomic
def reopen_problem(*, problem: Problem, reason: str, by: Any, at: datetime) -> Problem:
    """Open a problem again whose proof did not hold. The earlier proof stays in the log."""
    problem = lock_problem_for_move(problem, ProblemState.OPEN, by=by)
    if not reason.strip():
        raise ValidationError({"reason": _("Tuliskan mengapa masalah ini dibuka kembali.")})
    since = f" ({formats.format_day(problem.resolved_on)})" if problem.resolved_on else ""
    problem.resolved_on, problem.proof = None, ""
    problem.save(update_fields=["state", "resolved_on", "proof"])
    said = _("Dibuka kembali%(since)s: %(reason)s") % {"since": since, "reason": reason.strip()}
    return log_problem_step(problem, said, by=by, at=at)


@transaction.atomic
def record_problem_step(*, problem: Problem, step: str, on: date, text: str, by: Any, at: datetime) -> Problem:
    """Note that somebody looked, wrote the summary, or made it safe, each with its day and in words."""
    problem = lock_problem(problem)
    refuse_if(policies.why_not_record_step(by, problem))
    name = DONE_FIELDS[ProblemStep(step)]
    if getattr(problem, name) is not None:
        raise ValidationError({"step": _("Langkah ini sudah dicatat.")})
    if step == ProblemStep.SUMMARY and problem.looked_on is None:
        raise ValidationError({"step": _("Catat pemeriksaannya lebih dahulu.")})
    if on < (problem.looked_on or problem.found_on):
        raise ValidationError({"on": _("Langkah ini mendahului yang sebelumnya.")})
    reject_day_to_come(problem, "on", on, at)
    setattr(problem, name, on)
    problem.save(update_fields=[name])
    said = f"{ProblemStep(step).label}, {formats.format_day(on)}: {text.strip()}"
    return log_problem_step(problem, said, by=by, at=at)


@transaction.atomic
def escalate_problem(*, problem: Problem, level: str, reason: str, by: Any, at: datetime) -> Problem:
    """Hand the decision to the level that can take it, or back."""
    problem = lock_problem(problem)
    refuse_if(policies.why_not_edit_problem(by, problem))
    if level == problem.level:
        raise ValidationError({"level": _("Masalah ini sudah diputuskan pada tingkat itu.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Tuliskan mengapa tingkat itu yang memutuskan.")})
    problem.level = level
    problem.save(update_fields=["level"])
    said = _("Keputusan dimintakan kepada %(level)s: %(reason)s") % {
        "level": DecisionLevel(level).label,
        "reason": reason.strip(),
    }
    return log_problem_step(problem, said, by=by, at=at)


@transaction.atomic
def add_problem_note(*, problem: Problem, text: str, by: Any, at: datetime) -> ProblemNote:
    refuse_if(why_not_edit_estate(by, problem.estate))
    if not text.strip():
        raise ValidationError({"text": _("Tulis catatannya.")})
    return ProblemNote.objects.create(problem=problem, text=text.strip(), noted_at=at, noted_by=by)


def log_problem_step(problem: Problem, text: str, *, by: Any, at: datetime) -> Problem:
    ProblemNote.objects.create(problem=problem, text=text, noted_at=at, noted_by=by)
    return problem


def lock_problem_for_move(problem: Problem, state: ProblemState, *, by: Any) -> Problem:
    problem = lock_problem(problem)
    refuse_if(policies.why_not_move_problem(by, problem, state))
    problem.state = state
    return problem


def lock_problem(problem: Problem) -> Problem:
    return lock_row(problem, "estate__office")


def reject_day_to_come(problem: Problem, field: str, day: date, at: datetime) -> None:
    reject_future_day(field, day, day_of(at, problem.estate.office.time_zone))


def save_problem(problem: Problem, at: datetime) -> Problem:
    reject_day_to_come(problem, "found_on", problem.found_on, at)
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
