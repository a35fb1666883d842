"""The photos of a problem, before and after it was resolved."""

from __future__ import annotations

from typing import Any

from krs_portal.files.owners import ATTACHMENT_OWNERS
from monitoring.problems.models import Problem
from monitoring.register.attachments import build_estate_owner
from monitoring.register.policies import why_not_edit_estate

BEFORE, AFTER = "monitoring.problem.before", "monitoring.problem.after"


def why_not_change_photos(user: Any, problem: Problem) -> str | None:
    """Photos may be added after the problem was resolved: they prove it."""
    return why_not_edit_estate(user, problem.estate)


def register_problem_files() -> None:
    ATTACHMENT_OWNERS.register(
        *(
            build_estate_owner(
                kind, Problem, estate="estate", url="monitoring:problem", why_not_change=why_not_change_photos
            )
            for kind in (BEFORE, AFTER)
        )
    )
