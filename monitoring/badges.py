"""The state of things in a word, decided before the template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.kit import formats
from monitoring.enums import ProblemState, ProfileState, RoundState, Severity
from monitoring.models import Problem, Profile, Round


@dataclass(frozen=True)
class Badge:
    text: Any
    kind: str = "neutral"
    icon: str = ""


def round_badge(round_: Round) -> Badge:
    look = {
        RoundState.PREPARING: ("neutral", "pencil"),
        RoundState.COLLECTING: ("info", "list-check"),
        RoundState.DESK: ("warning", "message-2"),
        RoundState.CLOSED: ("success", "lock"),
    }
    return Badge(round_.get_state_display(), *look[RoundState(round_.state)])


def profile_badge(profile: Profile) -> Badge:
    if not profile.is_touched:
        return Badge(_("Belum diperiksa"), "neutral", "clock")
    look = {
        ProfileState.DRAFT: ("info", "pencil"),
        ProfileState.SUBMITTED: ("success", "check"),
        ProfileState.RETURNED: ("danger", "arrow-left"),
        ProfileState.FROZEN: ("success", "lock"),
    }
    return Badge(profile.get_state_display(), *look[ProfileState(profile.state)])


def problem_badge(problem: Problem) -> Badge:
    look = {
        ProblemState.OPEN: ("warning", "alert-circle"),
        ProblemState.IN_PROGRESS: ("info", "tool"),
        ProblemState.RESOLVED: ("success", "check"),
    }
    return Badge(problem.get_state_display(), *look[ProblemState(problem.state)])


def severity_badge(problem: Problem) -> Badge:
    look = {
        Severity.LIGHT: ("neutral", "flag"),
        Severity.MODERATE: ("warning", "flag"),
        Severity.HEAVY: ("danger", "alert-triangle"),
    }
    return Badge(problem.get_severity_display(), *look[Severity(problem.severity)])


def due_badge(problem: Problem, day: date) -> Badge | None:
    if problem.state == ProblemState.RESOLVED or problem.due_on is None or problem.due_on >= day:
        return None
    late = (day - problem.due_on).days
    return Badge(_("Lewat %(days)s hari") % {"days": formats.number(late)}, "danger", "clock")


def repeat_badge(problem: Problem) -> Badge | None:
    if problem.occurrence < 2:
        return None
    return Badge(_("Terulang ke-%(count)s") % {"count": problem.occurrence}, "warning", "refresh")
