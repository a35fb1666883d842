"""Badges (text, colour, icon) of a problem, so that templates need no if-chains."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from krs_portal.kit import formats
from krs_portal.kit.badges import Badge, build_badge
from monitoring.problems.enums import DecisionLevel, ProblemState, Severity
from monitoring.problems.models import Problem


def build_problem_badge(problem: Problem) -> Badge:
    return build_badge(ProblemState(problem.state))


def build_severity_badge(problem: Problem) -> Badge:
    return build_badge(Severity(problem.severity))


def build_due_badge(problem: Problem, day: date) -> Badge | None:
    if problem.state == ProblemState.RESOLVED or problem.due_on is None or problem.due_on >= day:
        return None
    late = (day - problem.due_on).days
    return Badge(_("Lewat %(days)s hari") % {"days": formats.format_number(late)}, "danger", "clock")


def build_level_badge(problem: Problem) -> Badge | None:
    if problem.level == DecisionLevel.LOCAL or problem.state == ProblemState.RESOLVED:
        return None
    return Badge(_("Menunggu keputusan %(level)s") % {"level": problem.get_level_display()}, "info", "arrow-right")


def build_repeat_badge(problem: Problem) -> Badge | None:
    if problem.occurrence < 2:
        return None
    return Badge(_("Terulang ke-%(count)s") % {"count": problem.occurrence}, "warning", "refresh")
