"""Estates, their hand-over and their problems."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from krs_portal.offices.models import Office
from monitoring.enums import (
    HAND_OVER_PATHS,
    PROBLEM_MOVES,
    HandOverPath,
    HandOverState,
    ProblemState,
)
from monitoring.models import (
    Estate,
    HandOver,
    Problem,
)
from monitoring.policies.agencies import why_not_fill


def why_not_add_estate(user: Any, office: Office) -> str | None:
    return why_not_fill(user, office)


def why_not_edit_estate(user: Any, estate: Estate) -> str | None:
    return why_not_fill(user, estate.office)


def why_not_edit_problem(user: Any, problem: Problem) -> str | None:
    if refusal := why_not_edit_estate(user, problem.estate):
        return refusal
    return _("Masalah ini sudah selesai.") if problem.state == ProblemState.RESOLVED else None


def why_not_move_problem(user: Any, problem: Problem, state: ProblemState) -> str | None:
    if refusal := why_not_edit_estate(user, problem.estate):
        return refusal
    if state not in PROBLEM_MOVES[ProblemState(problem.state)]:
        return _("Masalah ini %(state)s.") % {"state": problem.get_state_display().lower()}
    return None


def next_state(hand_over: HandOver, step: int) -> HandOverState | None:
    """The state one step on (+1) or back (-1) along the file's own path; None at its ends."""
    path = HAND_OVER_PATHS[HandOverPath(hand_over.path)]
    place = path.index(HandOverState(hand_over.state)) + step
    return path[place] if 0 <= place < len(path) else None


def why_not_move_hand_over(user: Any, hand_over: HandOver, step: int) -> str | None:
    if refusal := why_not_edit_estate(user, hand_over.estate):
        return refusal
    if next_state(hand_over, step) is None:
        if step > 0:
            return _("Serah terima ini sudah selesai.")
        return _("Serah terima ini belum diproses; tidak ada tahap sebelumnya.")
    return None
