"""May a problem be recorded, edited, or moved to another state?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.kit.badges import label_in_sentence
from monitoring.problems.clocks import DONE_FIELDS
from monitoring.problems.enums import PROBLEM_MOVES, ProblemState
from monitoring.problems.models import Problem
from monitoring.register.models import Estate
from monitoring.register.policies import build_filled_estates_filter, why_not_edit_estate


def why_not_create_problems(user: Any, day: date) -> str | None:
    """Whether there is an estate in use about which the user may record a problem."""
    if Estate.objects.filter(build_filled_estates_filter(user)).in_use(day).exists():
        return None
    return _("Masalah dicatat oleh dinas perumahan.")


def why_not_edit_problem(user: Any, problem: Problem) -> str | None:
    if refusal := why_not_edit_estate(user, problem.estate):
        return refusal
    return _("Masalah ini sudah selesai.") if problem.state == ProblemState.RESOLVED else None


def why_not_record_step(user: Any, problem: Problem) -> str | None:
    if refusal := why_not_edit_problem(user, problem):
        return refusal
    if any(getattr(problem, name) is None for name in DONE_FIELDS.values()):
        return None
    return _("Semua langkahnya sudah dicatat.")


def why_not_move_problem(user: Any, problem: Problem, state: ProblemState) -> str | None:
    if refusal := why_not_edit_estate(user, problem.estate):
        return refusal
    if state not in PROBLEM_MOVES[ProblemState(problem.state)]:
        return _("Masalah ini %(state)s.") % {"state": label_in_sentence(ProblemState(problem.state))}
    return None
